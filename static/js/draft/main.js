// The draft page. Everything here improves a page that works without it (spec/ui.md 10.5).

import { copyAloud } from "../copy.js";
import { startAutosave, typedText } from "./autosave.js";
import { startGrowing } from "./growing.js";
import { startCombobox } from "./combobox.js";
import { startDates } from "./dates.js";
import { startFragments } from "./fragments.js";
import { startNames } from "./names.js";
import { startIcf } from "./icf.js";
import { startPeriods } from "./periods.js";
import { startTexts } from "./texts.js";
import { startUncertainDates } from "./uncertain-date.js";
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

function onCopyTyped(event) {
  if (event.target.closest?.("[data-copy-typed]")) copyAloud(typedText(), "Texten är kopierad");
}

if (form?.hasAttribute("data-autosave")) {
  startFragments();
  startTexts();
  startPeriods();
  startWorkHours();
  startDates();
  startUncertainDates();
  startGrowing();
  startCombobox();
  startNames();
  startIcf();
  startAutosave();
  document.addEventListener("click", onClear);
  document.addEventListener("click", onCopyTyped);
  document.addEventListener("keydown", onEnter);
}
// A page that answered a press on Signera is reloaded as the draft, not as a new press.
if (form?.dataset.page) window.history.replaceState(null, "", form.dataset.page);
