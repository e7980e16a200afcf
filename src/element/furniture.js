// What stands in every rack before an engine does?
import { styles } from "newsrack:package";

let sheet;

/** The one sheet of all elements. */
export function sharedSheet() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
  }
  return sheet;
}

/** What has to be said when no engine is there to say it; the first words in every language's file. */
export const FAILED = "The news could not be loaded.";
export const RETRY = "Try again";

/** Slots and the place of the engine. Made node by node: strict pages refuse markup. */
export function furnish(root) {
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
  // What is told of a change: the engine writes while somebody types, and all of that would be said.
  const said = make("div", { class: "unseen", role: "status" });
  // The engine has a slot of this name too, which stands before it; without one its content has a place, unseen.
  const empty = make("slot", { name: "empty", hidden: "" });
  // A declarative root may hold what somebody prepared.
  root.replaceChildren(make("slot", { name: "heading" }), place, skeleton, fallback, error, said, empty, make("slot", { name: "footer" }));
  root.adoptedStyleSheets = [sharedSheet()];
  return { place, skeleton, fallback, error, failed, retry, said };
}
