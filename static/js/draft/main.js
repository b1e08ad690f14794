// The draft page. Everything here improves a page that works without it (spec/ui.md 10.5).

import { copy } from "../copy.js";
import { announce } from "../announce.js";
import { startAutosave, typedText } from "./autosave.js";
import { startCombobox } from "./combobox.js";
import { startDates } from "./dates.js";
import { startFragments } from "./fragments.js";
import { startPeriods } from "./periods.js";
import { startTexts } from "./texts.js";
import { startWorkHours } from "./work-hours.js";

const form = document.getElementById("draft");

/** "Rensa svar" empties a choice. */
function onClear(event) {
  const button = event.target.closest?.("button[name=clear]");
  if (!button) return;
  event.preventDefault();
  const radios = [...button.closest("[data-element]").querySelectorAll("input[type=radio]")];
  radios.forEach((radio) => (radio.checked = false));
  radios[0].dispatchEvent(new Event("change", { bubbles: true }));
  radios[0].focus();
}

/** Enter in a field saves the field; without script it saves the form. */
function onEnter(event) {
  if (event.key !== "Enter" || event.defaultPrevented || !event.target.matches?.("#draft input")) return;
  event.preventDefault();
  event.target.dispatchEvent(new Event("change", { bubbles: true }));
}

async function onCopyTyped(event) {
  if (!event.target.closest?.("[data-copy-typed]")) return;
  await copy(typedText());
  announce("Texten är kopierad");
}

if (form?.hasAttribute("data-autosave")) {
  startFragments();
  startTexts();
  startPeriods();
  startWorkHours();
  startDates();
  startCombobox();
  startAutosave();
  document.addEventListener("click", onClear);
  document.addEventListener("click", onCopyTyped);
  document.addEventListener("keydown", onEnter);
}
// A page that answered a press on Signera is reloaded as the draft, not as a new press.
if (form?.dataset.page) window.history.replaceState(null, "", form.dataset.page);
