// Questions and answers in the side panel (spec/ui.md 3.5). htmx saves what is written while one types; this module
// knows what is unsaved, warns before it is left behind, and leads from a request to its place in the form.

import { startTexts } from "../draft/texts.js";

const formOf = (node) => node.closest?.("[data-message-form]");
const fieldsOf = (form) => [...form.querySelectorAll("textarea, select")];
const written = (form) => fieldsOf(form).map((field) => field.value).join("\n");
const sent = new WeakMap(); // form -> what it said when it was last sent to be saved

function onInput(event) {
  if (!formOf(event.target)) return;
  event.target.setAttribute("data-unsaved", "");
}

function beforeSave(event) {
  if (!event.detail.elt.matches("[data-message-save]")) return;
  const form = formOf(event.detail.elt);
  sent.set(form, written(form));
}

function afterSave(event) {
  if (!event.detail.elt.matches("[data-message-save]")) return;
  const form = formOf(event.detail.elt);
  if (!form) return;
  // The link stays the same node: it may be the very thing that is being pressed.
  const cancel = form.querySelector("[data-message-cancel]");
  if (cancel) cancel.hidden = fieldsOf(form).every((field) => !field.value);
  if (!event.detail.successful) {
    const status = form.querySelector("[data-message-status]");
    if (status) status.textContent = "Utkastet kunde inte sparas";
  } else if (sent.get(form) === written(form)) {
    for (const field of fieldsOf(form)) field.removeAttribute("data-unsaved");
  }
}

/** The place in the form that a request is about comes into view and gets the focus; a control keeps its turn. */
function goTo(event) {
  const link = event.target.closest?.("a[data-goto]");
  const place = link && document.getElementById(link.hash.slice(1));
  if (!place) return;
  event.preventDefault();
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.scrollIntoView({ block: "center" });
  place.focus({ preventScroll: true });
}

/** Each reason leads its text elsewhere: what was written for one is not sent by the other. */
function onReason(event) {
  const field = event.target.dataset?.empties && document.querySelector(event.target.dataset.empties);
  if (!field) return;
  field.value = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** What the tab came back for takes the focus. */
function onLoad(event) {
  if (event.target.id === "questions") event.target.querySelector("[data-focus]")?.focus();
}

export function startQuestions() {
  if (document.querySelector("[data-message-form]")) startTexts();
  document.addEventListener("input", onInput);
  document.addEventListener("change", onReason);
  document.addEventListener("click", goTo);
  document.body.addEventListener("htmx:load", onLoad);
  document.body.addEventListener("htmx:beforeRequest", beforeSave);
  document.body.addEventListener("htmx:afterRequest", afterSave);
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("[data-message-form] [data-unsaved]")) event.preventDefault();
  });
}
