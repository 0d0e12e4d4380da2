// Makes a second start faster, and possible without network. Nothing depends on it: iOS WeChat has
// no service worker, and inside WeChat none is registered. It never touches /api, so it never holds
// anything about a person.

const BUILD = "{{build}}";
const CACHE = `jiayi-${BUILD}`;
const SHELL = "/";
// Longer than a slow answer, shorter than a person's patience.
const PATIENCE_MS = 3000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([SHELL, ...{{first_page}}])));
});

// A new release waits until no page of the former one is open, or until somebody asks for it.
self.addEventListener("message", (event) => {
  if (event.data === "start") self.skipWaiting();
});

// The release before this one stays: a page that is open goes on with its own files.
self.addEventListener("activate", (event) => {
  const clean = async () => {
    const others = (await caches.keys()).filter((name) => name.startsWith("jiayi-") && name !== CACHE);
    await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  };
  event.waitUntil(clean());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/r/")) {
    event.respondWith(cacheFirst(request, url.pathname));
  } else if (request.mode === "navigate" && !url.pathname.startsWith("/api/") && url.pathname !== "/phones") {
    event.respondWith(networkFirst(request));
  }
});

// Files under /r/ are named by their content and never change, whichever release asks.
async function cacheFirst(request, path) {
  const held = await caches.match(request);
  if (held) return held;
  const reply = await fetch(request);
  if (reply.ok && path.startsWith(`/r/${BUILD}/`)) {
    const copy = reply.clone();
    // A full phone goes on without its copy.
    caches.open(CACHE).then((cache) => cache.put(request, copy)).catch(() => {});
  }
  return reply;
}

// Every page is the same shell; a newer one is worth a short wait.
async function networkFirst(request) {
  const held = caches.open(CACHE).then((cache) => cache.match(SHELL));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)).then(() => held);
  const fresh = fetch(request);
  const first = await Promise.race([fresh.catch(() => held), late]);
  return first ?? fresh;
}
