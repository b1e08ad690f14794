// The session (spec/ui.md 10.9): asks the server how long it lives, warns before it ends, prolongs it on demand,
// and tells the server when a window opened from a journal system is left.

const PING = "/api/session-auth-check/ping";
const EXTEND = "/api/session-auth-check/extend";
const SPOKEN = [120, 60, 30];

const body = document.body;
const warning = document.getElementById("session-dialog");
const expired = document.getElementById("expired-dialog");
let endsAt = Infinity;
let leavingForSigning = false;
let spokenAt = Infinity;

const inWords = (seconds) => (seconds > 90 ? `${Math.ceil(seconds / 60)} minuter` : `${seconds} sekunder`);

function unsavedText() {
  const fields = document.querySelectorAll("[data-unsaved] textarea, [data-unsaved] input[type='text'], textarea[data-unsaved]");
  return [...fields].map((field) => field.value.trim()).filter(Boolean).join("\n\n");
}

function end() {
  endsAt = Infinity;
  warning.close();
  const reason = "integrated" in body.dataset ? "timeout-integrated" : "timeout";
  const text = unsavedText();
  if (!text) {
    window.location.assign(`/error?reason=${reason}`);
    return;
  }
  expired.querySelector("textarea").value = text;
  expired.querySelector("a").href = `/error?reason=${reason}`;
  if (!expired.open) expired.showModal();
}

async function ask(address) {
  let answer;
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" });
    answer = await response.json();
  } catch {
    return; // the server cannot be reached: asked again at the next turn
  }
  if (!answer.authenticated) {
    end();
    return;
  }
  endsAt = Date.now() + answer.secondsUntilExpire * 1000;
  tick();
}

function tick() {
  if (endsAt === Infinity) return;
  const left = Math.max(0, Math.round((endsAt - Date.now()) / 1000));
  if (left > Number(body.dataset.warnS)) {
    if (warning.open) warning.close();
    spokenAt = Infinity;
    return;
  }
  if (left === 0) {
    ask(PING);
    return;
  }
  if (!warning.open) warning.showModal();
  warning.querySelector("[data-countdown]").textContent = inWords(left);
  const due = SPOKEN.find((limit) => left <= limit && limit < spokenAt && left > limit - 5);
  if (due === undefined) return;
  spokenAt = due;
  warning.querySelector("[data-countdown-spoken]").textContent = `${inWords(left)} kvar`;
}

// Pages loaded before another one of the same session are told of its end by the server, not by the clock alone.
function watch() {
  ask(PING);
  setInterval(() => { if (!document.hidden) ask(PING); }, Number(body.dataset.pingMs));
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(PING); });
  warning.querySelector("[data-extend]").addEventListener("click", () => ask(EXTEND));
  warning.addEventListener("cancel", () => ask(EXTEND));
  document.addEventListener("htmx:responseError", (event) => { if (event.detail.xhr.status === 401) end(); });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.xhr.status === 403 && event.detail.xhr.responseText.includes("INVALID_LAUNCHID")) {
      window.location.assign("/error?reason=invalid-launchid");
    }
  });
}

// A window of a journal system that is left ends the session after a while; a page that opens takes that back, also
// one that the browser had kept as it was, and one that is only a station on the way to the signing service.
// Both say when it was: they may arrive in another order, and what a page said before it was left must not bring it back.
function tellWhenLeft() {
  let openedAt = Date.now();
  const cancel = () => {
    fetch(`/api/anvandare/logout/cancel?at=${openedAt}`, { cache: "no-store", keepalive: true }).catch(() => {});
  };
  cancel();
  setTimeout(cancel, 2000);
  document.addEventListener("submit", (event) => {
    const leads = [event.target, event.submitter].some((element) => element?.matches("[data-signing]"));
    if (leads && !event.defaultPrevented) leavingForSigning = true;
  });
  window.addEventListener("pagehide", () => {
    if (!leavingForSigning) navigator.sendBeacon(`/api/anvandare/logout?at=${Date.now()}`);
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    leavingForSigning = false;
    openedAt = Date.now();
    cancel();
  });
}

if ("session" in body.dataset) {
  watch();
  if ("integrated" in body.dataset) tellWhenLeft();
}

