// The service worker: help numbers and the pages read last stay readable without a connection.
// The view that serves this file puts `const SETTINGS = {…}` before it. Only pages that the server marks with
// `Offline-Copy: keep` are ever kept; sensitive pages, the form, search, the admin and the API never carry the mark.
const FIXED = `isigurt-fixed-${SETTINGS.version}`;
const FILES = "isigurt-files";
const READ = "isigurt-read";

self.addEventListener("install", (event) => event.waitUntil(prepare()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (SETTINGS.files.includes(url.pathname) || url.pathname.startsWith("/static/css/")) {
    event.respondWith(file(event.request));
  } else if (event.request.mode === "navigate" && language(url)) {
    event.respondWith(page(event, url));
  }
});

async function prepare() {
  const fixed = await caches.open(FIXED);
  // Without cookies, so that nobody's session shapes what is kept.
  const fresh = (path) => new Request(path, { cache: "reload", credentials: "omit" });
  await fixed.addAll(SETTINGS.pages.map(fresh));
  const files = await caches.open(FILES);
  for (const path of SETTINGS.files) if (!(await files.match(path))) await files.add(path);
  await self.skipWaiting();
}

async function takeOver() {
  const ours = (await caches.keys()).filter((name) => name.startsWith("isigurt-"));
  await Promise.all(ours.filter((name) => ![FIXED, FILES, READ].includes(name)).map((name) => caches.delete(name)));
  if (self.registration.navigationPreload) await self.registration.navigationPreload.enable();
  await self.clients.claim();
}

// Files carry a hash in their name: what is kept is right for ever. Older ones stay for pages that were kept with them.
async function file(request) {
  const files = await caches.open(FILES);
  const found = await files.match(request);
  if (found) return found;
  const response = await fetch(request);
  if (response.ok) {
    await files.put(request, response.clone());
    await trim(files, SETTINGS.fileLimit);
  }
  return response;
}

async function page(event, url) {
  try {
    const response = (await event.preloadResponse) || (await fetch(event.request));
    // A proxy whose site does not answer: as good as no connection.
    if (response.status < 502) {
      event.waitUntil(keep(url, response.clone()));
      return response;
    }
    return (await kept(url)) || response;
  } catch {
    return (await kept(url)) || offline(url);
  }
}

async function keep(url, response) {
  const cache = await caches.open(SETTINGS.pages.includes(url.pathname) ? FIXED : READ);
  const control = response.headers.get("Cache-Control") || "";
  const allowed = response.ok && !response.redirected && !url.search;
  if (allowed && response.headers.get("Offline-Copy") === "keep" && !/no-store|private/.test(control)) {
    const headers = new Headers(response.headers);
    for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
    headers.set("Kept-At", new Date().toISOString());
    const copy = new Response(await response.blob(), { headers });
    await cache.delete(url.pathname);
    await cache.put(url.pathname, copy);
    await trim(await caches.open(READ), SETTINGS.pageLimit);
  } else if (response.type === "basic" && !url.search) {
    // Taken down, or sensitive by now: what was kept goes too.
    await (await caches.open(READ)).delete(url.pathname);
  }
}

async function trim(cache, limit) {
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - limit)).map((key) => cache.delete(key)));
}

// What is kept of an address, marked as a copy with its date.
async function kept(url) {
  if (url.pathname === SETTINGS.offline[language(url)]) return undefined;
  const found = await caches.match(url.pathname, { ignoreVary: true });
  if (!found) return undefined;
  const html = await found.text();
  const date = new Date(found.headers.get("Kept-At") || found.headers.get("Date") || Date.now());
  const day = `${date.getDate()}.${date.getMonth() + 1}.${date.getFullYear()}`;
  const note = SETTINGS.notes[language(url)].replace("%(date)s", day);
  const marked = html.replace(/<main\b[^>]*>/, (main) => `${main}<p class="kept-copy" role="status">${note}</p>`);
  return new Response(marked, { headers: found.headers });
}

async function offline(url) {
  const fixed = await caches.open(FIXED);
  const found = await fixed.match(SETTINGS.offline[language(url)], { ignoreVary: true });
  return found ? new Response(await found.blob(), { status: 503, headers: found.headers }) : Response.error();
}

function language(url) {
  return SETTINGS.languages.find((code) => url.pathname === `/${code}/` || url.pathname.startsWith(`/${code}/`));
}
