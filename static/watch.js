// Looks each minute without loading the page anew, and sounds when something waits. No syntax of after 2017: a phone
// that could not read this would keep a page that looks at nothing. Older ones run reload.js.

// The browser makes a page of text only by this policy, if it knows of policies.
const policy = window.trustedTypes && trustedTypes.createPolicy("watch", { createHTML: (text) => text });
const parse = (text) => new DOMParser().parseFromString(policy ? policy.createHTML(text) : text, "text/html");

const AGAIN = 5 * 60_000; // ms: what still waits then sounds once more
const button = document.querySelector("#sound");
let audio, heard = 0, at = 0;

const watch = () => document.querySelector("#watch");

// Three soft tones. A browser lets a page sound only after a tap.
function sound() {
  if (!audio) return;
  for (const start of [0, 0.5, 1]) {
    const tone = audio.createOscillator(), volume = audio.createGain();
    tone.frequency.value = 660;
    volume.gain.value = 0.2;
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + start);
    tone.stop(audio.currentTime + start + 0.3);
  }
}

function tell() {
  const waiting = Number(watch().dataset.waiting), over = "over" in watch().dataset;
  if (over || waiting > heard || (waiting && Date.now() - at > AGAIN)) {
    sound();
    at = Date.now();
  }
  heard = waiting;
  return over;
}

async function look() {
  const answer = await fetch(location.href, { cache: "no-store", credentials: "omit" }).catch(() => {});
  if (answer && (answer.ok || answer.status === 410)) {
    const page = parse(await answer.text());
    watch().replaceWith(page.querySelector("#watch"));
    document.title = page.title;
    if (tell()) clearInterval(clock);
  }
}

if (button) {
  button.addEventListener("click", () => {
    audio = audio || new (window.AudioContext || webkitAudioContext)();
    sound();
  });
  button.hidden = false;
}
const clock = setInterval(look, watch().dataset.seconds * 1000);
tell();
