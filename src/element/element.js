// The class behind <news-rack>. It owns time: it starts, waits, retries and speaks to the page.
// What a reader sees and asks for is the engine's business (src/element/rack.rs).
import { version } from "newsrack:package";
import { addressOf, readAddress, readArticle, SHARED } from "./address.js";
import { ATTRIBUTES, camel, flag, isGiven, PROPERTIES } from "./attributes.js";
import { keepFresh, letRest } from "./clock.js";
import { makeEngine } from "./engine.js";
import { asBytes, asJson, asSheet, dropped, Fault, fetched, files, pause } from "./files.js";
import { FAILED, furnish, RETRY, sharedSheet } from "./furniture.js";
import { ENGLISH, learn, nearest, say, SPOKEN, tell, voiceFor } from "./voice.js";

/** So long a hand rests before what it typed is done, in milliseconds. */
const PAUSE = 400;

/** What the reader does to elements that say what they do then: src/ui/deed.rs. */
const HEARD = ["click", "input", "change", "focusin", "pointerover"];

/** By what a rack that waits is wanted now. */
const WANTED = ["pointerdown", "keydown", "focusin"];

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
    else if (other.version !== version) console.warn(`<${tag}> is ${other.version}; ${version} stays unused`);
  }

  #internals = this.attachInternals();
  #root = this.#internals.shadowRoot ?? this.attachShadow({ mode: "open" });
  #nodes = furnish(this.#root);
  #state = NOTHING_ASKED;
  #phase = "";
  /** Counts loads, so that what an earlier one brings late is not taken for this one's; 0 before the first. */
  #load = 0;
  #isLoading = false;
  #isRenewed = false;
  #restarts = 0;
  #rack;
  #ready;
  /** How those who wait for an answer of `search()` ask the next engine for it. */
  #waiting = new Set();
  #observer;
  /** Properties that say more than their attributes: lists whose values hold commas, and where addresses led. */
  #lists = {};
  /** Where the reader was, for an engine that starts anew. */
  #kept = {};
  /** What the host asked for when the engine was told last. */
  #asked = {};
  #title;
  /** The button that was pressed last. */
  #pressed;
  /** What the page is to hear with the next painting. */
  #told = [];
  /** The article that is open, as the address names it, and whether opening it is one step to go back. */
  #article = "";
  #isStep = false;
  /** Whose article the dialog showed last. */
  #read = "";
  /** Where a press began. */
  #pressedAt;
  #update;
  #voice;
  #isScheduled = false;
  /** The timer that runs while somebody types. */
  #typing;
  #isTypingShared = false;
  /** The files that are waited for: where each is, and what comes from there, unless it was left behind. */
  #calls = new Set();
  /** Comes when the element is back in a page. */
  #back;

  constructor() {
    super();
    this.#internals.role = "region";
    this.#nodes.retry.addEventListener("click", () => this.refresh());
    const listen = (type, act) => this.#root.addEventListener(type, act, true);
    // Before the engine hears of it: what it knows already it may have painted afterwards.
    listen("click", (event) => this.#press(event));
    // First of all, or what the engine paints at once is told before the hand rests.
    listen("input", ({ target }) => target.part.contains("search") && this.#hush());
    for (const type of HEARD) listen(type, (event) => this.#hear(event));
    for (const type of WANTED) this.addEventListener(type, () => this.#await(true));
    listen("keydown", (event) => this.#escape(event));
    // A dialog may be open again before it is told of its closing.
    listen("close", ({ target }) => this.#isOwn(target) && !target.open && this.#engage((rack) => rack.read("", true)));
    listen("error", ({ target }) => this.#miss(target));
    listen("pointerdown", (event) => (this.#pressedAt = event.target));
    // Children may be parsed after the start tag was.
    this.#nodes.fallback.addEventListener("slotchange", () => this.#phase === "loading" && this.#enter("loading"));
  }

  connectedCallback() {
    this.#upgrade();
    this.#name();
    this.#back = this.#back?.resolve();
    if (!this.#phase) this.#enter("loading");
    if (this.#rack) this.#wake();
    else this.#await();
  }

  // Moved as a whole, where the browser can do that: nothing ends, but it may be another place to speak in.
  connectedMoveCallback() {
    this.#turn();
    this.#tick();
  }

  disconnectedCallback() {
    // The engine stays with the element: put back, it shows what it showed. Dropped, both are
    // collected, for nothing outside refers to them.
    letRest(this.#tick);
    removeEventListener("popstate", this.#return);
    clearTimeout(this.#typing);
    this.#observer?.disconnect();
    const load = this.#load;
    // Many who move it take it out and put it back. What is asked for from here on is wanted all the same.
    queueMicrotask(() => this.isConnected || load < this.#load || this.#leave());
  }

  attributeChangedCallback(name, before, after) {
    if (before === after) return;
    delete this.#lists[camel(name)];
    // Where a relative one leads is settled now: a page may write another address over its own.
    if (name === "src" || name === "stylesheet") this.#lists[name] = this[name];
    if (name === "src" && this.#load) this.#startOver();
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
    this.#start("reload");
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
    const ask = () => this.#whenReady((rack) => {
      const { promise, resolve, reject } = withResolvers();
      const again = () => this.#waiting.delete(again) && resolve(ask());
      this.#waiting.add(again);
      this.#engage(() => rack.search({ limit, offset, asked }, resolve, reject));
      return promise.finally(() => this.#waiting.delete(again));
    });
    return ask();
  }

  // A property set before the class was known hides the accessor: it is taken over and removed.
  #upgrade() {
    for (const name of PROPERTIES) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }

  // Another bundle: what the reader asked of the one before says nothing here.
  #startOver() {
    this.#state = NOTHING_ASKED;
    this.#start();
    this.#forget();
  }

  #forget(article = "") {
    this.#kept = {};
    this.#article = article;
  }

  /** Starts at once, when a reader comes near or, where data is dear, when one wants it; as soon as there is
   *  something to start with. */
  #await(isWanted) {
    this.#observer?.disconnect();
    // Attributes come before the element is connected, one by one: half of them are no address yet.
    if (this.#load || !this.#phase || !this.isConnected || !this.src) return;
    if (isWanted || this.loading === "eager") this.#start();
    else if (!navigator.connection?.saveData) this.#watch();
  }

  #watch() {
    const near = (entries) => entries.some((entry) => entry.isIntersecting) && this.#start();
    this.#observer = new IntersectionObserver(near, { rootMargin: "100%" });
    this.#observer.observe(this);
  }

  /** Has a file fetched for as long as the element is in a page, and once more when it is back. What was
   *  dropped never comes. */
  #fetch = async (url, ...how) => {
    const call = { url };
    this.#calls.add(call);
    for (; this.#calls.has(call); await this.#back?.promise) {
      if (this.#back) continue;
      call.file = fetched(url, ...how);
      await call.file.coming.catch(() => {});
      // What was left behind may have come all the same, for somebody else waited for it.
      if (call.file && this.#calls.delete(call)) return call.file.coming;
    }
    return new Promise(() => {});
  };

  /** Out of the page for good, or for long: what is on its way need not come, nor what it would lead to. */
  #leave() {
    if (this.#isLoading || this.#calls.size) this.#back ??= withResolvers();
    this.#calls.forEach(dropped);
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
    if (!this.#load) return;
    this.#attune();
    this.#speak();
  };

  /** Takes over the nearest language and zone. The words of another language come later, or never:
   *  then English stays. */
  async #attune() {
    const voice = voiceFor(nearest(this, "lang"), nearest(this, "time-zone"));
    if (voice === this.#voice) return;
    this.#voice = voice;
    if (voice.words === ENGLISH) await learn(voice, this.#fetch).catch(() => {});
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
    this.#engage((rack) => rack.tick());
  }

  /** Puts on the page's own sheet, over the built-in look, which stays when it cannot be had. */
  async #dress() {
    const { stylesheet } = this;
    if (!this.#load) return;
    const own = stylesheet && (await this.#fetch(stylesheet, {}, asSheet).catch((fault) => void console.warn(fault)));
    if (stylesheet === this.stylesheet) this.#root.adoptedStyleSheets = [sharedSheet(), own].filter(Boolean);
  }

  get #status() {
    return this.#root.querySelector(".status");
  }

  /** While somebody types, the count changes with every letter; it is spoken when the hand rests. */
  #hush() {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#rest(), PAUSE);
    this.#type(true);
  }

  #rest() {
    this.#typing = null;
    this.#isTypingShared = false;
    this.#type(false);
  }

  #type(isTyping) {
    this.#engage((rack) => rack.typing(isTyping));
    this.#utter();
  }

  /** Says how many there are, unless somebody types or the answer is on its way. Then nothing stands there: the same
   *  words a second time are no news to a screen reader, unless they were gone. */
  #utter() {
    const status = !this.#typing && this.#root.querySelector(".rack[aria-busy=false] .status");
    this.#nodes.said.textContent = status?.textContent;
  }

  /** Back and forward bring what was asked then. */
  #return = () => {
    if (!this.urlSync) return;
    this.#isStep = false;
    // For an engine that is on its way.
    this.#forget(readArticle(this.urlSync));
    this.#engage((rack) => {
      rack.restore(readAddress(this.urlSync) ?? this.#written().asked);
      rack.read(this.#article, false);
    });
  };

  /** What is typed in one go is one step back. */
  #share(isTyped, isSameStep = isTyped && this.#isTypingShared) {
    if (!this.urlSync) return;
    const href = addressOf(this.urlSync, this.#state, this.#written().asked, this.#article);
    if (href === location.href) return;
    const write = isSameStep ? "replaceState" : "pushState";
    this.#isTypingShared = isTyped && this.#typing;
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
    // What nobody sees opens once it is seen, or the page could not be used until then.
    if (!dialog || !this.isConnected || this.#nodes.place.hidden) return;
    const { id = "" } = dialog.dataset;
    const before = this.#read;
    const isOther = id !== before;
    this.#read = id;
    // One that was moved in the page is open and not modal; one that the reader closed stays closed.
    if (id && (isOther || dialog.open) && !dialog.matches(":modal")) {
      dialog.open = false;
      dialog.showModal();
      // Once the dialog is closed, what stands behind it would be news again.
      this.#nodes.said.textContent = "";
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

  async #start(cache = "no-cache") {
    this.#observer?.disconnect();
    // Who asks for this while the element is away wants it now.
    this.#back = null;
    const before = this.#calls;
    this.#calls = new Set();
    // Words that did not come before are asked for again.
    this.#voice = null;
    const load = ++this.#load;
    this.#dress();
    // What changes from here on is for the next engine.
    this.#dismount();
    const isFirst = !this.#isLoading;
    this.#isLoading = true;
    this.#enter("loading");
    // A load that takes over from another one ends it, too.
    if (isFirst) this.dispatchEvent(new Event("loadstart"));
    // Whoever hears of it may have begun another one.
    if (load < this.#load) return;
    const words = Promise.race([this.#attune(), pause(PAUSE)]);
    try {
      if (!this.src) throw new Fault("no-src", "", false);
      const manifest = this.#fetch(this.#manifestUrl, { cache }, asJson);
      const engine = makeEngine(this.#fetch, (fault) => this.#mourn(fault, load));
      // After what is new was asked for: what both need goes on coming.
      before.forEach(dropped);
      const [bindings, found] = await Promise.all([engine, manifest, words]);
      if (load === this.#load) this.#mount(bindings, found, load);
    } catch (fault) {
      before.forEach(dropped);
      if (load === this.#load) this.#fail(fault);
    }
  }

  #mount(bindings, manifest, load) {
    const place = document.createElement("div");
    this.#nodes.place.append(place);
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
    this.#engage((rack) => rack.read(this.#article || readArticle(this.urlSync), false));
  }

  #dismount() {
    const rack = this.#rack;
    this.#rack = null;
    // The next engine has a dialog of its own.
    this.#read = "";
    this.#waiting.forEach((again) => again());
    try {
      if (rack) this.#keep(...rack.unmount());
    } catch {
      // A dead engine cannot tell where the reader was; what it told last must do.
      if (this.#state !== NOTHING_ASKED) this.#keep(this.#state, this.#asked, this.#state.shown);
    }
    this.#nodes.place.replaceChildren();
  }

  #keep(current, before, shown) {
    this.#kept = { current, before, shown };
  }

  /** The element as its engine sees it, as long as that engine is the one in use. */
  #host(load) {
    const current = (act) => (...given) => load === this.#load && act(...given);
    const afterwards = (act) => (...given) => this.#told.push(() => current(act)(...given));
    return {
      load: (request, name, integrity) => {
        const arrived = current((content) => this.#engage((rack) => rack.arrived(request, content)));
        const coming = name ? this.#loadFile(name, integrity, load) : Promise.reject();
        coming.then(arrived, () => arrived());
      },
      drop: (name) => this.#calls.forEach((call) => call.url.endsWith(name) && this.#calls.delete(call) && dropped(call)),
      tell: (seconds) => tell(seconds, this.#voice),
      say: (...asked) => say(this.#voice, ...asked),
      language: (isAround) => (isAround ? (nearest(this, "lang") ?? "") : this.#voice.words.language),
      changed: afterwards((asked, total, shown, isByReader) => this.#changed({ ...asked, total, shown }, isByReader)),
      turned: afterwards((article, isByReader) => this.#turned(article, isByReader)),
      failed: afterwards(() => this.#fail(new Fault("incomplete", this.src))),
      rendered: (isSettled) => this.#rendered(isSettled),
      // The trap that follows is noticed; this says where it was.
      crashed: (why) => console.error(why),
    };
  }

  async #loadFile(name, integrity, load) {
    try {
      const read = name.endsWith(".json") ? asJson : asBytes;
      return await this.#fetch(new URL(name, this.#folder).href, { integrity }, read);
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
    Object.values(state).forEach(Object.freeze);
    const isTyped = state.query !== this.#state.query;
    this.#state = Object.freeze(state);
    this.#enter(state.total === 0 ? "empty" : "ready");
    if (this.#isLoading) this.#arrive();
    else this.#utter();
    if (!isByReader) return;
    this.#share(isTyped);
    this.#announce("news-rack-results", this.#state);
  }

  #arrive() {
    if (this.isConnected) this.#wake();
    this.#isRenewed = false;
    this.#ready = this.#ready?.resolve();
    this.#end(new Event("load"));
  }

  #fail(fault) {
    this.#load += 1;
    this.#dismount();
    this.#enter("error");
    const { code = "crashed", url = this.src, retryable = true } = fault;
    this.#ready = this.#ready?.reject(fault);
    this.#rendered(true);
    this.#end(new CustomEvent("error", { detail: Object.freeze({ code, url, retryable }) }));
  }

  /** Says how a load ended; whoever hears of it may begin the next one. */
  #end(event) {
    const wasLoading = this.#isLoading;
    this.#isLoading = false;
    this.dispatchEvent(event);
    if (wasLoading) this.dispatchEvent(new Event("loadend"));
  }

  /** A dead engine is replaced once, with what the reader asked for; then the element gives up. */
  #crashed() {
    if (this.#restarts++) this.#fail(new Fault("crashed", this.src));
    else this.#start();
  }

  #enter(phase) {
    const { place, skeleton, fallback, error } = this.#nodes;
    const isShown = phase === "ready" || phase === "empty";
    const nodes = fallback.assignedNodes();
    const hasFallback = nodes.some((node) => node.textContent.trim() || node.nodeType === 1);
    const { activeElement } = this.getRootNode();
    const left = isShown && nodes.some((node) => node.contains(activeElement)) && activeElement.href;
    while (skeleton.childElementCount < Math.min(6, this.pageSize)) skeleton.append(document.createElement("div"));
    place.hidden = !isShown;
    fallback.hidden = isShown;
    skeleton.hidden = phase !== "loading";
    skeleton.classList.toggle("behind", hasFallback);
    error.hidden = phase !== "error";
    // The headline goes that a reader has come to; its card takes the focus over.
    if (left) (this.#root.querySelector(`[href="${CSS.escape(left)}"]`) ?? this.#status)?.focus();
    try {
      this.#internals.states.delete(this.#phase);
      this.#internals.states.add(phase);
    } catch {
      // Before `:state()` engines took dashed names only; they lose this hook and nothing else.
    }
    this.#phase = phase;
  }

  /** Tells the engine what an element of its own does. What stands in a slot is the page's. */
  #hear({ type, target }) {
    const doer = target.closest(`[data-${type}]`);
    if (this.#isOwn(doer)) this.#engage((rack) => rack.hear(doer.dataset[type], target.value ?? doer.value));
  }

  #isOwn(node) {
    return this.#nodes.place.contains(node);
  }

  /** A picture that cannot be had leaves its box alone, as long as its card is there. */
  #miss(picture) {
    const box = picture.closest(".picture");
    if (!this.#isOwn(box)) return;
    box.dataset.missing = "";
    picture.hidden = true;
  }

  /** A trap ends the engine without a word, so it is found here and, while it paints, in its bindings. */
  #engage(act) {
    const load = this.#load;
    try {
      if (this.#rack) return act(this.#rack);
    } catch (fault) {
      this.#mourn(fault, load);
    }
  }

  #mourn(fault, load) {
    reportError(fault);
    queueMicrotask(() => load === this.#load && this.#crashed());
  }

  /** Some browsers clear such a field at Escape, some do not, and a dialog around it would close. */
  #escape(event) {
    const { key, target } = event;
    if (key !== "Escape" || !target.value || !this.#isOwn(target) || !target.part.contains("search")) return;
    event.preventDefault();
    // Not when the answer is there: the next letter may come before it.
    target.value = "";
    this.#engage((rack) => rack.hear("type", ""));
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
    if (isWanted && isHere) this.#engage((rack) => rack.read(id, true));
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

  async #whenReady(act) {
    if (this.#rack && this.#phase !== "loading") return this.#engage(act);
    const { promise } = (this.#ready ??= withResolvers());
    // It may fail at once.
    if (!this.#load) this.#start();
    else if (this.#phase === "error") this.refresh();
    await promise;
    return this.#whenReady(act);
  }

  /** Many changes in one task reach the engine as one. */
  #schedule() {
    if (this.#isScheduled || !this.#rack) return;
    this.#isScheduled = true;
    // What changes while the last change is on its way to the page is on its way, too.
    this.#update ??= withResolvers();
    // A page may render while a letter or a tick is on its way here: to show anything before it has
    // arrived would take it back.
    const isInEvent = window.event?.composedPath().includes(this);
    (isInEvent ? setTimeout : queueMicrotask)(() => {
      this.#isScheduled = false;
      if (this.#rack) this.#engage((rack) => rack.set(this.#written()));
      else this.#rendered(true);
    });
  }

  #rendered(isSettled) {
    // A written style is what strict pages refuse.
    for (const { style, dataset } of this.#root.querySelectorAll("[data-color]")) style.backgroundColor = dataset.color;
    const told = this.#told.splice(0);
    const { shown } = this.#state;
    const isDone = isSettled && !this.#isScheduled;
    // Once the engine has nothing in its hands, for the page's listeners may call it.
    queueMicrotask(() => {
      told.forEach((tell) => tell());
      // What has been told is in sight by now.
      this.#keepFocus(shown);
      this.#turn();
      if (!isSettled) return;
      // What it was pressed for is done; where the focus goes from here on is the reader's business.
      this.#pressed = null;
      if (isDone && !this.#isScheduled) this.#update = this.#update?.resolve(true);
    });
  }

  /** A button that goes when it is pressed hands the focus on, and does not drop it on the page: one that shows
   *  more does so to the first one after those that were shown. One to try again takes it back. */
  #keepFocus(shown) {
    const pressed = this.#pressed;
    // Firefox and WebKit leave the focus on a hidden button until they paint.
    const isLost = document.activeElement === document.body || this.#root.activeElement === pressed;
    if (!pressed || !isLost || (pressed.offsetWidth && pressed !== this.#nodes.retry)) return;
    const titles = pressed.part.contains("more") ? this.#root.querySelectorAll("[part~=card-title] a") : [];
    const story = pressed.closest("details")?.querySelector("li:nth-child(n+6) [href]");
    const title = this.#root.querySelector("[open] #reading");
    (pressed.offsetWidth ? pressed : titles[shown] ?? story ?? title ?? this.#status)?.focus();
  }

  #written() {
    const pick = (names) => Object.fromEntries(names.map((name) => [name, this[name]]));
    this.#asked = pick(SHARED);
    return { ...pick(PROPERTIES), asked: this.#asked, isInSight: innerHeight > this.getBoundingClientRect().top };
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
          // A list as a property may hold commas; as an attribute it cannot.
          if (Array.isArray(value)) this.#lists[name] = value.map(String);
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
