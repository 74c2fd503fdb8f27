// The service worker: keeps the files of one build and answers when the network does not.
//
// Pages drawn by the server are never kept: an old page with a new app does not fit, and it may hold personal data. Offline every page
// is the shell, which the app fills from the device. A new version waits until a page says so, except the very first. What people wrote
// is in IndexedDB: nothing here touches it, except that the outbox is sent when the browser finds a connection and no page is open.
// Placeholders: the build, as text; the files to keep, as a JSON array of addresses; the addresses of the part that sends.
const BUILD = "__BUILD__";
const FILES = __PRECACHE__;
// Emergency brake: as `true` this worker removes itself and everything it kept. The build makes that one too, as `sw.kill.js`
// (`scripts/site.mjs`): here the branches below are taken out with the constant, so changing it in a built file does nothing.
const KILL = false;

const CACHE = `engawa-${BUILD}`;
const MEDIA = "engawa-media";
const SHELL = "/shell";
// A shared screen: its page is the shell, so what is kept answers at once.
const KIOSK = "/kiosk";
const PATIENCE_MS = 3500;
// What was thrown away is asked for this often at most.
const REFILL_MS = 60_000;
// Thumbnails: how many, how many bytes in all, and how large one may be.
const MEDIA_ENTRIES = 300;
const MEDIA_BYTES = 20_000_000;
const MEDIA_LARGEST = 1_000_000;
// What programs ask for: never answered here.
const SERVER_ONLY = /^\/(api|opendata|feeds|sign-out|sw\.js|healthz|readyz|metrics)(\/|$)/;
// Pages that the server alone has, because they hold personal data or need no scripts: never kept. Without a connection the app says so.
const SERVER_PAGES = /^\/(staff|account|my|sign-in|invitation|confirm|listings\/[^/]+\/report|forms\/receipts|forms\/[^/]+\/(plain|print))(\/|$)/;
// What sends the outbox, and under which tag pages ask for it.
const WORKER_JS = "__WORKER_JS__";
const WORKER_WASM = "__WORKER_WASM__";
const OUTBOX_TAG = "engawa-outbox";

// Without it the pages still work; they send while they are open.
try {
  importScripts(WORKER_JS);
} catch (error) {
  console.warn("worker:", error);
}

const KEPT = new Set(FILES);
// Names below /pkg/ change with their content: what the browser has already is right. Everything else is asked for anew.
const fresh = (url) => new Request(url, { cache: url.startsWith("/pkg/") ? "default" : "no-cache" });

self.addEventListener("install", (event) => {
  if (KILL) return void self.skipWaiting();
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      await cache.addAll([...new Set([...FILES, SHELL])].map(fresh));
      if (!self.registration.active) await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      if (KILL) return kill();
      for (const name of await caches.keys()) {
        if (name.startsWith("engawa-") && name !== CACHE && name !== MEDIA) await caches.delete(name);
      }
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "skipWaiting") self.skipWaiting();
  if (event.data === "kill") event.waitUntil(kill());
});

self.addEventListener("sync", (event) => {
  if (!KILL && event.tag === OUTBOX_TAG) event.waitUntil(sendOutbox());
});

// What a notice says to everybody who may look at the screen, in its holder's language; the notice itself waits behind the sign-in.
self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data?.json() ?? {};
  } catch {
    // Something has to be shown all the same.
  }
  const { title = self.location.hostname, body = "", lang = "ja", path = "/account/notices" } = said;
  event.waitUntil(self.registration.showNotification(title, { body, lang, icon: "/icons/icon-192.png", tag: "engawa-notice", data: { path } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.path ?? "/", self.location.origin);
  if (url.origin === self.location.origin) event.waitUntil(self.clients.openWindow(url.href));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (KILL || request.method !== "GET" || url.origin !== self.location.origin || SERVER_ONLY.test(url.pathname)) return;
  if (SERVER_PAGES.test(url.pathname)) {
    if (request.mode === "navigate") event.respondWith(serverPage(request));
  } else if (request.mode === "navigate") event.respondWith(url.pathname === KIOSK ? shell(event) : page(request));
  else if (url.pathname.startsWith("/media/")) event.respondWith(media(event));
  else if (KEPT.has(url.pathname)) event.respondWith(file(event));
});

let isKilled = false;

async function kill() {
  isKilled = true;
  for (const name of await caches.keys()) {
    if (name.startsWith("engawa-")) await caches.delete(name);
  }
  await self.registration.unregister();
}

const kept = (request) => caches.match(request, { cacheName: CACHE, ignoreVary: true });

async function file(event) {
  const here = await kept(event.request);
  if (!here) refill(event);
  return here ?? fetch(event.request);
}

// A browser that is short of room throws away what was kept, and may leave this worker: then it is fetched once more. Only what belongs
// together: if the server has another build by now, its own worker is coming.
let filling;

function refill(event) {
  filling ??= fill()
    .catch((error) => console.warn("worker:", error))
    .finally(() => setTimeout(() => (filling = undefined), REFILL_MS));
  event.waitUntil(filling);
}

async function fill() {
  const shell = await fetch(fresh(SHELL));
  if (isKilled || !shell.ok || !(await shell.clone().text()).includes(`"build":"${BUILD}"`)) return;
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map(fresh));
  await cache.put(SHELL, shell);
}

