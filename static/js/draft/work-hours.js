// Working hours helper (spec/ui.md 4.2): what is left of a working week for each complete period. Never stored or sent.

const MOST_HOURS = 168;

function remaining(hours, percent) {
  return String(Math.round(hours * (100 - percent)) / 100).replace(".", ",");
}

function completeRows(helper) {
  return [...helper.parentElement.querySelectorAll("[data-percent]")]
    .map((row) => ({
      name: row.querySelector("label").textContent.trim(),
      percent: Number(row.dataset.percent),
      days: Number.parseInt(row.querySelector(".wc-periods__days").textContent, 10),
    }))
    .filter(({ days }) => days > 0);
}

function show(helper) {
  const field = helper.querySelector("input");
  const result = helper.querySelector("[data-work-hours-result]");
  const typed = field.value.trim();
  const hours = Number(typed);
  const isWrong = typed !== "" && !(/^\d{1,3}$/.test(typed) && hours <= MOST_HOURS);
  field.classList.toggle("nhsuk-input--error", isWrong);
  if (isWrong) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  if (isWrong) result.textContent = `Ange ett heltal mellan 0 och ${MOST_HOURS}.`;
  else if (typed === "") result.textContent = "";
  else {
    result.textContent = completeRows(helper)
      .map(({ name, percent, days }) => `${name}: ${remaining(hours, percent)} timmar/vecka i ${days} dagar.`)
      .join(" ");
  }
}

export function startWorkHours() {
  document.addEventListener("input", (event) => {
    const helper = event.target.closest?.("[data-work-hours]");
    if (helper) show(helper);
  });
  document.body.addEventListener("htmx:afterRequest", () => document.querySelectorAll("[data-work-hours]").forEach(show));
}
