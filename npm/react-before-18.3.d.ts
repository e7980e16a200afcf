// Written by `cargo xtask describe` from src/ui/surface.rs; a change here would be lost.

import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { NewsRackAttributes, NewsRackElement, NewsRackListeners } from "./news-rack.js";

export * from "./news-rack.js";

type NewsRackProps = Omit<
  DetailedHTMLProps<HTMLAttributes<NewsRackElement>, NewsRackElement>,
  keyof NewsRackAttributes
> &
  NewsRackAttributes &
  NewsRackListeners & { class?: string };

declare global {
  namespace JSX {
    interface IntrinsicElements {
      "news-rack": NewsRackProps;
    }
  }
}
