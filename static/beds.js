// Helps and is never needed: a tap shows at once, waits in a line, and is sent until the server has said that it has it.

// The browser makes a page of text only by this policy, if it knows of policies.
const policy = globalThis.trustedTypes?.createPolicy("beds", { createHTML: (text) => text });
const parse = (text) => new DOMParser().parseFromString(policy?.createHTML(text) ?? text, "text/html");

const main = document.querySelector("#main"), line = document.querySelector("#line"), out = document.querySelector("#out");
const done = document.querySelector("#done");
const AGAIN = 5_000, PATIENCE = 15_000, AWAY = 60_000, DAY = 86_400; // the last in seconds, as it is sent
const FREE = { occupied: -1, out_of_service: -1, capacity: 1 }; // what one more of it does to what is free
const waiting = [];
let token, trouble, sending = false, again = false, left = 0, told = [];

const key = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

// Seconds since a moment, the longer of two: a phone that sleeps may stop the one clock, and its owner sets the other.
const since = ({ ran, stood }) => Math.max(0, Math.round(Math.max(performance.now() - ran, Date.now() - stood) / 1000));

main.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target, button = event.submitter, body = new URLSearchParams(new FormData(form));
  if (button?.getAttribute("aria-disabled") === "true") return;
  if (button?.name) body.set(button.name, button.value);
  body.set("tap", key());
  const tap = { url: form.getAttribute("action"), body, ran: performance.now(), stood: Date.now() };
  told = [];
  waiting.push(tap);
  foresee(tap);
  say(trouble);
  send();
});

// The page as it will be: the number, what is free, and the version that the next tap has seen.
function foresee({ body }) {
  const pool = document.getElementById(body.get("pool")), more = Number(body.get("more"));
  if (!pool || !more) return;
  const number = pool.querySelector(`output[data-field="${body.get("field")}"]`), free = pool.querySelector(".free");
  number.textContent = Number(number.textContent) + more;
  number.previousElementSibling.setAttribute("aria-disabled", number.textContent === "0");
  free.dataset.number = Number(free.dataset.number) + more * (FREE[body.get("field")] ?? 0);
  const beds = Number(free.dataset.number);
  free.textContent = (beds < 0 ? free.dataset.over : free.dataset.free).replace("{}", Math.abs(beds));
  for (const seen of pool.querySelectorAll("[name=seen]")) seen.value = seen.value.replace(/\d+$/, (one) => Number(one) + 1);
}

function say(what) {
  trouble = what;
  for (const notice of [line, out]) {
    notice.hidden = notice !== what;
    notice.querySelector("b").textContent = waiting.length;
  }
  main.setAttribute("aria-busy", waiting.length > 0);
  if (what) main.querySelector(".undo")?.remove(); // it takes back what is no longer the last
}

// Raises the notice that tells what is wrong: no line, or signed out.
async function ask(url, body) {
  let answer, page;
  try {
    body?.set("csrfmiddlewaretoken", token);
    answer = await fetch(url, { method: body ? "POST" : "GET", body, cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE) });
    page = parse(await answer.text());
  } catch {
    throw line;
  }
  if (answer.status >= 500) throw line;
  if (answer.ok && !page.querySelector("#line")) throw out;
  dispatchEvent(new CustomEvent("answered", { detail: page }));
  know(page);
  return { page, status: answer.status };
}

function know(page) {
  token = page.querySelector("[name=csrfmiddlewaretoken]")?.value ?? token;
}

async function deliver(tap) {
  tap.body.set("ago", Math.min(since(tap), DAY));
  let answer = await ask(tap.url, tap.body);
  if (answer.status === 403) {
    await ask(line.dataset.page); // whoever signed in again has another token
    answer = await ask(tap.url, tap.body);
  }
  waiting.shift();
  if (answer.status >= 400) {
    told.push(...answer.page.querySelectorAll("#main .problem"));
    const behind = waiting.filter(({ body }) => body.has("more") && body.get("pool") === tap.body.get("pool"));
    for (const { body } of tap.body.has("more") ? behind : []) body.set("seen", body.get("seen") - 1);
  }
  if (answer.status >= 400 || !waiting.length) show(answer.page);
  if (!tap.body.has("pool")) done.textContent = main.querySelector(".age")?.textContent; // for ears: all were confirmed
}

async function send(look = Boolean(trouble)) {
  again = sending; // the line may have come back while it was found to be down
  if (sending) return;
  sending = true;
  try {
    if (look) {
      const { page } = await ask(line.dataset.page);
      told.push(...main.querySelectorAll(".problem"));
      if (!waiting.length) show(page);
    }
    while (waiting.length) await deliver(waiting[0]);
    say();
  } catch (what) {
    if (!(what instanceof Element)) throw what;
    say(what);
  } finally {
    sending = false;
    if (again && trouble) send();
  }
}

// The server's page, with what still waits, what was refused, and where one was.
function show(page) {
  const focused = document.activeElement.id, open = [...main.querySelectorAll("details[open]")];
  main.replaceChildren(...page.querySelector("#main").childNodes);
  main.prepend(...told);
  for (const { id } of open) document.getElementById(id)?.setAttribute("open", "");
  waiting.forEach(foresee);
  document.getElementById(focused)?.focus({ preventScroll: true });
  main.querySelector("[role=alert]")?.scrollIntoView({ block: "nearest" });
}

addEventListener("online", () => send());
setInterval(() => trouble && send(), AGAIN);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) left = Date.now();
  else if (Date.now() - left > AWAY) send(true);
});
// Whoever leaves now, or is led to the sign-in, would lose what waits.
addEventListener("beforeunload", (event) => waiting.length && event.preventDefault());
addEventListener("over", (event) => waiting.length && event.preventDefault());
know(document);
