// Saving while one types (spec/ui.md 5.2, 10.5): htmx sends a question, this module keeps the books and the order.
// It knows what is unsaved, tells the user, tries again after a failure and warns before unsaved text is left behind.

import { showInModal } from "../dialog.js";

const RETRY_AFTER_S = [2, 5, 15, 30];
const KEPT_FIELDS = new Set(["csrfmiddlewaretoken", "version", "page", "show_missing"]);

const form = document.getElementById("draft");
const unsaved = new Map(); // question id -> what its fields said when they were last sent, or null
const saved = new Map(); // question id -> what its fields said when they were last saved
const answered = new Set(); // question ids whose reply is to everything that was typed
const due = new Set(); // question ids to be sent when the save under way has been answered
let inFlight = 0;
let failures = 0;
let retryTimer = 0;
let isLeaving = false;
let isRefused = false;
let heldSubmit = null;

const wrapperOf = (node) => node.closest("[data-element]");
const wrapperWith = (id) => form.querySelector(`[data-element="${CSS.escape(id)}"]`);
/** Names of the question's own answers; a nested question saves its own, though its names begin alike. Fields that
 * only help to fill in ("aid.…") are never sent. */
const ownNames = (wrapper) =>
  new Set([...wrapper.querySelectorAll('[name^="e."]')].filter((field) => wrapperOf(field) === wrapper).map((field) => field.name));

/** What the question says. What is ticked in an open picker is chosen beside it too; the picker may be closed while a
 * save is under way, and nothing has been edited by that. */
function snapshot(wrapper) {
  const own = ownNames(wrapper);
  for (const field of wrapper.querySelectorAll("[data-icf-panel] [name]")) own.delete(field.name);
  return [...new FormData(form)]
    .filter(([name]) => own.has(name))
    .map((pair) => pair.join("="))
    .join("\n");
}

function showStatus(state) {
  const item = document.getElementById("save-status");
  const text = document.getElementById("save-text");
  if (!item || text.textContent === item.dataset[state]) return;
  text.textContent = item.dataset[state];
  item.classList.toggle("wc-status__item--error", state === "failed");
  item.classList.toggle("wc-status__item--ok", state === "saved");
  item.querySelector("[data-retry]").hidden = state !== "failed";
}

function setUnsaved(wrapper, sent) {
  unsaved.set(wrapper.dataset.element, sent);
  wrapper.setAttribute("data-unsaved", "");
}

function setSaved(id) {
  unsaved.delete(id);
  wrapperWith(id)?.removeAttribute("data-unsaved");
}

function onEdit(event) {
  if (!event.target.name?.startsWith("e.")) return;
  const wrapper = wrapperOf(event.target);
  if (!wrapper) return;
  const id = wrapper.dataset.element;
  if (event.type === "change" && !unsaved.has(id) && saved.get(id) === snapshot(wrapper)) return;
  setUnsaved(wrapper, null);
  if (failures === 0 && !isRefused) showStatus("saving");
}

/** A field that is left as it was found, after all that was typed in it, does not say that it has changed. */
function onLeave(event) {
  const wrapper = event.target.name?.startsWith("e.") ? wrapperOf(event.target) : null;
  if (!wrapper) return;
  const id = wrapper.dataset.element;
  window.setTimeout(() => {
    const now = wrapperWith(id);
    if (now && unsaved.get(id) === null && !due.has(id)) window.htmx.trigger(now, "wc:save");
  });
}

/** After a failure the oldest goes alone, and the others when that is saved: the server may have it already, and knows
 * it again only as the page's next save. */
function sendAll() {
  window.clearTimeout(retryTimer);
  retryTimer = 0;
  for (const id of [...unsaved.keys()]) {
    const wrapper = wrapperWith(id);
    if (!wrapper) {
      unsaved.delete(id);
      continue;
    }
    window.htmx.trigger(wrapper, "wc:save");
    if (failures > 0) return;
  }
}

/** htmx drops what is triggered while a save is under way. Its own queue would end at a question that a reply has
 * replaced meanwhile. */
function onTrigger(event) {
  if (event.target.matches?.("[data-element]")) due.add(event.target.dataset.element);
}

function sendNext() {
  if (inFlight > 0 || failures > 0) return;
  for (const id of due) {
    const wrapper = unsaved.has(id) ? wrapperWith(id) : null;
    if (wrapper) {
      window.htmx.trigger(wrapper, "wc:save");
      return;
    }
    due.delete(id);
  }
}

function isHeldBack(id) {
  if (failures === 0 || id === unsaved.keys().next().value) return false;
  if (retryTimer === 0 && inFlight === 0) sendAll();
  return true;
}

/** A part that came with a reply listens a moment after it is shown. What was edited in it meanwhile, or in the part
 * that it took the place of while a save waited its turn, would never be sent. */
function afterLoad(event) {
  const come = event.target;
  for (const wrapper of [come, ...(come.querySelectorAll?.("[data-element]") ?? [])]) {
    const id = wrapper.dataset?.element;
    if (id && unsaved.get(id) === null) window.htmx.trigger(wrapper, "wc:save");
  }
}

