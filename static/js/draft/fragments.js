// What a save reply does to the page besides htmx' own swaps. What has the focus, or is being clicked, is not replaced.

import { patchOpener } from "./icf.js";

let isPointerDown = false;
let waiting = [];

/** Changes the items of the status row one by one, so that its live region stays the same node. */
function patchStatus(target, fragment) {
  for (const fresh of fragment.querySelectorAll("li[id]")) {
    const old = target.querySelector(`#${CSS.escape(fresh.id)}`);
    if (!old) continue;
    if (fresh.id !== "save-status") {
      if (old.textContent !== fresh.textContent || old.className !== fresh.className) old.replaceWith(fresh.cloneNode(true));
      continue;
    }
    Object.assign(old.dataset, fresh.dataset);
    old.className = fresh.className;
    old.querySelector("[data-retry]").hidden = true;
    old.querySelector("#save-text").textContent = fresh.querySelector("#save-text").textContent;
  }
}

/** The buttons stay, only the words beside them change. */
function patchSignBar(target, fragment) {
  for (const fresh of fragment.querySelectorAll("[data-patched]")) {
    const old = target.querySelector(`#${CSS.escape(fresh.id)}`);
    if (old && old.outerHTML !== fresh.outerHTML && !old.contains(document.activeElement)) old.replaceWith(fresh.cloneNode(true));
  }
}

/** The links stay while their marks change. Sections that came or went make a new list. */
function patchRail(target, fragment) {
  const fresh = [...fragment.querySelectorAll("li")];
  const old = [...target.querySelectorAll("li")];
  const addresses = (items) => items.map((item) => item.firstElementChild.hash).join();
  if (addresses(fresh) !== addresses(old)) {
    target.querySelector("ol").replaceChildren(...fresh.map((item) => item.cloneNode(true)));
    return;
  }
  old.forEach((item, number) => {
    item.className = fresh[number].className;
    const [link, freshLink] = [item.firstElementChild, fresh[number].firstElementChild];
    if (link.innerHTML !== freshLink.innerHTML) link.innerHTML = freshLink.innerHTML;
  });
}

function applyValue(entry) {
  const control = document.getElementById(entry.dataset.for);
  if (!control) return;
  if (entry.dataset.disabled !== undefined) control.disabled = entry.dataset.disabled === "true";
  if (entry.dataset.checked !== undefined) control.checked = entry.dataset.checked === "true";
  else if (control.value === entry.dataset.sent) control.value = entry.value;
  control.dispatchEvent(new CustomEvent("wc:normalised", { bubbles: true }));
}

/** Values that the server rewrote ("v2" to a date) go into their fields, unless more has been typed since. */
function applyNormalised(target, fragment) {
  fragment.querySelectorAll("data[data-for]").forEach(applyValue);
}

/** The next save needs the version at once: it may be under way before a pressed pointer is let go. */
function patchVersion(target, fragment) {
  target.value = fragment.querySelector("input").value;
}

const PATCHES = {
  version: patchVersion,
  status: patchStatus,
  "sign-bar": patchSignBar,
  rail: patchRail,
  normalised: applyNormalised,
  "icf-opener": patchOpener,
};

/** Controls say themselves whether they are wrong: which ones stands on the error container. */
function markInvalid(container) {
  const wrong = new Set((container.dataset.invalid ?? "").split(" ").filter(Boolean));
  for (const control of document.querySelectorAll(`[data-checked-by="${CSS.escape(container.id)}"]`)) {
    const isWrong = wrong.has(control.id);
    if (isWrong) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    for (const kind of ["input", "select", "textarea"]) {
      if (control.classList.contains(`nhsuk-${kind}`)) control.classList.toggle(`nhsuk-${kind}--error`, isWrong);
    }
  }
  container.closest("[data-group]")?.classList.toggle("nhsuk-form-group--error", container.childElementCount > 0);
  const card = container.closest(".wc-card");
  card?.classList.toggle("wc-card--error", card.querySelector(".nhsuk-error-message") !== null);
}

/** What has been typed since the reply was written goes along into the part that takes the place, unless it is locked. */
function carryUnsaved(target, fresh) {
  const at = (root, id) => [root, ...root.querySelectorAll("[data-element]")].find((part) => part.dataset.element === id);
  for (const old of [target, ...target.querySelectorAll("[data-unsaved]")]) {
    const now = old.hasAttribute("data-unsaved") ? at(fresh, old.dataset.element) : undefined;
    if (!now) continue;
    now.setAttribute("data-unsaved", "");
    for (const field of old.querySelectorAll('[name^="e."]')) {
      const isBox = ["checkbox", "radio"].includes(field.type);
      const value = isBox ? `[value="${CSS.escape(field.value)}"]` : "";
      const same = now.querySelector(`[name="${CSS.escape(field.name)}"]${value}`);
      if (!same || same.disabled) continue;
      if (isBox) same.checked = field.checked;
      else same.value = field.value;
    }
  }
}

function put(target, fresh) {
  if (!target.isConnected) return;
  carryUnsaved(target, fresh);
  target.replaceWith(fresh);
  window.htmx.process(fresh);
  window.htmx.trigger(fresh, "htmx:load"); // as htmx does itself when it need not wait
}

/** A part that has the focus waits until it is left, one that is under a pressed pointer until that is let go. */
function postpone(event) {
  const { target, fragment } = event.detail;
  const fresh = fragment.firstElementChild;
  if (!fresh || fresh.id !== target.id) return;
  if (target.contains(document.activeElement)) {
    event.detail.shouldSwap = false;
    target.addEventListener("focusout", () => window.setTimeout(() => put(target, fresh)), { once: true });
  } else if (isPointerDown) {
    event.detail.shouldSwap = false;
    waiting.push(() => put(target, fresh));
  } else {
    carryUnsaved(target, fresh);
  }
}

function onSwap(event) {
  const { target, fragment } = event.detail;
  const patch = PATCHES[target.dataset.patch ?? target.id];
  if (patch) {
    event.detail.shouldSwap = false;
    patch(target, fragment);
  } else {
    postpone(event);
  }
}

function letGo() {
  isPointerDown = false;
  const due = waiting;
  waiting = [];
  window.setTimeout(() => due.forEach((run) => run()));
}

function onLoaded(event) {
  if (event.target.matches?.("[data-errors-of]")) markInvalid(event.target);
  if (event.target.id === "summary" && event.target.hidden) document.title = document.title.replace(/^Fel: /, "");
}

export function startFragments() {
  document.body.addEventListener("htmx:oobBeforeSwap", onSwap);
  document.body.addEventListener("htmx:load", onLoaded);
  document.addEventListener("pointerdown", () => (isPointerDown = true), true);
  document.addEventListener("pointerup", letGo, true);
  document.addEventListener("pointercancel", letGo, true);
}
