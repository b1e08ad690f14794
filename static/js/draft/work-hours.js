// Working hours helper (spec/ui.md 4.2): what is left of a working week in each complete period, at once while one
// types. Levels, limit and texts stand in the page; the server counts where no script runs. Nothing is sent.

const WHOLE = /^\d{1,3}$/;

const left = (hours, percent) => String((hours * percent) / 100).replace(".", ",");

function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function tellError(helper, field, isWrong) {
  if (field.hasAttribute("aria-invalid") === isWrong) return;
  field.classList.toggle("nhsuk-input--error", isWrong);
  if (isWrong) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  const words = helper.querySelector("template").content.cloneNode(true);
  document.getElementById(`${field.id}-error`).replaceChildren(...(isWrong ? [words] : []));
}

function show(helper) {
  const field = helper.querySelector("input");
  const typed = field.value.trim();
  const isHours = WHOLE.test(typed) && Number(typed) <= Number(field.dataset.most);
  tellError(helper, field, typed !== "" && !isHours);
  for (const row of helper.closest("[data-element]").querySelectorAll("[data-percent-left]")) {
    if (isHours) put(row.querySelector("[data-hours]"), left(Number(typed), Number(row.dataset.percentLeft)));
    row.hidden = !isHours;
  }
}

const showAll = () => document.querySelectorAll("[data-work-hours]").forEach(show);

export function startWorkHours() {
  document.addEventListener("input", (event) => {
    const helper = event.target.closest?.("[data-work-hours]");
    if (helper) show(helper);
  });
  document.body.addEventListener("htmx:load", showAll); // rows that a save has just made complete, or rewritten
  window.addEventListener("pageshow", showAll);
}
