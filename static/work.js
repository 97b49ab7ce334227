// Helps and is never needed: says in time that a session ends, offers to go on, and keeps what somebody typed.

// The browser makes a page of text only by this policy, if it knows of policies.
const policy = globalThis.trustedTypes?.createPolicy("work", { createHTML: (text) => text });
const parse = (text) => new DOMParser().parseFromString(policy?.createHTML(text) ?? text, "text/html");

const notice = document.querySelector("#idle"), { home, warning } = notice.dataset;
const out = document.querySelector("#out-of-time");
const tabs = new BroadcastChannel("work");
let end;

// How long it still lasts stands in every page of ours; what another tab was answered holds for this one too.
// Whoever signed in again has another token, and the forms of this page get it.
function renew(page) {
  const seconds = page.querySelector("#idle")?.dataset.seconds;
  if (!seconds) return false;
  end = Date.now() + seconds * 1000;
  const token = page.querySelector("[name=csrfmiddlewaretoken]")?.value;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token ?? field.value;
  tabs.postMessage(end);
  look();
  return true;
}

tabs.addEventListener("message", ({ data }) => {
  if (end <= Date.now()) return ask();
  end = data;
  look();
});

function look() {
  const left = (end - Date.now()) / 1000, stays = left <= 0 && isTyped();
  notice.hidden = left > warning || left <= 0;
  if (out) out.hidden = !stays;
  if (left <= 0 && !stays && dispatchEvent(new Event("over", { cancelable: true }))) leave();
}

// Whether somebody would lose words: a field was changed, or came back from the server with what was typed before.
function isTyped() {
  const fields = [...document.querySelectorAll("main form :is(input, textarea, select):not([type=hidden])")];
  return Boolean(document.querySelector("main form[data-kept], main form .wrong")) || fields.some(isChanged);
}

function isChanged(field) {
  if (field.options) return field.selectedIndex > 0 && !field.options[field.selectedIndex].defaultSelected;
  return ["radio", "checkbox"].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}

async function ask() {
  const answer = await fetch(home, { cache: "no-store" }).catch(() => {}); // no line: the offer stays
  return !answer?.ok || renew(parse(await answer.text()));
}

function leave() {
  clearInterval(clock);
  location.assign(home);
}

notice.querySelector("button").addEventListener("click", async () => {
  if (!(await ask())) leave();
});
addEventListener("answered", ({ detail }) => renew(detail));
document.addEventListener("visibilitychange", look);
const clock = setInterval(look, 1000);
renew(document);
