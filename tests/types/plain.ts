// What a page without a framework writes, and what the compiler must refuse.
import type { NewsRackFound } from "./npm/news-rack.js";
import { NewsRackElement } from "./npm/news-rack.js";

NewsRackElement.define("paper-rack");
const rack = document.createElement("news-rack");
rack.topic = ["AI", "Sea, ice"];
rack.topic = "AI,Sea";
const topics: string[] = rack.topic;
rack.minQuality = null;
rack.sort = "top";
rack.headlineLevel = 2;
rack.withoutImages = true;
rack.stylesheet = "rack.css";
const found: Promise<NewsRackFound> = rack.search({ query: "tides", topic: topics, limit: 3 });
found.then(({ hits, facets }) => [hits[0]?.snippet[0]?.hit, facets.topic[0]?.count]);

rack.addEventListener("error", (event) => event.detail.code satisfies string);
rack.addEventListener("load", (event) => event.timeStamp);
rack.addEventListener("click", (event) => event.clientX);
document.addEventListener("news-rack-select", (event) => {
  if (event.detail.url.includes("example")) event.preventDefault();
});
document.querySelector("news-rack")?.state.total satisfies number | undefined;

// @ts-expect-error an unknown order
rack.sort = "best";
// @ts-expect-error what is shown is for reading
rack.state = rack.state;
// @ts-expect-error frozen
rack.state.query = "tides";
// @ts-expect-error no such method
rack.showLess();
