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
