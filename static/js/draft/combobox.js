// Diagnosis search: an ARIA 1.2 combobox (spec/ui.md 4.3, 10.7). The options are the server's own <li role="option">.
// Arrows move, Enter chooses, Tab closes and keeps what is typed, Esc closes and then clears. Nothing is preselected.

import { empty, fetchOptions, fill, isOpen, marked, move } from "./listbox.js";

const MINIMUM = { code: 3, text: 1 };

let timer = 0;
let search = null;

const partsOf = (input) => {
  const row = input.closest("[data-diagnosis]");
  return {
    row,
    code: row.querySelector("[data-combo=code]"),
    text: row.querySelector("[data-combo=text]"),
    list: row.querySelector("[role=listbox]"),
    status: row.querySelector("[role=status]"),
  };
};

function close(input) {
  const { code, text, list, status } = partsOf(input);
  window.clearTimeout(timer);
  search?.abort();
  empty(list, status);
  for (const field of [code, text]) {
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }
}

async function open(input) {
  const { row, code, text, list, status } = partsOf(input);
  const query = input.value.trim();
  if (query.length < MINIMUM[input.dataset.combo]) {
    close(input);
    return;
  }
  search?.abort();
  search = new AbortController();
  const others = [...row.parentElement.querySelectorAll("[data-combo=code]")].filter((field) => field !== code);
  const terminology = row.closest("[data-element]").querySelector("[data-terminology]:checked")?.value;
  const address = new URL(row.dataset.diagnosis, window.location.href);
  address.search = new URLSearchParams({
    q: query,
    row: row.dataset.row,
    part: input.dataset.combo,
    ...(row.dataset.question && { question: row.dataset.question }),
    ...(terminology && { terminology }),
    ...(others.some((field) => field.value) && { taken: others.map((field) => field.value).filter(Boolean).join(",") }),
  });
  const html = await fetchOptions(address, search.signal);
  if (html === null || document.activeElement !== input) return;
  fill(list, status, html);
  for (const field of [code, text]) field.setAttribute("aria-expanded", String(field === input && isOpen(list)));
}

function choose(input, option) {
  const { code, text } = partsOf(input);
  code.value = option.dataset.code;
  text.value = text.maxLength > 0 ? option.dataset.text.slice(0, text.maxLength) : option.dataset.text;
  close(input);
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.dispatchEvent(new Event("change", { bubbles: true }));
}

function clear(input) {
  const { code, text } = partsOf(input);
  code.value = "";
  text.value = "";
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function onKey(event) {
  const input = event.target;
  if (!input.matches?.("[data-combo]")) return;
  const { list } = partsOf(input);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    if (isOpen(list)) move(input, list, step);
    else open(input).then(() => move(input, list, step));
  } else if (event.key === "Enter") {
    event.preventDefault();
    const active = marked(list);
    if (active) choose(input, active);
  } else if (event.key === "Escape") {
    event.preventDefault();
    if (isOpen(list)) close(input);
    else clear(input);
  } else if (event.key === "Tab") {
    close(input);
  }
}

function onInput(event) {
  const input = event.target;
  if (!input.matches?.("[data-combo]") || !event.isTrusted) return;
  const { code, text } = partsOf(input);
  if (input.value === "") {
    code.value = "";
    text.value = "";
    close(input);
    return;
  }
  if (input === code) code.value = code.value.toUpperCase();
  window.clearTimeout(timer);
  timer = window.setTimeout(() => open(input), Number(input.closest("[data-typeahead-ms]")?.dataset.typeaheadMs ?? 150));
}

export function startCombobox() {
  document.addEventListener("input", onInput);
  document.addEventListener("keydown", onKey);
  document.addEventListener("pointerdown", (event) => {
    const option = event.target.closest?.("[data-diagnosis] [role=option]");
    if (!option) return;
    event.preventDefault();
    if (option.getAttribute("aria-disabled") !== "true") choose(option, option);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.("[data-combo]")) close(event.target);
  });
}
