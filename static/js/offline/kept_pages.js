// On the page about reading without a connection: lists what this device keeps, and removes it on request.
const READ = "isigurt-read";
const section = document.getElementById("kept-pages");
const list = section.querySelector("ul");
const empty = section.querySelector("[data-empty]");
const button = section.querySelector("button");

async function show() {
  const items = [];
  if (await caches.has(READ)) {
    const cache = await caches.open(READ);
    for (const request of await cache.keys()) {
      const path = new URL(request.url).pathname;
      if (!path.startsWith(`/${document.documentElement.lang}/`)) continue;
      const kept = new DOMParser().parseFromString(await (await cache.match(request)).text(), "text/html");
      const item = document.createElement("li");
      const link = item.appendChild(document.createElement("a"));
      link.href = path;
      link.textContent = kept.querySelector("h1")?.textContent.trim() || path;
      items.unshift(item);
    }
  }
  list.replaceChildren(...items);
  list.hidden = button.hidden = items.length === 0;
  empty.hidden = items.length > 0;
  section.hidden = false;
}

button.addEventListener("click", async () => {
  await caches.delete(READ);
  await show();
  empty.focus();
});
if ("caches" in window) show();
