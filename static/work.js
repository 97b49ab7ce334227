// Helps and is never needed: says in time that a session ends, and offers to go on.

// The browser makes a page of text only by this policy, if it knows of policies.
const policy = globalThis.trustedTypes?.createPolicy("work", { createHTML: (text) => text });
const parse = (text) => new DOMParser().parseFromString(policy?.createHTML(text) ?? text, "text/html");

const notice = document.querySelector("#idle"), { home, warning } = notice.dataset;
const tabs = new BroadcastChannel("work");
let end;

// How long it still lasts stands in every page of ours; what another tab was answered holds for this one too.
function renew(page) {
  const seconds = page.querySelector("#idle")?.dataset.seconds;
  if (!seconds) return false;
  end = Date.now() + seconds * 1000;
  tabs.postMessage(end);
  look();
  return true;
}

tabs.addEventListener("message", ({ data }) => {
  end = data;
  look();
});

function look() {
  const left = (end - Date.now()) / 1000;
  notice.hidden = left > warning || left <= 0;
  if (left <= 0 && dispatchEvent(new Event("over", { cancelable: true }))) leave();
}

function leave() {
  clearInterval(clock);
  location.assign(home);
}

notice.querySelector("button").addEventListener("click", async () => {
  const answer = await fetch(home, { cache: "no-store" }).catch(() => {}); // no line: the offer stays
  if (answer?.ok && !renew(parse(await answer.text()))) leave();
});
addEventListener("answered", ({ detail }) => renew(detail));
document.addEventListener("visibilitychange", look);
const clock = setInterval(look, 1000);
renew(document);
