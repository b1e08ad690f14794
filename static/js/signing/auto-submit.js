// Sends the one form of a page that is only a station between Webcert and the signing service (spec/signing.md 8.1).
// Coming back by the browser's history must not send it again.
const [navigation] = performance.getEntriesByType("navigation");
if (navigation?.type !== "back_forward") document.querySelector("form[data-auto-submit]")?.requestSubmit();
