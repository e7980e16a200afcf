// What do the pages of all frameworks show, and what do they hear?

/** What a page begins with; `app.change` changes some of it. */
export const START = {
  shown: true,
  order: ["left", "right"],
  version: 0,
  query: "",
  topic: [],
  bare: false,
  size: 3,
};

/** A server has no window. */
globalThis.heard = [];

/** By a handler on the tag of a rack. */
export const told = ({ type, currentTarget }) => void heard.push([type, currentTarget.id]);

/** The page goes nowhere. */
export const followed = (event) => {
  event.preventDefault();
  told(event);
};
