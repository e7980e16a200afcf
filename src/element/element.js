// The class behind <news-rack>. It owns time: it fetches, retries, waits and speaks to the page.
// What a reader sees and asks for is the engine's business (src/element/rack.rs).
import { languages, makeBindings, styles, version, wasm } from "newsrack:package";

// ── Files ────────────────────────────────────────────────────────────────────────────────────────

/** Why something could not be had: a stable code, the address, and whether trying again may help. */
class Fault extends Error {
  constructor(code, url, retryable) {
    super(`${code}: ${url}`);
    Object.assign(this, { code, url, retryable });
  }
}

/** Pauses before the second, third and fourth try, in milliseconds. */
const PAUSES = [500, 2000, 8000];
/** A server that says nothing for so long is given up, in milliseconds. A file with an integrity comes
 *  whole or not at all, so its time is that of the whole file on a slow line. */
const PATIENCE = 15000;
const PATIENCE_WHOLE = 60000;

/** Files by address, shared by all elements: what comes, how many wait for it, and how to stop it. A
 *  failed one is forgotten, so it can be asked again. */
const files = new Map();

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** What may be over in a moment: no network, a busy server. */
const isPassing = ({ code }) => /^(network|http-429|http-5..)$/.test(code);

async function attempt(url, options, read, stop) {
  const late = setTimeout(() => stop.abort(), options.integrity ? PATIENCE_WHOLE : PATIENCE);
  try {
    const response = await fetch(url, { credentials: "omit", signal: stop.signal, ...options });
    if (response.ok) return await read(response, url);
    throw new Fault(`http-${response.status}`, url, true);
  } catch (error) {
    throw error instanceof Fault ? error : await explain(url, options, stop.signal);
  } finally {
    clearTimeout(late);
  }
}

// With `integrity` a wrong file, a missing one and no network are all the same error: ask again.
async function explain(url, { integrity }, { aborted }) {
  const asked = { method: "HEAD", credentials: "omit", cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE) };
  const answer = aborted || !integrity ? null : await fetch(url, asked).catch(() => null);
  if (!answer) return new Fault("network", url, true);
  return new Fault(answer.ok ? "integrity" : `http-${answer.status}`, url, true);
}

async function persist(file, url, options, read) {
  for (const milliseconds of [...PAUSES, 0]) {
    try {
      file.stop = new AbortController();
      return await attempt(url, options, read, file.stop);
    } catch (fault) {
      if (!isPassing(fault) || !milliseconds) throw fault;
      await pause(milliseconds * (0.75 + Math.random() / 2));
      if (!file.waiting) throw fault;
    }
  }
}

function fetched(url, options, read) {
  const file = files.get(url) ?? { waiting: 0 };
  file.waiting += 1;
  if (!file.coming) {
    files.set(url, file);
    file.coming = persist(file, url, options, read);
    file.coming.catch(() => files.get(url) === file && files.delete(url));
  }
  return file.coming;
}

/** One who waited for a file does so no more; the last one stops it. */
function dropped(url) {
  const file = files.get(url);
  if (!file || --file.waiting > 0) return;
  files.delete(url);
  file.stop.abort();
}

// Hosts that answer 200 with their home page are the usual broken install: its text is no JSON.
const asJson = async (response, url) => {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Fault("not-a-bundle", url, true);
  }
};

const asBytes = (response) => response.arrayBuffer();

async function asSheet(response, url) {
  if (!/css/.test(response.headers.get("content-type"))) throw new Fault("not-css", url, false);
  return new CSSStyleSheet({ baseURL: url }).replace(await response.text());
}

/** Mostly by the page's policy, of which Chromium says nothing itself. */
function refused(url) {
  console.error("<news-rack>: WebAssembly is refused. A script-src needs 'wasm-unsafe-eval'.");
  return new Fault("webassembly-refused", url, false);
}

async function asModule(response, url) {
  const bytes = await response.arrayBuffer();
  if (new DataView(bytes).getUint32(0) !== 0x0061736d) throw new Fault("not-webassembly", url, false);
  try {
    return await WebAssembly.compile(bytes);
  } catch {
    throw refused(url);
  }
}

