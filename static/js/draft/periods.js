// Rows with a tick and dates (spec/ui.md 4.2, 10.7). The server counts; this module only moves the focus,
// shows a row as chosen while the answer is on its way, and turns a quick button into the code one could have typed.

const rowOf = (node) => node.closest?.("[data-row]");

function paint(row) {
  const box = row.querySelector("input[type=checkbox]");
  if (!box) return;
  const isOn = box.checked;
  row.classList.toggle("wc-periods__row--on", isOn);
  row.classList.toggle("wc-periods__row--off", !isOn);
}

function fire(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function onTick(box) {
  const row = rowOf(box);
  const dates = [...row.querySelectorAll("[data-date]")];
  if (!box.checked) dates.forEach((field) => (field.value = ""));
  else if (row.dataset.row === "period" && dates.every((field) => !field.value)) dates.at(-1).focus();
  paint(row);
}

function onQuick(button) {
  const row = rowOf(button);
  const quick = document.getElementById(button.dataset.quickFor);
  row.querySelector("input[type=checkbox]").checked = true;
  quick.value = button.value;
  paint(row);
  fire(quick);
}

export function startPeriods() {
  document.addEventListener(
    "change",
    (event) => {
      if (event.target.matches?.("[data-row] input[type=checkbox]")) onTick(event.target);
      else if (event.target.matches?.("[data-row] [data-date]") && event.target.value) {
        const row = rowOf(event.target);
        row.querySelector("input[type=checkbox]").checked = true;
        paint(row);
      }
    },
    true,
  );
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-quick-for]");
    if (!button) return;
    event.preventDefault();
    onQuick(button);
  });
  document.addEventListener("wc:normalised", (event) => {
    const row = rowOf(event.target);
    if (row) paint(row);
  });
}
