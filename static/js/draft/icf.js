// The ICF picker (spec/ui.md 4.4, 10.7). Without script its button saves the form and the page comes back with the list
// open; here the list is fetched when it is opened. Ticks and chips say the same: a tick makes a chip, a chip taken away
// takes its tick. Chosen terms stay when the diagnoses change, only the list follows them.

import { announce } from "../announce.js";

const hadFocus = new WeakSet(); // panels that held the focus when their list was asked for

const wrapperOf = (node) => node.closest?.("[data-icf]");

const partsOf = (wrapper) => ({
  opener: wrapper.querySelector("[data-icf-open]"),
  panel: wrapper.querySelector("[data-icf-panel]"),
  chosen: wrapper.querySelector("[data-icf-terms]"),
  text: wrapper.querySelector("textarea"),
});

const chipsOf = (wrapper) => [...partsOf(wrapper).chosen.querySelectorAll("li")];
const termOf = (chip) => chip.querySelector("input").value;
const ticksOf = (wrapper) => [...partsOf(wrapper).panel.querySelectorAll("input[type=checkbox]")];

function open(wrapper) {
  const { opener, panel } = partsOf(wrapper);
  opener.setAttribute("aria-expanded", "true");
  panel.hidden = false;
  if (panel.contains(document.activeElement)) hadFocus.add(panel);
  window.htmx.trigger(panel, "wc:open");
}

function close(wrapper) {
  const { opener, panel } = partsOf(wrapper);
  if (panel.contains(document.activeElement)) opener.focus();
  opener.setAttribute("aria-expanded", "false");
  panel.hidden = true;
  panel.replaceChildren();
}

function newChip(wrapper, term) {
  const chip = document.getElementById("icf-chip").content.firstElementChild.cloneNode(true);
  const id = wrapper.dataset.element;
  chip.querySelector("span").textContent = term;
  Object.assign(chip.querySelector("input"), { name: `e.${id}.term`, value: term });
  const button = chip.querySelector("button");
  Object.assign(button, { name: `e.${id}.remove`, value: term });
  button.setAttribute("aria-label", `Ta bort ${term}`);
  return chip;
}

function showChosen(wrapper) {
  const { chosen, text } = partsOf(wrapper);
  const hasTerms = chipsOf(wrapper).length > 0;
  chosen.hidden = !hasTerms;
  text.placeholder = hasTerms ? text.dataset.placeholder : "";
}

function onTick(event) {
  const wrapper = wrapperOf(event.target);
  if (!wrapper || !event.target.matches("[data-icf-panel] input[type=checkbox]")) return;
  const term = event.target.value;
  const chip = chipsOf(wrapper).find((one) => termOf(one) === term);
  if (event.target.checked && !chip) partsOf(wrapper).chosen.querySelector("ul").append(newChip(wrapper, term));
  if (!event.target.checked) chip?.remove();
  showChosen(wrapper);
}

function remove(wrapper, chip) {
  const term = termOf(chip);
  const next = chip.nextElementSibling ?? chip.previousElementSibling;
  chip.remove();
  for (const tick of ticksOf(wrapper)) if (tick.value === term) tick.checked = false;
  showChosen(wrapper);
  (next?.querySelector("button") ?? partsOf(wrapper).opener).focus();
  announce(`${term} är borttagen`);
  partsOf(wrapper).text.dispatchEvent(new Event("change", { bubbles: true }));
}

function onClick(event) {
  const button = event.target.closest?.("[data-icf-open], [data-icf-close], [data-icf-remove]");
  const wrapper = button && wrapperOf(button);
  if (!wrapper) return;
  event.preventDefault();
  if (button.matches("[data-icf-remove]")) remove(wrapper, button.closest("li"));
  else if (button.getAttribute("aria-expanded") === "false" && button.getAttribute("aria-disabled") !== "true") open(wrapper);
  else close(wrapper);
}

function onEscape(event) {
  const wrapper = event.key === "Escape" && !event.defaultPrevented && wrapperOf(event.target);
  if (!wrapper || partsOf(wrapper).panel.hidden) return;
  if (event.target.closest("[data-icf-panel], [data-icf-open]")) close(wrapper);
}

/** The list that was fetched says what is saved; the chips know better what is chosen. */
function onAnswer(event) {
  const panel = event.detail.elt;
  if (!panel.matches("[data-icf-panel]")) return;
  const wrapper = wrapperOf(panel);
  if (panel.hidden) panel.replaceChildren();
  else if (!event.detail.successful) panel.textContent = panel.dataset.failed;
  const terms = new Set(chipsOf(wrapper).map(termOf));
  for (const tick of ticksOf(wrapper)) tick.checked = terms.has(tick.value);
  if (hadFocus.delete(panel) && !panel.contains(document.activeElement)) partsOf(wrapper).opener.focus();
  announce(panel.querySelector("[data-count]")?.textContent ?? panel.textContent);
}

/** After a save that changed the diagnoses: the button stays the same, an open list is fetched anew. */
export function patchOpener(target, fragment) {
  const wrapper = wrapperOf(target);
  const { opener, panel } = partsOf(wrapper);
  const fresh = fragment.querySelector("[data-icf-open]");
  for (const name of ["aria-disabled", "aria-describedby"]) {
    if (fresh.hasAttribute(name)) opener.setAttribute(name, fresh.getAttribute(name));
    else opener.removeAttribute(name);
  }
  target.querySelector("[data-icf-why]").hidden = fragment.querySelector("[data-icf-why]").hidden;
  if (panel.hidden) return;
  if (opener.getAttribute("aria-disabled") === "true") close(wrapper);
  else open(wrapper);
}

export function startIcf() {
  document.addEventListener("change", onTick, true);
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onEscape);
  document.body.addEventListener("htmx:afterRequest", onAnswer);
}