/** An engine of one's own, from the module that all elements share. */
async function makeEngine() {
  const url = new URL(wasm.name, import.meta.url).href;
  const module = await fetched(url, { integrity: wasm.integrity }, asModule);
  const bindings = makeBindings();
  try {
    await bindings(module);
  } catch (error) {
    // WebKit compiles what the policy refuses, and stops here.
    throw error.name === "CompileError" ? refused(url) : error;
  }
  return bindings;
}

// ── Attributes and properties ────────────────────────────────────────────────────────────────────

const clamp = (text, { least, most, otherwise }) => {
  const number = text?.trim() ? Math.trunc(Number(text)) : NaN;
  return Number.isNaN(number) ? otherwise : Math.min(Math.max(number, least), most);
};

/** How an attribute's text, `null` for none, is read as a property. Writing one always sets the attribute. */
const text = (written) => written ?? "";
const day = (written) => written;
const flag = (written) => written !== null;
const number = (range) => (written) => clamp(written, range);
const choice = (...values) => (written) => (values.includes(written) ? written : values[0]);
const list = (written) => text(written).split(",").map((value) => value.trim()).filter(Boolean);
const url = (written) => {
  try {
    return written ? new URL(written, document.baseURI).href : "";
  } catch {
    return "";
  }
};

/** Of `min-quality`. */
const QUALITY = { least: 0, most: 2 ** 31 - 1, otherwise: null };

const ATTRIBUTES = {
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

const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const isGiven = (value) => value !== null && value !== undefined && value !== false;

// ── The page's address ───────────────────────────────────────────────────────────────────────────

/** How a rack looks and behaves, whatever is asked for. */
const OPTIONS = [
  "layout", "pageSize", "link", "headlineLevel",
  "withoutSearch", "withoutFilters", "withoutRelated", "withoutImages",
];

/** What of a state stands in an address, under the name of `url-sync` and a dot. */
const SHARED = ["query", "topic", "provider", "type", "since", "until", "minQuality", "sort"];

const isListed = (key) => ATTRIBUTES[key] === list;

/** What is asked for, as pairs: what is not asked for, and the order that goes without saying, are left out. */
function pairs(asked) {
  const usual = asked.query?.trim() ? "relevance" : "newest";
  const values = (key) => (key === "sort" && asked.sort === usual ? [] : [asked[key] ?? []].flat());
  return SHARED.flatMap((key) => values(key).filter((value) => value !== "").map((value) => [key, String(value)]));
}

/** The article that the address opens in a rack; empty for none. */
const readArticle = (name) => (name && new URLSearchParams(location.search).get(`${name}.article`)) || "";

/** What the address asks of a rack; `null` where it says nothing about it. */
function readAddress(name) {
  const isOwn = ([key]) => key.startsWith(`${name}.`) && key !== `${name}.article`;
  const own = [...new URLSearchParams(location.search)].filter(isOwn);
  if (own.length === 0) return null;
  const all = (key) => own.filter(([other]) => other === `${name}.${key}`).map(([, value]) => value);
  const value = (key) => (isListed(key) ? all(key) : (all(key).at(-1) ?? null));
  const asked = Object.fromEntries(SHARED.map((key) => [key, value(key)]));
  return { ...asked, minQuality: asked.minQuality && clamp(asked.minQuality, QUALITY) };
}

/** The address with what is asked for and open now. Asking nothing is said, too, where the host asks something. */
function addressOf(name, asked, written, article) {
  const url = new URL(location.href);
  for (const key of [...url.searchParams.keys()]) if (key.startsWith(`${name}.`)) url.searchParams.delete(key);
  const now = pairs(asked);
  const isWritten = String(now) === String(pairs(written));
  const said = isWritten ? [] : now.length > 0 ? now : [["query", ""]];
  if (article) said.push(["article", article]);
  for (const [key, value] of said) url.searchParams.append(`${name}.${key}`, value);
  return url.href;
}

// ── Languages and times ──────────────────────────────────────────────────────────────────────────

/** So long a hand rests before what it typed is done, in milliseconds. */
const PAUSE = 500;

/** What the page says about the language and the place of its readers. */
const SPOKEN = ["lang", "dir", "time-zone"];

/** What keeps the elements' times fresh, by the one timer of all, which rests while nobody looks. */
const fresh = new Set();
let timer;

const freshen = () => fresh.forEach((tick) => tick());
const watcher = new MutationObserver(freshen);

function beat() {
  clearInterval(timer);
  if (fresh.size > 0 && !document.hidden) timer = setInterval(freshen, 60000);
}

function look() {
  freshen();
  beat();
}

function keepFresh(tick) {
  fresh.add(tick);
  document.addEventListener("visibilitychange", look);
  watcher.observe(document, { subtree: true, attributeFilter: SPOKEN });
  beat();
}

function letRest(tick) {
  fresh.delete(tick);
  if (fresh.size > 0) return;
  document.removeEventListener("visibilitychange", look);
  watcher.disconnect();
  beat();
}

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
const ENGLISH = wording("en", [["one", "other"]]);

/** Voices are dear to make and there are few: one for each language and zone. */
const voices = new Map();

function voiceFor(language, timeZone) {
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
      file: [`${language}-${script}`, language].find((file) => file in languages),
      words: ENGLISH,
    };
  } catch {
    // An unknown language or zone is the page's slip; the reader still gets a date.
    return makeVoice(timeZone && tag);
  }
}

