// What do the texts of attributes mean?
export const clamp = (text, { least, most, otherwise }) => {
  const number = text?.trim() ? Math.trunc(Number(text)) : NaN;
  return Number.isNaN(number) ? otherwise : Math.min(Math.max(number, least), most);
};

/** Values that nobody knows, and that were warned of. */
const strange = new Set();

/** How an attribute's text, `null` for none, is read as a property. Writing one always sets the attribute. */
const text = (written) => written ?? "";
const day = (written) => written;
export const flag = (written) => written !== null;
const number = (range) => (written) => clamp(written, range);
/** One of these or, with a warning the first time, the first of them. */
const choice = (...values) => (written) => {
  if (values.includes(written)) return written;
  if (written && !strange.has(written)) console.warn(`<news-rack>: "${written}" is none of ${values.filter(Boolean).join(", ")}`);
  strange.add(written);
  return values[0];
};
export const list = (written) => text(written).split(",").map((value) => value.trim()).filter(Boolean);
const url = (written) => {
  try {
    return written ? new URL(written, document.baseURI).href : "";
  } catch {
    return "";
  }
};

/** Of `min-quality`. */
export const QUALITY = { least: 0, most: 2 ** 31 - 1, otherwise: null };

export const ATTRIBUTES = {
  src: url,
  layout: choice("grid", "list", "compact", "magazine"),
  "page-size": number({ least: 1, most: 1000, otherwise: 12 }),
  query: text,
  topic: list,
  provider: list,
  type: list,
  since: day,
  until: day,
  "min-quality": number(QUALITY),
  sort: choice(null, "newest", "oldest", "top", "relevance"),
  link: choice("web", "amp", "original", "reader"),
  "without-search": flag,
  "without-filters": flag,
  "without-related": flag,
  "without-images": flag,
  "headline-level": choice("3", "2", "4", "5", "6", "none"),
  theme: choice("auto", "light", "dark"),
  loading: choice("lazy", "eager"),
  label: text,
  "url-sync": text,
  stylesheet: url,
};

export const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

/** What the attributes are called as properties. */
export const PROPERTIES = Object.keys(ATTRIBUTES).map(camel);

export const isGiven = (value) => value !== null && value !== undefined && value !== false;
