// While the demo is served: another manifest, and every rack on the page reads it.
let shown;

async function look() {
  const answer = await fetch("news/manifest.json", { cache: "no-store" });
  if (!answer.ok) return;
  const manifest = await answer.text();
  if (shown !== undefined && shown !== manifest) {
    for (const rack of document.querySelectorAll("news-rack")) rack.refresh();
  }
  shown = manifest;
}

// The server may be gone for a moment, while Trunk makes the site again.
setInterval(() => look().catch(() => {}), 250);