/** Fetches a voice's words, if somebody translated them. */
async function learn(voice) {
  const hash = languages[voice.file];
  if (!hash) return;
  const url = new URL(`words-${voice.file}-${hash.replace(/\W/g, "-")}.json`, import.meta.url).href;
  voice.words = wording(voice.tag, await fetched(url, { integrity: `sha256-${hash}=` }, asJson));
}

/** A message, in the form that its count asks for; in English where there are no other words. */
function say({ words }, at, english, count = 0, what = "") {
  const forms = (words.texts[at] ?? english).split("|");
  const form = forms[words.forms.indexOf(words.plural.select(count))] ?? forms.at(-1);
  return form.replace("{n}", words.number.format(count)).replace("{x}", () => what);
}

/** A time in words and in full. A reader's clock may be anything: absurd ages become dates. */
function tell(seconds, { full, date, relative }) {
  const instant = new Date(seconds * 1000);
  const age = Date.now() / 1000 - seconds;
  const whole = full.format(instant);
  if (age < -60 || age > WEEK) return [date.format(instant), whole];
  const [unit, size] = UNITS.find(([, size]) => age >= size) ?? UNITS.at(-1);
  return [relative.format(-Math.max(Math.floor(age / size), 0), unit), whole];
}

/** The nearest value of an attribute, through shadow roots. */
function nearest(element, name) {
  for (let node = element; node; node = node.getRootNode().host) {
    const found = node.closest(`[${name}]`);
    if (found) return found.getAttribute(name) || undefined;
  }
  return undefined;
}

// ── The element ──────────────────────────────────────────────────────────────────────────────────

let sheet;

/** The one sheet of all elements. */
function sharedSheet() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
  }
  return sheet;
}

/** What has to be said when no engine is there to say it; the first words in every language's file. */
const FAILED = "The news could not be loaded.";
const RETRY = "Try again";

/** Slots and the place of the engine. Made node by node: strict pages refuse markup. */
function furnish(root) {
  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };
  const retry = make("button", { type: "button", class: "quiet" }, RETRY);
  const failed = new Text(FAILED);
  const place = make("div", { class: "frame", hidden: "" });
  const skeleton = make("div", { class: "frame skeleton", hidden: "", "aria-hidden": "true" });
  const fallback = make("slot");
  const error = make("div", { class: "frame fault", role: "alert", hidden: "" },
    make("slot", { name: "error" }, make("p", { part: "error" }, failed, " ", retry)));
  root.append(make("slot", { name: "heading" }), place, skeleton, fallback, error, make("slot", { name: "footer" }));
  root.adoptedStyleSheets = [sharedSheet()];
  return { place, skeleton, fallback, error, failed, retry };
}

