import { followed, told } from "../start.js";

/** In a ref and not in an effect: a rack whose files are in memory already is there before effects run. */
const listen = (rack) => {
  rack.addEventListener("load", told);
  return () => rack.removeEventListener("load", told);
};

/** A property that is text or a list is given as it is; what has a hyphen is an attribute. */
const Rack = ({ name, state }) => (
  <news-rack
    ref={listen}
    id={name}
    src="/site/news/"
    loading="eager"
    page-size={state.size}
    query={state.query}
    topic={state.topic}
    without-filters={state.bare}
    onnews-rack-results={told}
    onnews-rack-select={followed}
  />
);

export function Racks({ state }) {
  const names = state.shown ? state.order : [];
  return names.map((name) => (
    <section key={name}>
      <Rack key={name === "left" ? state.version : 0} name={name} state={state} />
    </section>
  ));
}
