// Written by `cargo xtask describe` from src/ui/surface.rs; a change here would be lost.

import type { HTMLAttributes } from "svelte/elements";
import type { NewsRackAttributes, NewsRackElement, NewsRackListeners } from "./news-rack.js";

export * from "./news-rack.js";

declare module "svelte/elements" {
  export interface SvelteHTMLElements {
    "news-rack": Omit<HTMLAttributes<NewsRackElement>, keyof NewsRackAttributes> &
      NewsRackAttributes &
      NewsRackListeners;
  }
}
