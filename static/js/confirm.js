// A form with data-confirm can be sent once it is valid: what must be ticked is ticked, what must be written is written.
// data-required-with="<selector>": the field must be filled in while that box or radio is chosen.

function update(form) {
  for (const field of form.querySelectorAll("[data-required-with]")) {
    field.required = Boolean(form.querySelector(field.dataset.requiredWith)?.checked);
    if (field.required && field.value && !field.value.trim()) field.setCustomValidity("Skriv något.");
    else field.setCustomValidity("");
  }
  for (const button of form.querySelectorAll("button[type='submit']:not([form])")) {
    button.disabled = !form.checkValidity();
  }
}

function start(root) {
  if (root.matches?.("form[data-confirm]")) update(root);
  for (const form of root.querySelectorAll("form[data-confirm]")) update(form);
}

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest?.("form[data-confirm]");
    if (form) update(form);
  });
}
start(document);
document.addEventListener("htmx:load", (event) => start(event.target));
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target.matches?.("form[data-confirm]")) update(event.target);
});
