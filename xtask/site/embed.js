// What may the address of embed.html say, and how does the page around it learn the height?

// Looks and bounds only: never `src` or `stylesheet`, or a link could show anything as ours.
const ALLOWED = new Set([
  "layout", "page-size", "query", "topic", "provider", "type", "since", "until", "min-quality",
  "sort", "link", "without-search", "without-filters", "without-related", "without-images",
  "headline-level", "theme", "label",
]);

const rack = document.querySelector("news-rack");
for (const [name, value] of new URLSearchParams(location.search)) {
  if (ALLOWED.has(name)) rack.setAttribute(name, value);
}

// A sandboxed frame has no origin to name, so the message goes to whoever is the parent; it
// says nothing but a number.
const tell = () => {
  const { height } = document.documentElement.getBoundingClientRect();
  parent.postMessage({ type: "news-rack-resize", height: Math.ceil(height) }, "*");
};
if (parent !== window) new ResizeObserver(tell).observe(document.documentElement);