const NONE = Object.freeze([]);
const NOTHING_ASKED = Object.freeze({
  query: "", topic: NONE, provider: NONE, type: NONE,
  since: null, until: null, minQuality: null, sort: "newest", total: 0, shown: 0,
});

/** A rack of news. Its attributes, properties, events, slots and parts are documented in docs/reference.md. */
export class NewsRackElement extends HTMLElement {
  static version = version;
  static observedAttributes = [...Object.keys(ATTRIBUTES), ...SPOKEN];

  /** Defines the tag, unless it is taken: a second copy of this script never throws. */
  static define(tag = "news-rack", registry = customElements) {
    const other = registry.get(tag);
    if (!other) registry.define(tag, this);
    else if (other.version !== version) console.warn(`<${tag}> is ${other.version} already; ${version} stays unused`);
  }

  #internals = this.attachInternals();
  #root = this.#internals.shadowRoot ?? this.attachShadow({ mode: "open" });
  #nodes = furnish(this.#root);
  #state = NOTHING_ASKED;
  #phase = "";
  /** Counts loads, so that what an earlier one brings late is not taken for this one's. */
  #load = 0;
  #isStarted = false;
  #isLoading = false;
  #isRenewed = false;
  #restarts = 0;
  #rack = null;
  #ready = null;
  #observer = null;
  #lists = {};
  /** Where the reader was, for an engine that starts anew. */
  #kept = {};
  /** What the host asked for when the engine was told last. */
  #asked = {};
  #title = null;
  /** The button that was pressed last. */
  #pressed = null;
  /** What the page is to hear when it has been painted. */
  #told = [];
  /** The article that is open, as the address names it, and whether opening it is one step to go back. */
  #article = "";
  #isStep = false;
  /** Whose article the dialog showed last. */
  #read = "";
  /** Where a press began. */
  #pressedAt = null;
  #update = null;
  #voice = null;
  #isScheduled = false;
  /** The timer that runs while somebody types. */
  #typing = null;
  #isTypingShared = false;

  constructor() {
    super();
    this.#internals.role = "region";
    this.#nodes.retry.addEventListener("click", () => this.refresh());
    // Before the engine hears of it: what it knows already it may have painted afterwards.
    this.#root.addEventListener("click", (event) => this.#press(event), true);
    this.#root.addEventListener("close", () => this.#rack?.read("", true), true);
    this.#root.addEventListener("pointerdown", (event) => (this.#pressedAt = event.target), true);
    this.#root.addEventListener("input", (event) => event.target.part.contains("search") && this.#hush());
    // Children may be parsed after the start tag was.
    this.#nodes.fallback.addEventListener("slotchange", () => this.#phase === "loading" && this.#enter("loading"));
  }

