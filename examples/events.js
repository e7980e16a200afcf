// Listeners on the tag hear all; the two that bubble are heard anywhere above it.
const rack = document.querySelector("news-rack");
const log = document.querySelector("#log");

function note(text) {
  const line = document.createElement("li");
  line.textContent = text;
  log.append(line);
  log.scrollTop = log.scrollHeight;
}

for (const type of ["loadstart", "load", "loadend"]) rack.addEventListener(type, () => note(type));

rack.addEventListener("error", ({ detail }) => note(`error: ${detail.code}, worth another try: ${detail.retryable}`));

document.addEventListener("news-rack-results", ({ detail }) => {
  note(`news-rack-results: ${detail.total} for “${detail.query}”, topics ${detail.topic.join(", ") || "all"}`);
});

document.addEventListener("news-rack-select", (event) => {
  note(`news-rack-select: ${event.detail.title}`);
  if (document.querySelector("#stay").checked) event.preventDefault();
});
