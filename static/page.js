// Helps and is never needed: leaves at once, and keeps the site to one entry in the history and to none on the disk.

const way = document.querySelector("a.exit");
const SHIFTS = 3, WITHIN = 5000;
let asked = new AbortController();

function leave() {
  asked.abort();
  const cover = document.createElement("div");
  cover.className = "cover";
  cover.setAttribute("role", "status");
  cover.textContent = way.textContent;
  document.documentElement.append(cover);
  document.body.replaceChildren();
  // Let the cover be seen first: the next page may be slow to come.
  requestAnimationFrame(() => setTimeout(() => location.replace(way.href)));
}

way.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

// Shift pressed and let go three times within five seconds, with nothing else between: typed capitals and chords are not it.
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
  shifts = [...shifts, event.timeStamp].filter((moment) => event.timeStamp - moment <= WITHIN);
  if (shifts.length === SHIFTS) leave();
});

// A page that comes back from the browser's memory would show what was there.
addEventListener("pageshow", (event) => event.persisted && location.reload());

// Forms and links are answered in place: one entry in the history, no body of a form in the browser's session files.
// What was asked for last is what is shown, in whatever order the answers come.
async function show(url, options) {
  asked.abort();
  const { signal } = (asked = new AbortController());
  document.body.setAttribute("aria-busy", "true");
  let page;
  try {
    const answer = await fetch(url, { cache: "no-store", credentials: "omit", signal, ...options });
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {}
  if (signal.aborted) return;
  document.body.removeAttribute("aria-busy");
  const main = page?.querySelector("#main"); // not in what a café's network or a proxy answers in our place
  if (!main) {
    document.querySelector("#offline").hidden = false;
    return;
  }
  document.documentElement.lang = page.documentElement.lang;
  document.querySelector("#main").replaceWith(document.adoptNode(main));
  document.querySelector(".foot").replaceWith(document.adoptNode(page.querySelector(".foot")));
  for (const kept of [".skip", ".exit", "#offline"]) document.querySelector(kept).textContent = page.querySelector(kept).textContent;
  document.querySelector(".name").href = page.querySelector(".name").getAttribute("href");
  document.querySelector("#offline").hidden = true;
  scrollTo(0, 0);
  const first = document.querySelector("#main [role=alert], #main h1");
  first.tabIndex = -1;
  first.focus({ preventScroll: true });
  prepare();
}

addEventListener("submit", (event) => {
  const button = event.submitter;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(event.target, button));
  show(button?.getAttribute("formaction") ?? event.target.getAttribute("action"), { method: "POST", body });
});

addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='/']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  show(link.getAttribute("href"));
});

// What only a browser with JavaScript can offer is hidden in the page until here.
function prepare() {
  for (const offer of document.querySelectorAll("[data-script]")) offer.hidden = false;
  document.querySelector("[data-position]")?.addEventListener("click", useMyPosition);
}

// Rounded to about a kilometre before anything leaves the phone.
function useMyPosition(event) {
  const form = event.target.form, told = form.querySelector("[data-position-told]");
  const round = (degrees) => (Math.round(degrees * 100) / 100).toFixed(2);
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      form.elements.lat.value = round(coords.latitude);
      form.elements.lon.value = round(coords.longitude);
      form.elements.place.value = form.elements.rayon.value = "";
      form.requestSubmit(form.querySelector("button[data-main]"));
    },
    () => (told.hidden = false),
    { maximumAge: 600000, timeout: 15000 },
  );
}

prepare();
