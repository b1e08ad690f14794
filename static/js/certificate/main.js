// Every page of a certificate: side panel, section rail, buttons that cannot be used, a dialog that the page came with.

import { startPanel } from "./panel.js";
import { startQuestions } from "./questions.js";
import { startRail } from "./rail.js";

/** A button that is not usable says why and does nothing; "Avbryt" in a dialog closes it instead of leaving the page. */
function startButtons() {
  document.addEventListener(
    "click",
    (event) => {
      if (event.target.closest?.('[aria-disabled="true"], dialog a[data-close]')) event.preventDefault();
    },
    true,
  );
}

/** Without script the dialog stands open on the page; with script it is modal. */
function openOwnDialog() {
  const dialog = document.querySelector("dialog[open][data-open]");
  if (!dialog) return;
  dialog.close();
  dialog.showModal();
}

startButtons();
startPanel();
startQuestions();
startRail();
openOwnDialog();
