// What a page in React writes.
import type { NewsRackElement } from "newsrack/react";
import "newsrack/react";
import { useRef, useState } from "react";
import { createRoot } from "react-dom/client";

function App() {
  const rack = useRef<NewsRackElement>(null);
  const [total, setTotal] = useState<number>();
  return (
    <>
      <button onClick={() => rack.current?.clearFilters()}>Everything</button>
      <output>{total}</output>
      <news-rack
        ref={rack}
        src="/news/"
        loading="eager"
        topic={["Sea"]}
        headline-level={2}
        onnews-rack-results={(event) => setTotal(event.detail.total)}
      />
    </>
  );
}

createRoot(document.querySelector("main")!).render(<App />);
