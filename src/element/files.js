// How does a file come: checked, tried again, shared by all racks, and stopped when nobody waits for it?
/** Why something could not be had: a stable code, the address, and whether trying again may help. */
export class Fault extends Error {
  constructor(code, url, retryable = true) {
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

/** So long a file that may change is shared with racks that come later, in milliseconds. */
const FRESH = 60000;

/** Files by address, shared by all elements: what comes, how many wait for it, how to stop it, and when
 *  what may change is too old to be shared. A failed one is forgotten, so it can be asked again. */
export const files = new Map();

/** Waits, but no longer than until this is given up. */
export const pause = (milliseconds, stop) =>
  new Promise((done) => {
    const timer = setTimeout(done, milliseconds);
    stop?.addEventListener("abort", () => done(clearTimeout(timer)));
  });

/** What may be over in a moment: no network, a busy server. */
const isPassing = ({ code }) => /^(network|http-429|http-5..)$/.test(code);

async function attempt(url, options, read, stop) {
  const late = setTimeout(() => stop.abort(), options.integrity ? PATIENCE_WHOLE : PATIENCE);
  try {
    const response = await fetch(url, { credentials: "omit", signal: stop.signal, ...options });
    if (response.ok) return await read(response, url);
    throw new Fault(`http-${response.status}`, url);
  } catch (error) {
    throw error instanceof Fault ? error : await explain(url, options, stop.signal);
  } finally {
    clearTimeout(late);
  }
}

// With `integrity` a wrong file, a missing one and no network are all the same error: ask again.
async function explain(url, { integrity }, { aborted }) {
  const asked = { method: "HEAD", credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) };
  const answer = aborted || !integrity ? null : await fetch(url, asked).catch(() => null);
  if (!answer) return new Fault("network", url);
  return new Fault(answer.ok ? "integrity" : `http-${answer.status}`, url);
}

async function persist(file, url, options, read) {
  for (const milliseconds of [...PAUSES, 0]) {
    try {
      file.stop = new AbortController();
      return await attempt(url, options, read, file.stop);
    } catch (fault) {
      if (!isPassing(fault) || !milliseconds) throw fault;
      if (file.waiting) await pause(milliseconds * (0.75 + Math.random() / 2), file.stop.signal);
      if (!file.waiting) throw fault;
    }
  }
}

/** One more waits for a file. */
export function fetched(url, options, read) {
  let file = files.get(url);
  // What is not known by its content may be another by now.
  if (!options.integrity && Date.now() > file?.best) file = null;
  file ??= { waiting: 0, best: Date.now() + FRESH };
  file.waiting += 1;
  if (!file.coming) {
    files.set(url, file);
    file.coming = persist(file, url, options, read);
    file.coming.catch(() => forget(url, file));
  }
  return file;
}

/** One who waited for a file, if it is one still, does so no more; the last one stops it. */
export function dropped(call) {
  const { url, file } = call;
  call.file = null;
  if (!file || --file.waiting) return;
  forget(url, file);
  file.stop.abort();
}

/** There may be another one at its address by now. */
const forget = (url, file) => files.get(url) === file && files.delete(url);

// Hosts that answer 200 with their home page are the usual broken install: its text is no JSON.
export const asJson = async (response, url) => {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Fault("not-a-bundle", url);
  }
};

export const asBytes = (response) => response.arrayBuffer();

export async function asSheet(response, url) {
  if (!/css/.test(response.headers.get("content-type"))) throw new Fault("not-css", url, false);
  return new CSSStyleSheet({ baseURL: url }).replace(await response.text());
}
