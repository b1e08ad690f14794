// Date fields (spec/ui.md 10.7): one that is whole (eight digits, or ten characters) is saved at once, otherwise
// when it is left. Enter goes to the next field of the row.

const isWhole = (text) => /^\d{8}$/.test(text) || /^\d{4}-\d{2}-\d{2}$/.test(text);

export function startDates() {
  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-date]") && event.isTrusted && isWhole(event.target.value)) {
      event.target.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches?.("[data-date]")) return;
    event.preventDefault();
    const next = document.getElementById(event.target.dataset.next ?? "");
    if (next) next.focus();
    else event.target.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
