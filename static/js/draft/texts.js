// Text fields (spec/ui.md 4 text rule, 10.7): the counter, and characters that a certificate cannot carry.

const UNSUPPORTED = /[^\n\r\t\x20-\x7e\xa0-\xff]/gu;
const announced = new WeakMap();

function count(field) {
  const message = document.getElementById(`${field.id}-count`);
  if (!message) return;
  const limit = Number(field.dataset.limit);
  const length = field.value.replaceAll("\r\n", "\n").length;
  const over = length - limit;
  message.textContent = over > 0 ? `${length} av ${limit} tecken, ta bort ${over}` : `${length} av ${limit} tecken`;
  const level = over > 0 ? 3 : length === limit ? 2 : length >= 0.8 * limit ? 1 : 0;
  if (level > (announced.get(field) ?? 0)) document.getElementById(`${field.id}-live`).textContent = message.textContent;
  announced.set(field, level);
}

function removeUnsupported(field) {
  const removed = field.value.match(UNSUPPORTED);
  const box = document.getElementById(`${field.id}-removed`);
  if (field.value === "" && box) box.hidden = true;
  if (!removed) return;
  field.value = field.value.replace(UNSUPPORTED, "");
  if (!box) return;
  const examples = [...new Set(removed)].slice(0, 5).join(" ");
  box.querySelector("[data-removed]").textContent =
    `${removed.length} tecken som inte stöds har tagits bort: ${examples}`;
  box.hidden = false;
}

export function startTexts() {
  document.addEventListener(
    "change",
    (event) => {
      if (event.target.matches?.("[data-text]")) removeUnsupported(event.target);
    },
    true,
  );
  document.addEventListener("paste", (event) => {
    const field = event.target;
    if (!field.matches?.("[data-text]")) return;
    window.queueMicrotask(() => window.setTimeout(() => {
      removeUnsupported(field);
      count(field);
    }));
  });
  // On the way down: a question keeps its events from what is around it.
  for (const name of ["input", "change", "wc:normalised"]) {
    document.addEventListener(
      name,
      (event) => {
        if (event.target.matches?.("[data-limit]")) count(event.target);
      },
      true,
    );
  }
}
