// What comboboxes share: one marked option in a list that the arrows walk through (ARIA 1.2). Nothing is preselected.

const optionsOf = (list) => [...list.querySelectorAll('[role=option]:not([aria-disabled="true"])')];

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

export const isOpen = (list) => !list.hidden;

/** One option up or down; disabled ones are skipped, the ends meet. */
export function move(input, list, step) {
  const options = optionsOf(list);
  if (options.length === 0) return;
  const at = options.findIndex((option) => option.hasAttribute("data-active"));
  const next = at === -1 ? (step > 0 ? 0 : options.length - 1) : (at + step + options.length) % options.length;
  mark(input, list, options[next]);
}

export const marked = (list) => list.querySelector("[data-active]");

/** The server's options for what is typed; null when they cannot be had, or when the search was given up meanwhile. */
export async function fetchOptions(address, signal) {
  try {
    const answer = await fetch(address, { signal, credentials: "same-origin", headers: { "HX-Request": "true" } });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

/** The options of the server's answer go into the list; tells how many there are. */
export function fill(list, status, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  list.replaceChildren(...page.querySelectorAll("[role=option]"));
  status.textContent = page.querySelector("[data-hits]")?.textContent ?? "";
  list.hidden = list.children.length === 0;
}

export function empty(list, status) {
  list.hidden = true;
  list.replaceChildren();
  status.textContent = "";
}
