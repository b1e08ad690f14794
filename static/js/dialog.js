// The page's one dialog, #modal (spec/ui.md 10.8). A link or button with hx-target="#modal" fills it and it opens.
// [data-close] closes it, [data-reload] loads the page anew. A dialog with data-locked cannot be closed.
// HTML answers with status 400 and above open in the dialog, unless an ancestor has data-own-errors. Under
// data-errors-in-place (said of the target) an answer with status 422 takes its place there, as any other answer does.

const modal = document.getElementById("modal");

export function openModal(dialog = modal) {
  if (dialog && !dialog.open) dialog.showModal();
}

export function closeModal(dialog = modal) {
  if (dialog?.open) dialog.close();
}

export function showInModal(html) {
  modal.innerHTML = html;
  window.htmx?.process(modal);
  openModal();
}

function lock(dialog) {
  document.querySelector(".wc-scrim")?.remove();
  if (dialog.open) dialog.close();
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("keydown", (event) => { if (event.key === "Escape") event.preventDefault(); });
  dialog.addEventListener("close", () => dialog.showModal());
  dialog.showModal();
}

for (const dialog of document.querySelectorAll("dialog[data-locked]")) lock(dialog);
for (const dialog of document.querySelectorAll("dialog[data-open]")) openModal(dialog);

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) closeModal(event.target.closest("dialog"));
  if (event.target.closest("[data-reload]")) window.location.reload();
  const dialog = event.target;
  if (dialog instanceof HTMLDialogElement && dialog === modal && !dialog.querySelector("[data-keep-open]")) {
    const box = dialog.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) closeModal(dialog);
  }
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status === 422 && event.target.closest?.("[data-errors-in-place]")) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    return;
  }
  if (xhr.status < 400 || !modal || event.target.closest?.("[data-own-errors]")) return;
  if (!xhr.getResponseHeader("Content-Type")?.startsWith("text/html")) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
  event.detail.target = modal;
  event.detail.swapOverride = "innerHTML";
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== modal) return;
  if (modal.childElementCount) openModal();
  else closeModal();
});
