// A search field with data-filter="<selector of rows>" hides the rows that lack the words typed, and says how many are left.
import { announce } from "./announce.js";

document.addEventListener("input", (event) => {
  const field = event.target.closest("[data-filter]");
  if (!field) return;
  const words = field.value.toLocaleLowerCase("sv").split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of document.querySelectorAll(field.dataset.filter)) {
    const text = (row.dataset.filterText ?? row.textContent).toLocaleLowerCase("sv");
    row.hidden = !words.every((word) => text.includes(word));
    if (!row.hidden) shown += 1;
  }
  for (const group of document.querySelectorAll("[data-filter-group]")) {
    group.hidden = !group.querySelector(`${field.dataset.filter}:not([hidden])`);
  }
  announce(`${shown} träffar`);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-filter]")) event.preventDefault();
});
