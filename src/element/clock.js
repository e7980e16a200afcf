// Who keeps the times of all racks fresh? One timer, which rests while nobody looks.
import { SPOKEN } from "./voice.js";

/** What keeps the elements' times fresh, by the one timer of all, which rests while nobody looks. */
const fresh = new Set();
let timer;

const freshen = () => fresh.forEach((tick) => tick());
const watcher = new MutationObserver(freshen);

function beat() {
  clearInterval(timer);
  if (fresh.size > 0 && !document.hidden) timer = setInterval(freshen, 60000);
}

function look() {
  freshen();
  beat();
}

export function keepFresh(tick) {
  fresh.add(tick);
  document.addEventListener("visibilitychange", look);
  watcher.observe(document, { subtree: true, attributeFilter: SPOKEN });
  beat();
}

export function letRest(tick) {
  fresh.delete(tick);
  if (fresh.size > 0) return;
  document.removeEventListener("visibilitychange", look);
  watcher.disconnect();
  beat();
}
