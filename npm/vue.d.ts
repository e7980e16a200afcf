// Written by `cargo xtask describe` from src/ui/surface.rs; a change here would be lost.

import type { HTMLAttributes, PublicProps } from "vue";
import type {
  NewsRackAttributes,
  NewsRackElement,
  NewsRackFault,
  NewsRackSelection,
  NewsRackState,
} from "./news-rack.js";

export * from "./news-rack.js";

interface Listeners {
  onLoadstart?: (event: Event) => void;
  onLoad?: (event: Event) => void;
  onError?: (event: CustomEvent<NewsRackFault>) => void;
  onLoadend?: (event: Event) => void;
  onNewsRackResults?: (event: CustomEvent<NewsRackState>) => void;
  onNewsRackSelect?: (event: CustomEvent<NewsRackSelection>) => void;
}

type Props = Omit<HTMLAttributes, keyof NewsRackAttributes | keyof Listeners> &
  NewsRackAttributes &
  Listeners &
  PublicProps;

declare module "vue" {
  export interface GlobalComponents {
    "news-rack": new () => NewsRackElement & { $props: Props };
  }
}
