// Leaves a sensitive page so that Back does not return to it, and clears what was typed. Without JavaScript the link
// still works.
const link = document.getElementById("quick-exit");
let presses = [];
let isLeaving = false;

function leave(event) {
  event?.preventDefault();
  if (isLeaving) return;
  isLeaving = true;
  document.title = "";
  // What this device keeps for reading without a connection would tell what was read.
  if ("caches" in window) caches.delete("isigurt-read");
  document.body.replaceChildren();
  // A new tab has no Back at all; where the browser does not open one, this one is enough.
  window.open(link.href, "_blank", "noopener,noreferrer");
  const go = () => window.location.replace(link.href);
  if (!history.state?.isReporting) return go();
  // The form added one step to the history: leave from the page's own place in it.
  window.addEventListener("popstate", go);
  history.back();
  setTimeout(go, 300);
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("#quick-exit, [data-leave]")) leave(event);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const now = Date.now();
  presses = [...presses.filter((time) => now - time < 2000), now];
  if (presses.length >= 3) leave();
});
// A page that the browser keeps for Back would show what was typed.
window.addEventListener("pagehide", () => {
  for (const form of document.forms) form.reset();
  for (const part of document.querySelectorAll("[data-flow], form[data-private]")) part.remove();
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.replace(window.location.href);
});
