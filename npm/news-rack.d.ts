// Written by `cargo xtask describe` from src/ui/surface.rs; a change here would be lost.

/** What can be asked of a rack. */
export interface NewsRackQuery {
  query: string;
  topic: readonly string[];
  provider: readonly string[];
  type: readonly string[];
  since: string | null;
  until: string | null;
  minQuality: number | null;
  sort: "newest" | "oldest" | "top" | "relevance";
}

/** What is asked and shown now. */
export interface NewsRackState extends Readonly<NewsRackQuery> {
  /** How many articles match. */
  readonly total: number;
  /** How many of them are shown. */
  readonly shown: number;
}

/** A question beside the shown one; what is left out is not asked for. */
export interface NewsRackRequest {
  query?: string;
  topic?: readonly string[] | string;
  provider?: readonly string[] | string;
  type?: readonly string[] | string;
  since?: string | null;
  until?: string | null;
  minQuality?: number | null;
  sort?: NewsRackQuery["sort"] | null;
  /** At most so many hits; 10 where it is left out. */
  limit?: number;
  /** So many hits are left out before. */
  offset?: number;
}

/** An article that answers. */
export interface NewsRackHit {
  id: string;
  title: string;
  url: string | null;
  provider: string | null;
  publishedDateTime: string;
  snippet: { text: string; hit: boolean }[];
}

/** A value of a facet, and how many articles bear it. */
export interface NewsRackChoice {
  value: string;
  label: string;
  count: number;
}

/** The answer to a request, as `newsrack search --format json` prints it. */
export interface NewsRackFound {
  query: string;
  total: number;
  hits: NewsRackHit[];
  facets: Record<"topic" | "provider" | "type", NewsRackChoice[]>;
}

/** Why the news could not be loaded. */
export interface NewsRackFault {
  /** Stable, like `http-404`, `network`, `integrity`, `newer-format`. */
  readonly code: string;
  readonly url: string;
  /** Whether trying again may help. */
  readonly retryable: boolean;
}

/** The article whose link is followed. */
export interface NewsRackSelection {
  readonly id: string;
  readonly url: string;
  readonly title: string;
}

/** The events of a rack by their names. */
export interface NewsRackEventMap extends Omit<HTMLElementEventMap, "error"> {
  /** A bundle begins to load. */
  "loadstart": Event;
  /** The first cards are there. */
  "load": Event;
  /** The news could not be loaded; what the tag holds is shown. */
  "error": CustomEvent<NewsRackFault>;
  /** Loading is over, well or not. */
  "loadend": Event;
  /** The reader asked for something else, and this is shown now. */
  "news-rack-results": CustomEvent<NewsRackState>;
  /** The reader follows a card's link; canceling keeps them here. */
  "news-rack-select": CustomEvent<NewsRackSelection>;
}

/** A rack of news. */
export class NewsRackElement extends HTMLElement {
  static readonly version: string;
  static readonly observedAttributes: readonly string[];

