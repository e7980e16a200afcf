// Each field of the form is an attribute; the tag is shown as it would be pasted.
const rack = document.querySelector("news-rack");
const form = document.querySelector("form");

function set({ name, type, value, checked }) {
  if (type === "checkbox") rack.toggleAttribute(name, checked);
  else if (value) rack.setAttribute(name, value);
  else rack.removeAttribute(name);
}

function show() {
  const written = [...rack.attributes].map(({ name, value }) => (value ? ` ${name}="${value}"` : ` ${name}`));
  document.querySelector("#tag").textContent = `<news-rack${written.join("")}></news-rack>`;
}

form.addEventListener("input", ({ target }) => {
  set(target);
  show();
});
form.addEventListener("submit", (event) => event.preventDefault());
show();
