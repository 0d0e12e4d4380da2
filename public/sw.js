// Makes a second start faster, and possible without network. Nothing depends on it: iOS WeChat
// has no service worker. It never touches /api, so it never holds anything about a person.

const BUILD = "{{build}}";
const CACHE = `jiayi-${BUILD}`;
const SHELL = "/";
// Longer than a slow answer, shorter than a person's patience.
const PATIENCE_MS = 3000;

self.addEventListener("install", (event) => {
  const files = ["app.css", "app.js", "app_bg.wasm"].map((file) => `/r/${BUILD}/${file}`);
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([SHELL, ...files])));
});

// Former builds go; a page still open with one of them finds its parts on the server.
self.addEventListener("activate", (event) => {
  const clean = async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith("jiayi-") && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
  };
  event.waitUntil(clean());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/r/")) {
    event.respondWith(cacheFirst(request));
  } else if (request.mode === "navigate" && !url.pathname.startsWith("/api/")) {
    event.respondWith(networkFirst(request));
  }
});

// Files under /r/ are named by their content and never change.
async function cacheFirst(request) {
  const cache = await caches.open(CACHE);
  const held = await cache.match(request);
  if (held) return held;
  const reply = await fetch(request);
  if (reply.ok && new URL(request.url).pathname.startsWith(`/r/${BUILD}/`)) {
    await cache.put(request, reply.clone());
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
