// A field whose text must be in a list of names, as municipalities (spec/ui.md 4.5, 10.7): a combobox over the server's
// own <li role="option">. Arrows move, Enter chooses, Tab closes and keeps what is typed, Esc closes and then clears.

import { empty, fetchOptions, fill, isOpen, marked, move } from "./listbox.js";

const FIELD = "[data-name-of]";

let timer = 0;
let search = null;

const listOf = (input) => document.getElementById(input.dataset.nameOf);
const statusOf = (input) => input.closest("[data-names]").querySelector("[role=status]");

/** The browser's own list of names gives way. */
function upgrade(root) {
  for (const input of root.querySelectorAll?.(`${FIELD}[list]`) ?? []) {
    input.removeAttribute("list");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", input.dataset.nameOf);
  }
}

function close(input) {
  window.clearTimeout(timer);
  search?.abort();
  empty(listOf(input), statusOf(input));
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

async function open(input) {
  const place = input.closest("[data-names]");
  search?.abort();
  search = new AbortController();
  const address = new URL(place.dataset.names, window.location.href);
  address.search = new URLSearchParams({ question: place.dataset.question, q: input.value.trim() });
  const html = await fetchOptions(address, search.signal);
  if (html === null || document.activeElement !== input) return;
  input.removeAttribute("aria-activedescendant");
  fill(listOf(input), statusOf(input), html);
  input.setAttribute("aria-expanded", String(isOpen(listOf(input))));
}

function put(input, text) {
  input.value = text;
  close(input);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function onKey(event) {
  const input = event.target;
  if (!input.matches?.(FIELD)) return;
  const list = listOf(input);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    if (isOpen(list)) move(input, list, step);
    else open(input).then(() => move(input, list, step));
  } else if (event.key === "Enter") {
    const chosen = marked(list);
    if (!chosen) return close(input);
    event.preventDefault();
    put(input, chosen.dataset.text);
  } else if (event.key === "Escape") {
    event.preventDefault();
    if (isOpen(list)) close(input);
    else put(input, "");
  } else if (event.key === "Tab") {
    close(input);
  }
}

function onInput(event) {
  const input = event.target;
  if (!input.matches?.(FIELD) || !event.isTrusted) return;
  window.clearTimeout(timer);
  timer = window.setTimeout(() => open(input), Number(input.closest("[data-typeahead-ms]")?.dataset.typeaheadMs ?? 150));
}

export function startNames() {
  upgrade(document);
  document.body.addEventListener("htmx:load", (event) => upgrade(event.target));
  document.addEventListener("input", onInput);
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    if (event.target.matches?.(FIELD) && !isOpen(listOf(event.target))) open(event.target);
  });
  document.addEventListener("pointerdown", (event) => {
    const option = event.target.closest?.("[data-names] [role=option]");
    if (!option) return;
    event.preventDefault();
    put(option.closest("[data-names]").querySelector(FIELD), option.dataset.text);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.(FIELD)) close(event.target);
  });
}
