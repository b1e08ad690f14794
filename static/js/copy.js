// [data-copy-text="…"] copies its text, [data-copy-from="#id"] copies a field's; both say so.
import { announce } from "./announce.js";

export async function copy(text) {
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

document.addEventListener("click", async (event) => {
  const control = event.target.closest("[data-copy-text], [data-copy-from]");
  if (!control) return;
  event.preventDefault();
  const source = control.dataset.copyFrom && document.querySelector(control.dataset.copyFrom);
  try {
    await copy(source ? source.value ?? source.textContent : control.dataset.copyText);
    announce("Kopierat");
  } catch {
    announce("Det gick inte att kopiera");
  }
});
