// Diagnosis search: an ARIA 1.2 combobox (spec/ui.md 4.3, 10.7). The options are the server's own <li role="option">.
// Arrows move, Enter chooses, Tab closes and keeps what is typed, Esc closes and then clears. Nothing is preselected.

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

const optionsOf = (list) => [...list.querySelectorAll('[role=option]:not([aria-disabled="true"])')];
const isOpen = (list) => !list.hidden;

function mark(input, list, option) {
  list.querySelectorAll("[data-active]").forEach((old) => {
    old.removeAttribute("data-active");
    old.setAttribute("aria-selected", "false");
  });
  if (!option) {
    input.removeAttribute("aria-activedescendant");
    return;
  }
  option.setAttribute("data-active", "");
  option.setAttribute("aria-selected", "true");
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function close(input) {
  const { code, text, list, status } = partsOf(input);
  window.clearTimeout(timer);
  search?.abort();
  list.hidden = true;
  list.replaceChildren();
  status.textContent = "";
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
  const address = new URL(row.dataset.diagnosis, window.location.href);
  address.search = new URLSearchParams({
    q: query,
    row: row.dataset.row,
    part: input.dataset.combo,
    ...(others.some((field) => field.value) && { taken: others.map((field) => field.value).filter(Boolean).join(",") }),
  });
  let answer;
  try {
    answer = await fetch(address, { signal: search.signal, credentials: "same-origin", headers: { "HX-Request": "true" } });
  } catch {
    return;
  }
  if (!answer.ok || document.activeElement !== input) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  list.replaceChildren(...page.querySelectorAll("[role=option]"));
  status.textContent = page.querySelector("[data-hits]")?.textContent ?? "";
  list.hidden = list.children.length === 0;
  for (const field of [code, text]) field.setAttribute("aria-expanded", String(field === input && isOpen(list)));
}

function choose(input, option) {
  const { code, text } = partsOf(input);
  code.value = option.dataset.code;
  text.value = option.dataset.text;
  close(input);
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.dispatchEvent(new Event("change", { bubbles: true }));
}

function move(input, step) {
  const { list } = partsOf(input);
  const options = optionsOf(list);
  if (options.length === 0) return;
  const at = options.findIndex((option) => option.hasAttribute("data-active"));
  const next = at === -1 ? (step > 0 ? 0 : options.length - 1) : (at + step + options.length) % options.length;
  mark(input, list, options[next]);
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
    if (isOpen(list)) move(input, event.key === "ArrowDown" ? 1 : -1);
    else open(input).then(() => move(input, event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "Enter") {
    event.preventDefault();
    const active = list.querySelector("[data-active]");
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