/** Before the reply rewrites values ("08" to "0,8"): has anything been typed since they were sent? */
function beforeReply(event) {
  const wrapper = event.detail.elt;
  if (!wrapper.matches("[data-element]")) return;
  const id = wrapper.dataset.element;
  const now = wrapperWith(id);
  if (!now || unsaved.get(id) === snapshot(now)) answered.add(id);
}

/** The question was replaced while its save was under way, and nobody has heard the reply to it. */
function restore(now) {
  const id = now.dataset.element;
  if (unsaved.get(id) === snapshot(now)) setSaved(id);
  else due.add(id);
}

function onSaved(wrapper) {
  const id = wrapper.dataset.element;
  const now = wrapperWith(id);
  const hasFailed = failures > 0;
  failures = 0;
  if (answered.delete(id) || !now) {
    saved.set(id, now ? snapshot(now) : null);
    setSaved(id);
  } else {
    saved.set(id, unsaved.get(id));
    if (!wrapper.isConnected) restore(now);
  }
  if (unsaved.size > 0) showStatus("saving");
  if (hasFailed) sendAll();
}

function onFailed() {
  showStatus("failed");
  window.clearTimeout(retryTimer);
  retryTimer = 0;
  if (failures < RETRY_AFTER_S.length) retryTimer = window.setTimeout(sendAll, RETRY_AFTER_S[failures] * 1000);
  failures += 1;
}

/** The server answers but does not accept: trying again would not help, the dialog says what does. A session
 * that is over, or another launch's, is told of by session.js. */
function onRefused(xhr) {
  showStatus("failed");
  isRefused = true;
  if (xhr.status === 401 || xhr.responseText.includes("INVALID_LAUNCHID")) {
    isLeaving = true;
    return;
  }
  const isPage = xhr.getResponseHeader("Content-Type")?.startsWith("text/html");
  showInModal(isPage ? xhr.responseText : document.getElementById("session-lost").innerHTML);
}

/** htmx has finished with the request. Not one of its own events: of a question that has been replaced meanwhile they
 * reach nobody. */
function afterRequest(wrapper, xhr) {
  inFlight -= 1;
  if (xhr.status >= 200 && xhr.status < 300) onSaved(wrapper);
  else if (xhr.status >= 400 && xhr.status < 500) onRefused(xhr);
  else onFailed();
  if (inFlight > 0 || heldSubmit === null) {
    sendNext();
    return;
  }
  isLeaving = true;
  form.requestSubmit(heldSubmit);
  heldSubmit = null;
}

function beforeRequest(event) {
  const wrapper = event.detail.elt;
  if (!wrapper.matches("[data-element]")) return;
  const id = wrapper.dataset.element;
  if (!unsaved.has(id) || heldSubmit !== null || isLeaving || isRefused || isHeldBack(id)) {
    event.preventDefault();
    return;
  }
  due.delete(id);
  setUnsaved(wrapper, snapshot(wrapper));
  inFlight += 1;
  const { xhr } = event.detail;
  xhr.addEventListener("loadend", () => afterRequest(wrapper, xhr));
  if (failures === 0) showStatus("saving");
}

/** Of the form only the question's own fields are sent. */
function keepOwnFields(event) {
  const wrapper = event.detail.elt;
  if (!wrapper.matches("[data-element]")) return;
  const { formData } = event.detail;
  const own = ownNames(wrapper);
  for (const name of new Set(formData.keys())) {
    if (!own.has(name) && !KEPT_FIELDS.has(name)) formData.delete(name);
  }
}

/** The whole form goes with a press on a button, after the save under way, so that its version is the newest. */
function onSubmit(event) {
  if (inFlight === 0 || isLeaving) {
    isLeaving = true;
    return;
  }
  event.preventDefault();
  heldSubmit = event.submitter;
}

/** All that the user has typed, question by question, for the clipboard. */
export function typedText() {
  return [...form.querySelectorAll("[data-element]")]
    .map((wrapper) => {
      const texts = [...wrapper.querySelectorAll("input[type=text], textarea")]
        .filter((field) => field.name.startsWith("e.") && wrapperOf(field) === wrapper && field.value.trim())
        .map((field) => field.value.trim());
      return texts.length ? `${wrapper.dataset.name}: ${texts.join(", ")}` : "";
    })
    .filter(Boolean)
    .join("\n");
}

export function startAutosave() {
  form.addEventListener("input", onEdit, true);
  form.addEventListener("change", onEdit, true);
  form.addEventListener("focusout", onLeave);
  form.addEventListener("submit", onSubmit);
  form.addEventListener("htmx:trigger", onTrigger);
  form.addEventListener("htmx:configRequest", keepOwnFields);
  form.addEventListener("htmx:beforeRequest", beforeRequest);
  form.addEventListener("htmx:beforeOnLoad", beforeReply);
  document.body.addEventListener("htmx:afterRequest", () => window.setTimeout(sendNext)); // the picker's held it back
  document.body.addEventListener("htmx:load", afterLoad);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-reload]")) isLeaving = true;
    if (!event.target.closest?.("[data-retry]")) return;
    failures = Math.min(failures, 1);
    isRefused = false;
    sendAll();
  }, true);
  window.addEventListener("beforeunload", (event) => {
    if (!isLeaving && unsaved.size > 0) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    isLeaving = false;
  });
}
