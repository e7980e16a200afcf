// What does the page's address say of a rack, under the name of `url-sync` and a dot?
import { ATTRIBUTES, clamp, list, QUALITY } from "./attributes.js";

/** What of a state stands in an address, under the name of `url-sync` and a dot. */
export const SHARED = ["query", "topic", "provider", "type", "since", "until", "minQuality", "sort"];

const isListed = (key) => ATTRIBUTES[key] === list;

/** What is asked for, as pairs: what is not asked for, and the order that goes without saying, are left out. */
function pairs(asked) {
  const usual = asked.query?.trim() ? "relevance" : "newest";
  const values = (key) => (key === "sort" && asked.sort === usual ? [] : [asked[key] ?? []].flat());
  return SHARED.flatMap((key) => values(key).filter((value) => value !== "").map((value) => [key, String(value)]));
}

/** The article that the address opens in a rack; empty for none. */
export const readArticle = (name) => (name && new URLSearchParams(location.search).get(`${name}.article`)) || "";

/** What the address asks of a rack; `null` where it says nothing about it. */
export function readAddress(name) {
  const isOwn = ([key]) => key.startsWith(`${name}.`) && key !== `${name}.article`;
  const own = [...new URLSearchParams(location.search)].filter(isOwn);
  if (own.length === 0) return null;
  const all = (key) => own.filter(([other]) => other === `${name}.${key}`).map(([, value]) => value);
  const value = (key) => (isListed(key) ? all(key) : (all(key).at(-1) ?? null));
  const asked = Object.fromEntries(SHARED.map((key) => [key, value(key)]));
  return { ...asked, minQuality: asked.minQuality && clamp(asked.minQuality, QUALITY) };
}

/** The address with what is asked for and open now. Asking nothing is said, too, where the host asks something. */
export function addressOf(name, asked, written, article) {
  const url = new URL(location.href);
  for (const key of [...url.searchParams.keys()]) if (key.startsWith(`${name}.`)) url.searchParams.delete(key);
  const now = pairs(asked);
  const isWritten = String(now) === String(pairs(written));
  const said = isWritten ? [] : now.length > 0 ? now : [["query", ""]];
  if (article) said.push(["article", article]);
  for (const [key, value] of said) url.searchParams.append(`${name}.${key}`, value);
  return url.href;
}
