// The switches of the demo page: every attribute is live.
const rack = document.querySelector("#rack");
for (const name of ["layout", "theme"]) {
  document.querySelector(`#${name}`).addEventListener("change", ({ target }) => {
    rack[name] = target.value;
  });
}
