// A page in React.
import type { NewsRackElement } from "../npm/news-rack.js";
import "../npm/react.js";
import { useRef } from "react";

export function App() {
  const rack = useRef<NewsRackElement>(null);
  return (
    <main onClick={() => rack.current?.showMore()}>
      <news-rack
        ref={rack}
        key="news"
        class="wide"
        src="/rack/news/"
        layout="magazine"
        page-size={6}
        topic={["AI", "Sea"]}
        without-images
        min-quality="3"
        headline-level={2}
        lang="de"
        time-zone="Europe/Vienna"
        aria-label="News"
        onnews-rack-results={(event) => event.detail.total.toFixed()}
        onnews-rack-select={(event) => event.preventDefault()}
      >
        <a href="/news">Headlines</a>
      </news-rack>
      {/* @ts-expect-error an unknown layout */}
      <news-rack layout="pile" />
      {/* @ts-expect-error a flag is no number */}
      <news-rack without-search={3} />
    </main>
  );
}
