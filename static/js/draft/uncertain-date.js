// A date that is known in part (spec/ui.md 4, UE_UNCERTAIN_DATE; 10.7): no month without a year, and of an unknown
// year no month is known. What is set by itself is announced.

function settle(place, isChosen) {
  const year = place.querySelector("[data-uncertain-year] select");
  const month = place.querySelector("[data-uncertain-month] select");
  if (year.disabled) return;
  const isUnknown = year.value === place.dataset.uncertain;
  const before = month.value;
  if (isUnknown) month.value = "00";
  else if (!year.value || (isChosen && month.disabled)) month.value = "";
  month.disabled = isUnknown || !year.value;
  if (!isChosen || month.value === before) return;
  place.querySelector("[role=status]").textContent = isUnknown ? "Månad är satt till 00, ej känt." : "Månad är tömd.";
}

function settleAll(root) {
  root.querySelectorAll?.("[data-uncertain]").forEach((place) => settle(place, false));
}

export function startUncertainDates() {
  settleAll(document);
  document.body.addEventListener("htmx:load", (event) => settleAll(event.target));
  // before the question is sent
  document.addEventListener(
    "change",
    (event) => {
      const year = event.target.closest?.("[data-uncertain-year]");
      if (year) settle(year.closest("[data-uncertain]"), true);
    },
    true,
  );
}
