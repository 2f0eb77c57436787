// Served instead of the worker where a deployment has switched it off: removes what was kept, then itself.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(retire()));

async function retire() {
  const ours = (await caches.keys()).filter((name) => name.startsWith("isigurt-"));
  await Promise.all(ours.map((name) => caches.delete(name)));
  await self.registration.unregister();
}
