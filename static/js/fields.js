// Personal numbers and dates as they are typed.
// data-person-number: digits and dash only, the dash comes by itself, the error shows when the field is left.
// .wc-date: yyyymmdd becomes yyyy-mm-dd when the field is left; the button opens the browser's own calendar.

export function isPersonNumber(text) {
  const parts = /^(\d{4})(\d{2})(\d{2})[-+]?(\d{4})$/.exec(text);
  if (!parts) return false;
  const [year, month, writtenDay] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const day = writtenDay > 60 ? writtenDay - 60 : writtenDay;
  const born = new Date(year, month - 1, day);
  if (born.getMonth() !== month - 1 || born.getDate() !== day) return false;
  const today = new Date();
  if (born > today || today.getFullYear() - year > 125) return false;
  const digits = (parts[1].slice(2) + parts[2] + parts[3] + parts[4]).split("").map(Number);
  const sum = digits.reduce((total, digit, index) => {
    const product = digit * (index % 2 ? 1 : 2);
    return total + (product > 9 ? product - 9 : product);
  }, 0);
  return sum % 10 === 0;
}

function showPersonNumberError(field, isWrong) {
  const message = document.getElementById(`${field.id}-error`);
  if (!message) return;
  message.hidden = !isWrong;
  field.classList.toggle("nhsuk-input--error", isWrong);
  field.closest(".nhsuk-form-group")?.classList.toggle("nhsuk-form-group--error", isWrong);
  if (isWrong) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", message.id);
  } else {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
}

function wirePersonNumber(field) {
  const button = field.form.querySelector("[data-needs-person-number]");
  const optional = "optional" in field.dataset;
  const isRight = () => (optional && !field.value) || isPersonNumber(field.value);
  const check = () => {
    if (button) button.setAttribute("aria-disabled", String(!isRight()));
  };
  field.addEventListener("input", () => {
    const typed = field.value.replace(/[^\d+-]/g, "").slice(0, 13);
    field.value = /^\d{12}$/.test(typed) ? `${typed.slice(0, 8)}-${typed.slice(8)}` : typed;
    for (const box of document.querySelectorAll("[data-result-of-search]")) box.remove();
    showPersonNumberError(field, field.value.length === 13 && !isRight());
    check();
  });
  field.addEventListener("focus", () => {
    for (const box of document.querySelectorAll("[data-result-of-search]")) box.remove();
    showPersonNumberError(field, false);
  });
  field.addEventListener("blur", () => showPersonNumberError(field, Boolean(field.value) && !isRight()));
  field.form.addEventListener("submit", (event) => {
    if (isRight() || event.submitter?.hasAttribute("data-reset")) return;
    event.preventDefault();
    showPersonNumberError(field, true);
  });
  check();
}

for (const field of document.querySelectorAll("[data-person-number]")) wirePersonNumber(field);

document.addEventListener("focusout", (event) => {
  const field = event.target;
  if (!field.matches?.(".wc-date > input[type='text']:not([data-own-date])")) return;
  const digits = /^(\d{4})(\d{2})(\d{2})$/.exec(field.value.trim());
  if (!digits) return;
  field.value = digits.slice(1).join("-");
  field.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("click", (event) => {
  const button = event.target.closest(".wc-date__button");
  if (!button) return;
  const field = button.parentElement.querySelector("input[type='text']");
  const picker = document.createElement("input");
  picker.type = "date";
  picker.className = "wc-vh";
  picker.tabIndex = -1;
  picker.setAttribute("aria-hidden", "true");
  if (/^\d{4}-\d{2}-\d{2}$/.test(field.value)) picker.value = field.value;
  button.after(picker);
  picker.addEventListener("change", () => {
    field.value = picker.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.focus();
  });
  picker.addEventListener("blur", () => picker.remove());
  picker.showPicker();
});

// A period whose end lies before its start, or a date that is none, is said at once and stops the search.
function wirePeriod(group) {
  const [from, until] = group.querySelectorAll("input[type='text']");
  const message = group.querySelector("[data-period-error]");
  const button = group.closest("form").querySelector("button[type='submit']");
  const isDate = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
  const fault = () => {
    for (const field of [from, until]) if (field.value && !isDate(field.value)) return "Ange datum som åååå-mm-dd.";
    if (group.dataset.min && from.value && from.value < group.dataset.min) return `Tidigaste datum är ${group.dataset.min}.`;
    if (from.value && until.value && until.value < from.value) return "Slutdatum får inte vara före startdatum.";
    return "";
  };
  group.addEventListener("change", () => {
    const text = fault();
    message.textContent = text;
    message.hidden = !text;
    button.setAttribute("aria-disabled", String(Boolean(text)));
    for (const field of [from, until]) field.classList.toggle("nhsuk-input--error", Boolean(text));
  });
  group.closest("form").addEventListener("submit", (event) => {
    if (fault() && !event.submitter?.hasAttribute("data-reset")) event.preventDefault();
  });
}

for (const group of document.querySelectorAll("[data-period]")) wirePeriod(group);