  connectedCallback() {
    this.#upgrade();
    this.#name();
    if (!this.#phase) this.#enter("loading");
    if (this.#rack) this.#wake();
    else this.#await();
  }

  disconnectedCallback() {
    // The engine stays with the element: put back, it shows what it showed. Dropped, both are
    // collected, for nothing outside refers to them.
    letRest(this.#tick);
    removeEventListener("popstate", this.#return);
    clearTimeout(this.#typing);
    this.#observer?.disconnect();
    this.#observer = null;
  }

  attributeChangedCallback(name, before, after) {
    if (before === after) return;
    delete this.#lists[camel(name)];
    if (name === "src" && this.#isStarted) this.#startOver();
    else if (name === "src" || name === "loading") this.#await();
    else if (name === "label") this.#name();
    else if (name === "stylesheet") this.#dress();
    else if (SPOKEN.includes(name)) this.#tick();
    else this.#schedule();
  }

  /** Resolves once the page shows what was last asked for. */
  get updateComplete() {
    return this.#update?.promise ?? Promise.resolve(true);
  }

  /** What is asked and shown now, the reader's own doing included; frozen. */
  get state() {
    return this.#state;
  }

  /** Reads the bundle again. */
  refresh() {
    files.delete(this.#manifestUrl);
    this.#start({ cache: "reload" });
  }

  /** Takes everything asked for back, but for the order. */
  clearFilters() {
    this.#whenReady((rack) => rack.clear()).catch(() => {});
  }

  /** Shows the next page of cards, too. */
  showMore() {
    this.#whenReady((rack) => rack.more()).catch(() => {});
  }

  /** Answers as `newsrack search --format json` does; the cards on the page stay. */
  search({ limit, offset, ...asked } = {}) {
    for (const facet of ["topic", "provider", "type"]) asked[facet] = [asked[facet] ?? []].flat();
    return this.#whenReady((rack) => rack.search({ limit, offset, asked }));
  }

  // A property set before the class was known hides the accessor: it is taken over and removed.
  #upgrade() {
    for (const name of Object.keys(ATTRIBUTES).map(camel)) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }

  // Another bundle: what the reader asked of the one before says nothing here.
  #startOver() {
    this.#dismount();
    this.#state = NOTHING_ASKED;
    this.#article = "";
    this.#kept = {};
    this.#start();
  }

  /** Starts at once or when a reader comes near, as soon as there is something to start with. */
  #await() {
    this.#observer?.disconnect();
    // Attributes come before the element is connected, one by one: half of them are no address yet.
    if (this.#isStarted || !this.#phase || !this.isConnected || !this.src) return;
    if (this.loading === "eager" || !("IntersectionObserver" in window)) this.#start();
    else this.#watch();
  }

  #watch() {
    const near = (entries) => entries.some((entry) => entry.isIntersecting) && this.#start();
    this.#observer = new IntersectionObserver(near, { rootMargin: "100%" });
    this.#observer.observe(this);
  }

  /** The region's name: the author's, else the label, else the bundle's title. */
  #name() {
    this.#internals.ariaLabel = this.label || this.#title;
  }

  #wake() {
    this.#turn();
    // Taken out of the page while somebody typed: that hand rests by now.
    if (this.#typing) this.#rest();
    keepFresh(this.#tick);
    addEventListener("popstate", this.#return);
    this.#tick();
  }

  /** Tells everything anew, in the language of now. Called by the timer that all elements share. */
  #tick = () => {
    if (!this.#isStarted) return;
    this.#attune();
    this.#speak();
  };

  /** Takes over the nearest language and zone. The words of another language come later, or never:
   *  then English stays. */
  async #attune() {
    const voice = voiceFor(nearest(this, "lang"), nearest(this, "time-zone"));
    if (voice === this.#voice) return;
    this.#voice = voice;
    if (voice.words === ENGLISH) await learn(voice).catch(() => {});
    if (voice === this.#voice) this.#speak();
  }

  #speak() {
    const { place, error, failed, retry } = this.#nodes;
    for (const frame of [place, error]) {
      frame.lang = this.#voice.words.language;
      frame.dir = nearest(this, "dir") ? "" : this.#voice.direction;
    }
    failed.data = say(this.#voice, 0, FAILED);
    retry.textContent = say(this.#voice, 1, RETRY);
    try {
      this.#rack?.tick();
    } catch {
      // A dead engine says so itself; the others' times go on.
    }
  }

  /** Puts on the page's own sheet, over the built-in look, which stays when it cannot be had. */
  async #dress() {
    const { stylesheet } = this;
    if (!this.#isStarted) return;
    const own = stylesheet && (await fetched(stylesheet, {}, asSheet).catch((fault) => void console.warn(fault)));
    if (stylesheet === this.stylesheet) this.#root.adoptedStyleSheets = [sharedSheet(), own].filter(Boolean);
  }

  get #status() {
    return this.#root.querySelector("[part~=status]");
  }

  /** While somebody types, the count changes with every letter; it is spoken when the hand rests. */
  #hush() {
    clearTimeout(this.#typing);
    this.#type(true);
    this.#typing = setTimeout(() => this.#rest(), PAUSE);
  }

  #rest() {
    this.#typing = null;
    this.#isTypingShared = false;
    this.#type(false);
  }

  #type(isTyping) {
    this.#status?.setAttribute("aria-busy", isTyping);
    this.#rack?.typing(isTyping);
  }

  /** Back and forward bring what was asked then. */
  #return = () => {
    if (!this.urlSync) return;
    this.#isStep = false;
    this.#rack?.restore(readAddress(this.urlSync) ?? this.#written().asked);
    this.#rack?.read(readArticle(this.urlSync), false);
  };

  /** What is typed in one go is one step back. */
  #share(isTyped, isSameStep = isTyped && this.#isTypingShared) {
    if (!this.urlSync) return;
    const href = addressOf(this.urlSync, this.#state, this.#written().asked, this.#article);
    if (href === location.href) return;
    const write = isSameStep ? "replaceState" : "pushState";
    this.#isTypingShared = isTyped && this.#typing !== null;
    try {
      history[write](history.state, "", href);
    } catch {
      // A frame without an origin has no address to keep things in.
    }
  }

  /** Opening an article is a step, turning to the next is none, and closing goes back. */
  #turned(article, isByReader) {
    const before = this.#article;
    this.#article = article;
    if (!isByReader) return;
    if (!article && this.#isStep) return history.back();
    this.#share(false, before !== "");
    // Where the address could not be written there is nothing to go back to.
    this.#isStep = article && (this.#isStep || !before) && readArticle(this.urlSync) === article;
  }

  /** The dialog is open as long as an article is in it. The focus goes to its title, and back to its card. */
  #turn() {
    const dialog = this.#root.querySelector("dialog");
    if (!dialog || !this.isConnected) return;
    const { id = "" } = dialog.dataset;
    const isOther = id !== this.#read;
    const before = this.#read;
    this.#read = id;
    if (id && !dialog.matches(":modal")) {
      dialog.open = false;
      dialog.showModal();
    }
    if (!isOther) return;
    if (!id) dialog.close();
    const focused = id ? "#reading" : `[part~=card][data-id="${before}"] a`;
    this.#root.querySelector(focused)?.focus();
    dialog.scrollTop = 0;
  }

  get #manifestUrl() {
    return this.src && new URL("manifest.json", this.#folder).href;
  }

  get #folder() {
    const folder = new URL(this.src);
    if (!folder.pathname.endsWith("/")) folder.pathname += "/";
    return folder.href;
  }

  async #start({ cache = "no-cache" } = {}) {
    this.#observer?.disconnect();
    this.#isStarted = true;
    // Words that did not come before are asked for again.
    this.#voice = null;
    this.#dress();
    const load = ++this.#load;
    // What changes from here on is for the next engine.
    this.#dismount();
    // A load that takes over from another one ends it, too.
    if (!this.#isLoading) this.dispatchEvent(new Event("loadstart"));
    this.#isLoading = true;
    this.#enter("loading");
    const words = Promise.race([this.#attune(), pause(PAUSE)]);
    try {
      if (!this.src) throw new Fault("no-src", "", false);
      const manifest = fetched(this.#manifestUrl, { cache }, asJson);
      const [bindings, found] = await Promise.all([makeEngine(), manifest, words]);
      if (load === this.#load) this.#mount(bindings, found, load);
    } catch (fault) {
      if (load === this.#load) this.#fail(fault);
    }
  }

  #mount(bindings, manifest, load) {
    const place = document.createElement("div");
    this.#nodes.place.replaceChildren(place);
    const asked = this.urlSync && !this.#kept.current && readAddress(this.urlSync);
    if (asked) this.#keep(asked, this.#written().asked, 0);
    const written = { ...this.#kept, ...this.#written() };
    try {
      this.#rack = new bindings.Rack(place, this.#host(load), this.#folder, manifest, written);
    } catch (code) {
      throw new Fault(typeof code === "string" ? code : "crashed", this.#manifestUrl, code !== "newer-format");
    }
    this.#title = manifest.title;
    this.#name();
    this.#rack.read(this.#article || readArticle(this.urlSync), false);
  }

  #dismount() {
    const rack = this.#rack;
    this.#rack = null;
    try {
      if (rack) this.#keep(...rack.unmount());
    } catch {
      // A dead engine cannot tell where the reader was; what it told last must do.
      this.#keep(this.#state, this.#asked, this.#state.shown);
    }
  }

  #keep(current, before, shown) {
    this.#kept = { current, before, shown };
  }

  /** The element as its engine sees it, as long as that engine is the one in use. */
  #host(load) {
    const current = (act) => (...given) => load === this.#load && act(...given);
    const afterwards = (act) => (...given) => this.#told.push(() => current(act)(...given));
    return {
      load: (name, integrity) => this.#loadFile(name, integrity, load),
      drop: (name) => dropped(new URL(name, this.#folder).href),
      tell: (seconds) => tell(seconds, this.#voice),
      say: (...asked) => say(this.#voice, ...asked),
      language: (isAround) => (isAround ? (nearest(this, "lang") ?? "") : this.#voice.words.language),
      changed: afterwards((asked, total, shown, isByReader) => this.#changed({ ...asked, total, shown }, isByReader)),
      turned: afterwards((article, isByReader) => this.#turned(article, isByReader)),
      failed: afterwards(() => this.#fail(new Fault("incomplete", this.src, true))),
      rendered: (isSettled) => this.#rendered(isSettled),
      crashed: () => queueMicrotask(current(() => this.#crashed())),
    };
  }

  async #loadFile(name, integrity, load) {
    try {
      const read = name.endsWith(".json") ? asJson : asBytes;
      return await fetched(new URL(name, this.#folder).href, { integrity }, read);
    } catch (fault) {
      // The bundle was replaced while the page was open, and its old files are gone.
      if (fault.code === "http-404" && !this.#isRenewed && load === this.#load) {
        this.#isRenewed = true;
        this.refresh();
      }
      throw fault;
    }
  }

  #changed(state, isByReader) {
    for (const value of Object.values(state)) if (Array.isArray(value)) Object.freeze(value);
    const isTyped = state.query !== this.#state.query;
    this.#state = Object.freeze(state);
    this.#enter(state.total === 0 ? "empty" : "ready");
    if (this.#isLoading) this.#arrive();
    if (!isByReader) return;
    this.#share(isTyped);
    this.#announce("news-rack-results", this.#state);
  }

  #arrive() {
    if (this.isConnected) this.#wake();
    this.#isLoading = this.#isRenewed = false;
    this.#ready?.resolve(this.#rack);
    this.#ready = null;
    this.dispatchEvent(new Event("load"));
    this.dispatchEvent(new Event("loadend"));
  }

  #fail(fault) {
    this.#load += 1;
    this.#dismount();
    this.#enter("error");
    const { code = "crashed", url: address = this.src, retryable = true } = fault;
    this.#ready?.reject(fault);
    this.#ready = null;
    this.#rendered(true);
    this.dispatchEvent(new CustomEvent("error", { detail: Object.freeze({ code, url: address, retryable }) }));
    if (this.#isLoading) this.dispatchEvent(new Event("loadend"));
    this.#isLoading = false;
  }

  /** A dead engine is replaced once, with what the reader asked for; then the element gives up. */
  #crashed() {
    this.#restarts += 1;
    if (this.#restarts > 1) this.#fail(new Fault("crashed", this.src, true));
    else this.#start();
  }

  #enter(phase) {
    const { place, skeleton, fallback, error } = this.#nodes;
    const isShown = phase === "ready" || phase === "empty";
    const hasFallback = fallback.assignedNodes().some((node) => node.textContent.trim() || node.nodeType === 1);
    if (!skeleton.hasChildNodes()) skeleton.append(...Array.from({ length: Math.min(6, this.pageSize) }, () => document.createElement("div")));
    place.hidden = !isShown;
    fallback.hidden = isShown;
    skeleton.hidden = phase !== "loading";
    skeleton.classList.toggle("behind", hasFallback);
    error.hidden = phase !== "error";
    try {
      this.#internals.states.delete(this.#phase);
      this.#internals.states.add(phase);
    } catch {
      // Before `:state()` engines took dashed names only; they lose this hook and nothing else.
    }
    this.#phase = phase;
  }

  #press(event) {
    const { target } = event;
    this.#pressed = target.closest("button");
    const link = target.closest("a");
    // The button, or beside the article, and not where a selection of its text ended.
    const isBeside = target.part.contains("reader") && target === this.#pressedAt;
    if (isBeside || target.matches(".close")) target.closest("dialog").close();
    else if (link?.dataset.leads) this.#follow(link, event);
    else if (link?.hash.startsWith("#note-") && link.hasAttribute("role")) this.#jump(link, event);
  }

  /** What leads to an article is announced first; one that is read in place opens here, unless it is
   *  wanted in a window of its own. */
  #follow(link, event) {
    const { id } = link.closest("[data-id]").dataset;
    const url = link.getAttribute("href") === "#" ? null : link.href;
    const isWanted = this.#announce("news-rack-select", { id, url, title: link.title || link.textContent });
    const isHere = link.dataset.leads === "reader" && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!isWanted || isHere) event.preventDefault();
    if (isWanted && isHere) this.#rack.read(id, true);
  }

  /** To a footnote, or back to where it is named first: no address leads into a shadow root. */
  #jump(link, event) {
    event.preventDefault();
    const isBack = link.matches("[role$=backlink]");
    this.#root.querySelector(isBack ? `[href="${link.hash}"]` : link.hash)?.focus();
  }

  #announce(name, detail) {
    const init = { bubbles: true, composed: true, cancelable: name === "news-rack-select", detail: Object.freeze(detail) };
    return this.dispatchEvent(new CustomEvent(name, init));
  }

  #whenReady(act) {
    if (this.#rack && this.#phase !== "loading") return Promise.resolve(act(this.#rack));
    this.#ready ??= withResolvers();
    if (!this.#isStarted) this.#start();
    else if (this.#phase === "error") this.refresh();
    return this.#ready.promise.then(act);
  }

  /** Many changes in one task reach the engine as one. */
  #schedule() {
    if (this.#isScheduled || !this.#rack) return;
    this.#isScheduled = true;
    // What changes while the last change is on its way to the page is on its way, too.
    this.#update ??= withResolvers();
    queueMicrotask(() => {
      this.#isScheduled = false;
      if (this.#rack) this.#rack.set(this.#written());
      else this.#rendered(true);
    });
  }

  #rendered(isSettled) {
    // A written style is what strict pages refuse.
    const waiting = this.#root.querySelectorAll("[data-color]:not([style])");
    for (const { style, dataset } of waiting) style.backgroundColor = dataset.color;
    this.#keepFocus();
    this.#turn();
    // Once the engine has nothing in its hands, for the page's listeners may call it.
    queueMicrotask(() => this.#told.splice(0).forEach((tell) => tell()));
    if (!isSettled || this.#isScheduled) return;
    this.#update?.resolve(true);
    this.#update = null;
  }

  /** A button that hides itself when pressed hands the focus on, and does not drop it on the page. */
  #keepFocus() {
    const { activeElement } = this.#root;
    // Firefox and WebKit leave the focus on a hidden button until they paint.
    if (!this.#pressed?.hidden || (activeElement && activeElement !== this.#pressed)) return;
    const isMore = this.#pressed.part.contains("more");
    const titles = this.#root.querySelectorAll("[part~=card-title] a");
    (isMore && titles[this.#state.shown] || this.#status)?.focus();
    this.#pressed = null;
  }

  #written() {
    const pick = (...names) => Object.fromEntries(names.map((name) => [name, this[name]]));
    this.#asked = pick(...SHARED);
    return { ...pick(...OPTIONS), asked: this.#asked };
  }

  /** A list as a property may hold commas; as an attribute it cannot. */
  #keepList(name, values) {
    this.#lists[name] = values.map(String);
  }

  static {
    for (const [attribute, kind] of Object.entries(ATTRIBUTES)) {
      const name = camel(attribute);
      Object.defineProperty(this.prototype, name, {
        configurable: true,
        enumerable: true,
        get() {
          return this.#lists[name]?.slice() ?? kind(this.getAttribute(attribute));
        },
        set(value) {
          if (!isGiven(value)) return this.removeAttribute(attribute);
          this.setAttribute(attribute, kind === flag ? "" : String(value));
          if (Array.isArray(value)) this.#keepList(name, value);
          this.#schedule();
          return undefined;
        },
      });
    }
  }
}

function withResolvers() {
  let resolve, reject;
  const promise = new Promise((...both) => ([resolve, reject] = both));
  promise.catch(() => {});
  return { promise, resolve, reject };
}