// A failure makes the browser try again later.
async function sendOutbox() {
  if (typeof wasm_bindgen !== "function") return;
  await wasm_bindgen({ module_or_path: (await kept(WORKER_WASM)) ?? fetch(WORKER_WASM) });
  if (await wasm_bindgen.send(BUILD)) throw new Error("not everything could be sent");
}

// Whatever is wrong with the network: a session begins as soon as the one before it ended.
async function shell(event) {
  const here = await kept(SHELL);
  if (!here) refill(event);
  return here ?? fetch(event.request);
}

// A gateway that cannot reach the server counts as no network.
const isGateway = ({ status }) => status >= 502 && status <= 504;

// The network first, but not for long.
async function page(request) {
  const network = fetch(request);
  // When the shell answers first, nobody waits for this any more.
  network.catch(() => {});
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const answer = await Promise.race([network, late]).catch(() => null);
  if (answer && !isGateway(answer)) return answer;
  return (await kept(SHELL)) ?? answer ?? network;
}

// Somebody waits for it as long as it takes: what comes instead can only say that there is no connection. 503 is a busy server's own page.
async function serverPage(request) {
  const answer = await fetch(request).catch(() => null);
  if (answer && (answer.status === 503 || !isGateway(answer))) return answer;
  return (await kept(SHELL)) ?? answer ?? Response.error();
}

// Thumbnails in order of their last use, with their sizes; read from the cache when the worker wakes.
let sizes;

async function known(cache) {
  if (!sizes) {
    const found = new Map();
    for (const key of await cache.keys()) {
      const answer = await cache.match(key);
      found.set(key.url, Number(answer?.headers.get("content-length")) || MEDIA_LARGEST / 10);
    }
    sizes ??= found;
  }
  return sizes;
}

async function media(event) {
  const { request } = event;
  const cache = await caches.open(MEDIA);
  const here = await cache.match(request.url, { ignoreVary: true });
  if (here) {
    event.waitUntil(touch(cache, request, here.clone()));
    return request.headers.has("range") ? piece(request, here) : here;
  }
  const answer = await fetch(request).catch(() => null);
  // Without a connection the same picture in another width is better than none.
  if (!answer) return (await cache.match(request, { ignoreVary: true, ignoreSearch: true })) ?? Response.error();
  const size = Number(answer.headers.get("content-length")) || 0;
  const image = (answer.headers.get("content-type") ?? "").startsWith("image/");
  if (answer.status === 200 && mayKeep(answer) && image && size <= MEDIA_LARGEST && !request.headers.has("range")) {
    event.waitUntil(keepMedia(cache, request, answer.clone(), size || MEDIA_LARGEST / 10).catch(() => {}));
  } else if (answer.status === 206 && mayKeep(answer)) {
    event.waitUntil(keepWhole(cache, request, answer.headers.get("content-range")).catch(() => {}));
  }
  return answer;
}

// What only some may see is not kept for whoever comes next.
function mayKeep(answer) {
  return answer.type === "basic" && !(answer.headers.get("cache-control") ?? "").includes("no-store");
}

// Players ask for pieces, and pieces cannot be kept: a small sound or film that somebody opened is fetched once more, whole.
async function keepWhole(cache, request, range) {
  const size = Number(/\/(\d+)$/.exec(range ?? "")?.[1]) || 0;
  if (!size || size > MEDIA_LARGEST || touched.has(request.url)) return;
  touched.add(request.url);
  const whole = await fetch(request.url);
  if (whole.status === 200 && mayKeep(whole)) await keepMedia(cache, request, whole, size);
}

// A piece of what is kept, as a player asks for it: `bytes=100-`, `bytes=100-199`, `bytes=-100`.
async function piece(request, answer) {
  const bytes = await answer.blob();
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("range")) ?? [];
  if (first === undefined || (first === "" && last === "")) return new Response(bytes, { headers: answer.headers });
  const start = first === "" ? Math.max(bytes.size - Number(last), 0) : Number(first);
  const end = first === "" || last === "" ? bytes.size : Math.min(Number(last) + 1, bytes.size);
  const headers = new Headers(answer.headers);
  if (start >= end) {
    headers.set("content-range", `bytes */${bytes.size}`);
    return new Response(null, { status: 416, headers });
  }
  headers.set("content-range", `bytes ${start}-${end - 1}/${bytes.size}`);
  headers.set("content-length", String(end - start));
  return new Response(bytes.slice(start, end), { status: 206, headers });
}

// Putting a picture again moves it to the end of the cache's order; once in a worker's short life is enough.
const touched = new Set();

async function touch(cache, request, answer) {
  if (touched.has(request.url)) return;
  touched.add(request.url);
  const size = (await known(cache)).get(request.url) ?? MEDIA_LARGEST / 10;
  await keepMedia(cache, request, answer, size).catch(() => {});
}

async function keepMedia(cache, request, answer, size) {
  await cache.put(request, answer);
  touched.add(request.url);
  const all = await known(cache);
  all.delete(request.url);
  all.set(request.url, size);
  let total = 0;
  for (const bytes of all.values()) total += bytes;
  for (const [url, bytes] of [...all]) {
    if (all.size <= MEDIA_ENTRIES && total <= MEDIA_BYTES) break;
    all.delete(url);
    total -= bytes;
    await cache.delete(url, { ignoreVary: true });
  }
}
