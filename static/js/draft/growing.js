// Rows of a list that the user adds and removes (spec/ui.md 4, 10.7). All rows stand on the page; those not
// in use are hidden. Without script the buttons post the form and the server does the same.

import { announce } from "../announce.js";

const rowsOf = (list) => [...list.querySelectorAll("[data-growing-row]")];
const fieldsOf = (row) => [...row.querySelectorAll("input, select")];
const nameOf = (row) => row.querySelector("legend").textContent.trim();

function showAddButton(list) {
  list.querySelector("[data-growing-add]").hidden = rowsOf(list).every((row) => !row.hidden);
}

function add(list) {
  const next = rowsOf(list).find((row) => row.hidden);
  if (!next) return;
  next.hidden = false;
  showAddButton(list);
  fieldsOf(next)[0].focus();
}

/** The rows below move up; the last one in use is hidden. */
function remove(list, row) {
  const shown = rowsOf(list).filter((one) => !one.hidden);
  const from = shown.indexOf(row);
  const removed = nameOf(row);
  for (let n = from; n < shown.length; n += 1) {
    const below = shown[n + 1] && fieldsOf(shown[n + 1]);
    fieldsOf(shown[n]).forEach((field, part) => (field.value = below ? below[part].value : ""));
  }
  shown.at(-1).hidden = true;
  showAddButton(list);
  fieldsOf(shown[Math.max(from - 1, 0)])[0].focus();
  announce(`${removed} togs bort`);
  fieldsOf(row)[0].dispatchEvent(new Event("change", { bubbles: true }));
}

export function startGrowing() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-growing-add], [data-growing-remove]");
    if (!button) return;
    event.preventDefault();
    const list = button.closest("[data-growing]");
    if (button.matches("[data-growing-add]")) add(list);
    else remove(list, button.closest("[data-growing-row]"));
  });
}
