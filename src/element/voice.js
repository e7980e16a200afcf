// How are words, numbers and times said in the language of the page?
import { languages, place } from "newsrack:package";
import { asJson } from "./files.js";

/** What the page says about the language and the place of its readers. */
export const SPOKEN = ["lang", "dir", "time-zone"];

const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
/** Beyond a week a date says more than a number of days. */
const WEEK = 7 * 86400;

/** Scripts that are written from right to left, of languages that people write news in. */
const RIGHT_TO_LEFT = /Arab|Hebr|Thaa|Syrc|Nkoo|Adlm|Rohg/;

/** Texts in a language, with the rules for its plurals and numbers. */
const wording = (language, [forms, ...texts]) => ({
  language,
  forms,
  texts,
  plural: new Intl.PluralRules(language),
  number: new Intl.NumberFormat(language),
});

/** Its texts are with those who say them. */
export const ENGLISH = wording("en", [["one", "other"]]);

/** Voices are dear to make and there are few: one for each language and zone. */
const voices = new Map();

export function voiceFor(language, timeZone) {
  const key = `${language}\n${timeZone}`;
  if (!voices.has(key)) voices.set(key, makeVoice(language, timeZone));
  return voices.get(key);
}

/** How times are told in a language, and what it is called; its words may come later. */
function makeVoice(tag, timeZone) {
  try {
    const full = new Intl.DateTimeFormat(tag, { dateStyle: "long", timeStyle: "short", timeZone });
    const known = tag ?? full.resolvedOptions().locale;
    const { language, script } = new Intl.Locale(known).maximize();
    return {
      tag: known,
      full,
      relative: new Intl.RelativeTimeFormat(tag, { numeric: "auto" }),
      date: new Intl.DateTimeFormat(tag, { dateStyle: "long", timeZone }),
      direction: RIGHT_TO_LEFT.test(script) ? "rtl" : "",
      names: [`${language}-${script}`, language],
      words: ENGLISH,
    };
  } catch {
    // An unknown language or zone is the page's slip; the reader still gets a date.
    return makeVoice(timeZone && tag);
  }
}

/** A file beside this script, named by its hash and held against it. */
const beside = (fetched, name, hash) =>
  fetched(place(`${name}-${hash.replace(/\W/g, "-")}.json`), { integrity: `sha256-${hash}=` }, asJson);

/** Fetches a voice's words, if somebody translated them: a file knows the hash of every language, for all
 *  of them would weigh on every page. */
export async function learn(voice, fetched) {
  if (voice.names.includes("en")) return;
  const hashes = await beside(fetched, "languages", languages);
  const name = voice.names.find((name) => hashes[name]);
  if (name) voice.words = wording(voice.tag, await beside(fetched, `words-${name}`, hashes[name]));
}

/** A message, in the form that its count asks for; in English where there are no other words. */
export function say({ words }, at, english, count = 0, what = "") {
  const forms = (words.texts[at] ?? english).split("|");
  const form = forms[words.forms.indexOf(words.plural.select(count))] ?? forms.at(-1);
  return form.replace("{n}", words.number.format(count)).replace("{x}", () => what);
}

/** A time in words and in full. A reader's clock may be anything: absurd ages become dates. */
export function tell(seconds, { full, date, relative }) {
  const instant = new Date(seconds * 1000);
  const age = Date.now() / 1000 - seconds;
  const whole = full.format(instant);
  if (age < -60 || age > WEEK) return [date.format(instant), whole];
  const [unit, size] = UNITS.find(([, size]) => age >= size) ?? UNITS.at(-1);
  return [relative.format(-Math.max(Math.floor(age / size), 0), unit), whole];
}

/** The nearest value of an attribute, through shadow roots. */
export function nearest(element, name) {
  for (let node = element; node; node = node.getRootNode().host) {
    const found = node.closest(`[${name}]`);
    if (found) return found.getAttribute(name) || undefined;
  }
  return undefined;
}