  /** Defines the tag, unless it is taken. */
  static define(tag?: string, registry?: CustomElementRegistry): void;
  /** The bundle's folder, resolved against the document. */
  get src(): string;
  set src(value: string | null | undefined);
  /** How the cards stand. */
  get layout(): "grid" | "list" | "compact" | "magazine";
  set layout(value: "grid" | "list" | "compact" | "magazine" | null | undefined);
  /** Cards shown at first and added by *Show more*, 1 to 1000. */
  get pageSize(): number;
  set pageSize(value: number | string | null | undefined);
  /** The search string. */
  get query(): string;
  set query(value: string | null | undefined);
  /** Topics, ticked in the filters. */
  get topic(): string[];
  set topic(value: readonly string[] | string | null | undefined);
  /** Sources, by their domain or name, ticked in the filters. */
  get provider(): string[];
  set provider(value: readonly string[] | string | null | undefined);
  /** Types of articles, ticked in the filters. */
  get type(): string[];
  set type(value: readonly string[] | string | null | undefined);
  /** The first day, like `2026-11-01`. */
  get since(): string | null;
  set since(value: string | null | undefined);
  /** The last day. */
  get until(): string | null;
  set until(value: string | null | undefined);
  /** The least quality; articles of unknown quality are left out. */
  get minQuality(): number | null;
  set minQuality(value: number | string | null | undefined);
  /** The order of the cards. */
  get sort(): "newest" | "oldest" | "top" | "relevance" | null;
  set sort(value: "newest" | "oldest" | "top" | "relevance" | null | undefined);
  /** Where a card leads; `reader` opens the article in place. */
  get link(): "web" | "amp" | "original" | "reader";
  set link(value: "web" | "amp" | "original" | "reader" | null | undefined);
  /** Leaves the search box out. */
  get withoutSearch(): boolean;
  set withoutSearch(value: boolean | null | undefined);
  /** Leaves the filters out. */
  get withoutFilters(): boolean;
  set withoutFilters(value: boolean | null | undefined);
  /** Leaves related coverage out. */
  get withoutRelated(): boolean;
  set withoutRelated(value: boolean | null | undefined);
  /** Leaves the pictures out. */
  get withoutImages(): boolean;
  set withoutImages(value: boolean | null | undefined);
  /** The level of the headlines, or `none` for no headings. */
  get headlineLevel(): "3" | "2" | "4" | "5" | "6" | "none";
  set headlineLevel(value: "3" | "2" | "4" | "5" | "6" | "none" | 2 | 3 | 4 | 5 | 6 | null | undefined);
  /** Light or dark; `auto` is what the page declares by `color-scheme`. */
  get theme(): "auto" | "light" | "dark";
  set theme(value: "auto" | "light" | "dark" | null | undefined);
  /** When to start: near the viewport or once it is used, or at once. */
  get loading(): "lazy" | "eager";
  set loading(value: "lazy" | "eager" | null | undefined);
  /** A name under which the page's address keeps search, filters and sort, with Back. */
  get urlSync(): string;
  set urlSync(value: string | null | undefined);
  /** The accessible name of the region. */
  get label(): string;
  set label(value: string | null | undefined);
  /** A style sheet for the inside. It is fetched, so another origin has to allow that; when it cannot be had, the built-in look stays. */
  get stylesheet(): string;
  set stylesheet(value: string | null | undefined);
  /** What is asked and shown now, the reader's own doing included; frozen. */
  get state(): NewsRackState;
  /** Resolves once the page shows what was last asked for. */
  get updateComplete(): Promise<boolean>;
  /** Reads the bundle again. */
  refresh(): void;
  /** Takes everything asked for back, but for the order. */
  clearFilters(): void;
  /** Shows the next page of cards, too. */
  showMore(): void;
  /** Answers as `newsrack search --format json` does; the cards on the page stay. */
  search(request?: NewsRackRequest): Promise<NewsRackFound>;
addEventListener<K extends keyof NewsRackEventMap>(
    type: K,
    listener: (this: NewsRackElement, event: NewsRackEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof NewsRackEventMap>(
    type: K,
    listener: (this: NewsRackElement, event: NewsRackEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** The attributes and properties that a tag may have in a template. */
export interface NewsRackAttributes {
  /** The bundle's folder, resolved against the document. */
  "src"?: string | undefined;
  /** How the cards stand. */
  "layout"?: "grid" | "list" | "compact" | "magazine" | undefined;
  /** Cards shown at first and added by *Show more*, 1 to 1000. */
  "page-size"?: number | string | undefined;
  pageSize?: number | string | undefined;
  /** The search string. */
  "query"?: string | undefined;
  /** Topics, ticked in the filters. */
  "topic"?: readonly string[] | string | undefined;
  /** Sources, by their domain or name, ticked in the filters. */
  "provider"?: readonly string[] | string | undefined;
  /** Types of articles, ticked in the filters. */
  "type"?: readonly string[] | string | undefined;
  /** The first day, like `2026-11-01`. */
  "since"?: string | undefined;
  /** The last day. */
  "until"?: string | undefined;
  /** The least quality; articles of unknown quality are left out. */
  "min-quality"?: number | string | undefined;
  minQuality?: number | string | undefined;
  /** The order of the cards. */
  "sort"?: "newest" | "oldest" | "top" | "relevance" | undefined;
  /** Where a card leads; `reader` opens the article in place. */
  "link"?: "web" | "amp" | "original" | "reader" | undefined;
  /** Leaves the search box out. */
  "without-search"?: boolean | undefined;
  withoutSearch?: boolean | undefined;
  /** Leaves the filters out. */
  "without-filters"?: boolean | undefined;
  withoutFilters?: boolean | undefined;
  /** Leaves related coverage out. */
  "without-related"?: boolean | undefined;
  withoutRelated?: boolean | undefined;
  /** Leaves the pictures out. */
  "without-images"?: boolean | undefined;
  withoutImages?: boolean | undefined;
  /** The level of the headlines, or `none` for no headings. */
  "headline-level"?: "3" | "2" | "4" | "5" | "6" | "none" | 2 | 3 | 4 | 5 | 6 | undefined;
  headlineLevel?: "3" | "2" | "4" | "5" | "6" | "none" | 2 | 3 | 4 | 5 | 6 | undefined;
  /** Light or dark; `auto` is what the page declares by `color-scheme`. */
  "theme"?: "auto" | "light" | "dark" | undefined;
  /** When to start: near the viewport or once it is used, or at once. */
  "loading"?: "lazy" | "eager" | undefined;
  /** A name under which the page's address keeps search, filters and sort, with Back. */
  "url-sync"?: string | undefined;
  urlSync?: string | undefined;
  /** The accessible name of the region. */
  "label"?: string | undefined;
  /** A style sheet for the inside. It is fetched, so another origin has to allow that; when it cannot be had, the built-in look stays. */
  "stylesheet"?: string | undefined;
  /** The zone in which times are told, like `Europe/Vienna`. */
  "time-zone"?: string | undefined;
}

/** Listeners, by their names as properties. */
export interface NewsRackListeners {
  /** The reader asked for something else, and this is shown now. */
  "onnews-rack-results"?: (event: CustomEvent<NewsRackState>) => void;
  /** The reader follows a card's link; canceling keeps them here. */
  "onnews-rack-select"?: (event: CustomEvent<NewsRackSelection>) => void;
}

declare global {
  interface HTMLElementTagNameMap {
    "news-rack": NewsRackElement;
  }

  interface GlobalEventHandlersEventMap {
    "news-rack-results": CustomEvent<NewsRackState>;
    "news-rack-select": CustomEvent<NewsRackSelection>;
  }
}
