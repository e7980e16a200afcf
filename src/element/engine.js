// How does a rack get an engine of its own?
import { makeBindings, place, wasm } from "newsrack:package";
import { Fault } from "./files.js";

/** Mostly by the page's policy, of which Chromium says nothing itself. */
function refused(url) {
  console.error("<news-rack>: a script-src needs 'wasm-unsafe-eval'.");
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

/** An engine of one's own, from the module that all elements share; `died` is told of what it dies of
 *  where nobody has called it. */
export async function makeEngine(fetched, died) {
  const url = place(wasm.name);
  const module = await fetched(url, { integrity: wasm.integrity }, asModule);
  const bindings = makeBindings(died);
  try {
    await bindings(module);
  } catch (error) {
    // WebKit compiles what the policy refuses, and stops here.
    throw error.name === "CompileError" ? refused(url) : error;
  }
  return bindings;
}
