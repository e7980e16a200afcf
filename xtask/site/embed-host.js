// For a page that shows embed.html in frames: each frame becomes as tall as what is in it.
//
//   <script type="module" async src="https://cdn.example/rack/embed-host.js"></script>
//   <iframe src="https://cdn.example/rack/embed.html" title="News"></iframe>

const FRAMES = 'iframe[src*="/embed.html"]';

/** Taller than any list of news, in CSS pixels: more than that is a mistake. */
const MOST = 1_000_000;

/** Whose messages a frame's are: a sandboxed page has an origin of its own that has no name. */
function originOf(frame) {
  const isApart = frame.hasAttribute("sandbox") && !frame.sandbox.contains("allow-same-origin");
  return isApart ? "null" : new URL(frame.src).origin;
}

const isHeight = (height) => Number.isFinite(height) && height > 0 && height <= MOST;

/** What is inside gets that height, whatever borders the page has given the frame. */
function resize(frame, height) {
  frame.style.height = `${height}px`;
  const lack = height - frame.clientHeight;
  if (lack !== 0) frame.style.height = `${height + lack}px`;
}

/** Where the reader has gone to is brought into sight; not every browser does so beyond the frame. */
function reveal(frame, top) {
  const at = frame.getBoundingClientRect().top + top;
  if (at < 0 || at > innerHeight) scrollBy(0, at - innerHeight / 4);
}

const isInside = (top, frame) => Number.isFinite(top) && top >= 0 && top <= frame.clientHeight;

addEventListener("message", ({ data, origin, source }) => {
  for (const frame of document.querySelectorAll(FRAMES)) {
    if (frame.contentWindow !== source || originOf(frame) !== origin) continue;
    if (data?.type === "news-rack-resize" && isHeight(data.height)) resize(frame, data.height);
    if (data?.type === "news-rack-focus" && isInside(data.top, frame)) reveal(frame, data.top);
  }
});

// What was said before this script was there is said again.
for (const frame of document.querySelectorAll(FRAMES)) {
  frame.contentWindow?.postMessage({ type: "news-rack-measure" }, "*");
}
