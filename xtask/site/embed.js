// What may the address of embed.html say, and how does the page around it learn the height?

// Looks and bounds only: never `src` or `stylesheet`, or a link could show anything as ours.
const ALLOWED = new Set([
  "layout", "page-size", "query", "topic", "provider", "type", "since", "until", "min-quality",
  "sort", "link", "without-search", "without-filters", "without-related", "without-images",
  "headline-level", "theme", "label", "lang", "dir", "time-zone",
]);

const rack = document.querySelector("news-rack");
for (const [name, value] of new URLSearchParams(location.search)) {
  if (ALLOWED.has(name)) rack.setAttribute(name, value);
}

const page = document.documentElement;
const heightOf = (node) => node.getBoundingClientRect().height;

/** What an open article takes. It lies above the page and is as tall as the frame, so what is in it counts. */
function articleHeight() {
  const dialog = rack.shadowRoot?.querySelector("dialog[open]");
  const parts = [...(dialog?.children ?? [])];
  for (const part of parts) sizes.observe(part);
  return parts.reduce((sum, part) => sum + heightOf(part), dialog ? dialog.offsetHeight - dialog.clientHeight : 0);
}

const height = () => Math.ceil(Math.max(heightOf(page), articleHeight()));

let told = 0;

/** A sandboxed frame knows no origin to name, so messages go to whoever is around; they say nothing
 *  but a number. */
const say = (type, number) => parent.postMessage({ type: `news-rack-${type}`, ...number }, "*");

function tell() {
  told = height();
  say("resize", { height: told });
  askBrowser();
  setTimeout(settle, PATIENCE);
}

/** Where the browser itself makes frames as tall as what is in them, it has to be asked each time. */
function askBrowser() {
  try {
    window.requestResize?.();
  } catch {
    // An `<object>` or an `<embed>` is no frame in that sense.
  }
}

/** In a frame as tall as this the reader sees a part, and an article opens at its beginning. */
function tellFocus() {
  const focused = rack.shadowRoot.activeElement;
  if (focused) say("focus", { top: Math.round(focused.getBoundingClientRect().top) });
}

const tellChange = () => height() !== told && tell();

/** So long a page around may take to follow, in milliseconds. */
const PATIENCE = 500;

/** Where the page around follows, nothing scrolls in here, and no scrollbar takes the room that the next
 *  height is measured by. Where it does not, the reader scrolls. */
function settle() {
  page.style.overflowY = innerHeight >= height() ? "hidden" : "";
}

const sizes = new ResizeObserver(tellChange);

if (parent !== window) {
  sizes.observe(page);
  addEventListener("resize", settle);
  // A page that begins to listen later asks.
  addEventListener("message", ({ data, source }) => {
    if (source === parent && data?.type === "news-rack-measure") tell();
  });
  // An article opens, turns and closes without a change of the page's size. The focus moves with it.
  customElements.whenDefined("news-rack").then(() => {
    const changes = { subtree: true, childList: true, attributeFilter: ["open"] };
    const notice = (mutations) => {
      tellChange();
      if (mutations.some(({ target }) => target.localName === "dialog")) requestAnimationFrame(tellFocus);
    };
    new MutationObserver(notice).observe(rack.shadowRoot, changes);
  });
}
