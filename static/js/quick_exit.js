// Leaves a sensitive page so that Back does not return to it. Without JavaScript the link still works.
const link = document.getElementById("quick-exit");
let presses = [];

function leave(event) {
  if (event) event.preventDefault();
  document.title = "";
  // What this device keeps for reading without a connection would tell what was read.
  if ("caches" in window) caches.delete("isigurt-read");
  document.body.replaceChildren();
  window.location.replace(link.href);
}

link.addEventListener("click", leave);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const now = Date.now();
  presses = [...presses.filter((time) => now - time < 2000), now];
  if (presses.length >= 3) leave();
});
// A page restored by Back would show what was typed.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) form.reset();
});
