// [data-copy-text="…"] copies its text, [data-copy-from="#id"] copies a field's; both say so.
import { announce } from "./announce.js";

async function copy(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

/** Copy, and say whether it went well. */
export async function copyAloud(text, done) {
  try {
    await copy(text);
    announce(done);
  } catch {
    announce("Det gick inte att kopiera");
  }
}

document.addEventListener("click", (event) => {
  const control = event.target.closest("[data-copy-text], [data-copy-from]");
  if (!control) return;
  event.preventDefault();
  const source = control.dataset.copyFrom && document.querySelector(control.dataset.copyFrom);
  copyAloud(source ? source.value ?? source.textContent : control.dataset.copyText, "Kopierat");
});
