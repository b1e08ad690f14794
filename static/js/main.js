// Entry of every page. Modules are imported by relative address only, so that each exists once.
// What needs script is hidden in the page and shown here; what only helps without script is hidden here.
import "./dialog.js";
import "./confirm.js";
import "./copy.js";
import "./filter.js";
import "./fields.js";
import "./layout.js";

function showForScript(root) {
  for (const element of root.querySelectorAll("[data-with-script]")) element.hidden = false;
  for (const element of root.querySelectorAll("[data-without-script]")) element.hidden = true;
}
showForScript(document);
document.body.addEventListener("htmx:load", (event) => showForScript(event.target));

// A form control that submits its form when it changes (page size, status of earlier certificates).
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
});

// An open menu closes on Esc, on a click beside it and when focus leaves it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
for (const kind of ["click", "focusin"]) {
  document.addEventListener(kind, (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
}

// The error summary takes the focus when the page comes with one (spec/ui.md 10.6); its links focus the control.
document.querySelector("[data-focus]")?.focus();
document.addEventListener("click", (event) => {
  const link = event.target.closest(".nhsuk-error-summary a[href^='#']");
  const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) return;
  event.preventDefault();
  target.scrollIntoView({ block: "center" });
  target.focus({ preventScroll: true });
});
