// Helps and is never needed: leaves at once, and keeps one entry in the history and none on the disk.
// Written for phones of 2016 and later: no `?.`, no `??`, nothing that an older browser cannot read.

// The browser makes a page of text only by this policy, if it knows of policies.
const policy = window.trustedTypes && trustedTypes.createPolicy("page", { createHTML: (text) => text });
const parse = (text) => new DOMParser().parseFromString(policy ? policy.createHTML(text) : text, "text/html");

const way = document.querySelector("a.exit");
const SHIFTS = 3, WITHIN = 5000;
let asked = null, pressed = null;

function stop() {
  if (asked) asked.abort();
  asked = window.AbortController ? new AbortController() : null;
  return asked ? asked.signal : undefined;
}

function leave() {
  // Whatever fails here, the last line must run.
  try {
    stop();
    const cover = document.createElement("div");
    cover.className = "cover";
    cover.setAttribute("role", "status");
    cover.textContent = way.textContent;
    document.documentElement.appendChild(cover);
    document.body.textContent = "";
  } catch (error) {}
  // Let the cover be seen first: the next page may be slow to come.
  requestAnimationFrame(() => setTimeout(() => location.replace(way.href)));
}

way.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

// Shift pressed and let go three times within five seconds: no typed capitals, no chords.
let alone = false, shifts = [];
addEventListener("keydown", (event) => {
  if (event.key !== "Shift") {
    alone = false;
    shifts = [];
  } else if (!event.repeat) {
    alone = !(event.ctrlKey || event.altKey || event.metaKey);
  }
});
addEventListener("keyup", (event) => {
  if (event.key !== "Shift" || !alone) return;
  alone = false;
  shifts = shifts.concat(event.timeStamp).filter((moment) => event.timeStamp - moment <= WITHIN);
  if (shifts.length === SHIFTS) leave();
});

// A page that comes back from the browser's memory would show what was there.
addEventListener("pageshow", (event) => event.persisted && location.reload());

// Forms and links are answered in place: one entry in the history, no body of a form in the browser's session files.
// What was asked for last is what is shown, in whatever order the answers come.
let latest = 0;
async function show(url, options) {
  const signal = stop(), mine = ++latest;
  document.body.setAttribute("aria-busy", "true");
  let page = null;
  try {
    const answer = await fetch(url, Object.assign({ cache: "no-store", credentials: "omit", signal }, options));
    page = parse(await answer.text());
  } catch (error) {}
  if (mine !== latest) return;
  document.body.removeAttribute("aria-busy");
  const main = page && page.querySelector("#main"); // a proxy may answer in our place
  if (!main) {
    document.querySelector("#offline").hidden = false;
    return;
  }
  document.documentElement.lang = page.documentElement.lang;
  for (const whole of ["#main", ".foot"]) {
    const old = document.querySelector(whole);
    old.parentNode.replaceChild(document.adoptNode(page.querySelector(whole)), old);
  }
  for (const kept of [".skip", ".exit", "#offline"]) document.querySelector(kept).textContent = page.querySelector(kept).textContent;
  document.querySelector(".name").href = page.querySelector(".name").getAttribute("href");
  document.querySelector("#offline").hidden = true;
  scrollTo(0, 0);
  const here = document.querySelector("#main [data-here]");
  if (here) reach(here);
  else focus(document.querySelector("#main [role=alert]") || document.querySelector("#main h1"));
  prepare();
}

function focus(element) {
  if (!element.matches("a, button, input, select, textarea")) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

// The card that she came from may lie in a folded block.
function reach(element) {
  for (let outer = element; outer; outer = outer.parentElement) if (outer.tagName === "DETAILS") outer.open = true;
  element.scrollIntoView();
  focus(element);
}

addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter || (pressed && pressed.form === form ? pressed : null);
  pressed = null;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  if (button && button.name) body.append(button.name, button.value);
  show((button && button.getAttribute("formaction")) || form.getAttribute("action"), { method: "POST", body });
});

addEventListener("click", (event) => {
  if (!event.target.closest) return;
  pressed = event.target.closest("button"); // older browsers do not tell it
  if (pressed && pressed.name === "print") {
    pressed.closest("details").open = pressed.value !== "page"; // open: the card alone is printed
    print();
  }
  const link = event.target.closest("a[href^='/'], a[href^='#']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const href = link.getAttribute("href");
  if (href[0] === "/") return show(href);
  // Inside the page: no entry in the history, or the way out would lead back here.
  const target = document.getElementById(href.slice(1));
  if (target) reach(target);
});

// What only a browser with JavaScript can offer is hidden in the page until here.
function prepare() {
  for (const offer of Array.from(document.querySelectorAll("[data-script]"))) offer.hidden = false;
  const position = document.querySelector("[data-position]");
  if (position) position.addEventListener("click", useMyPosition);
}

// Rounded to about a kilometre before anything leaves the phone.
function useMyPosition(event) {
  const form = event.target.form, told = form.querySelector("[data-position-told]");
  const round = (degrees) => (Math.round(degrees * 100) / 100).toFixed(2);
  navigator.geolocation.getCurrentPosition(
    (found) => {
      form.elements.lat.value = round(found.coords.latitude);
      form.elements.lon.value = round(found.coords.longitude);
      form.elements.place.value = form.elements.rayon.value = "";
      form.querySelector("button[data-main]").click();
    },
    () => (told.hidden = false),
    { maximumAge: 600000, timeout: 15000 },
  );
}

prepare();
