// Loads the app where the browser can run it; everywhere else the server's pages work as they are.
// __JS__ and __WASM__ are the addresses of the build's files, __NEEDS__ those that a part of the app needs besides.
const NEEDS = __NEEDS__;
// Which part draws which pages, by the first step of the address: app/src/routes.rs.
const PARTS = { "": "first", listings: "cards", favourites: "cards", groups: "whole", organisations: "whole", calendar: "sheets", map: "sheets", forms: "papers", outbox: "papers", drafts: "papers", join: "papers", field: "papers", write: "papers", kiosk: "kiosk", "hand-over": "papers" };
const part = () => {
  const [, first, second] = location.pathname.split("/");
  if (second && first === "listings") return "whole";
  return PARTS[first] ?? "prose";
};

// A shared screen shows the app at one address, which never changes; only pairing has another one.
const KIOSK = "/kiosk";
const enrolled = () => {
  try {
    return localStorage.getItem("engawa-kiosk");
  } catch {
    return null;
  }
};
const kept = enrolled();
let isKiosk = kept !== null;
// Only a screen that lost its right is paired anew: nobody who goes back finds the page where it was.
const mayPair = !isKiosk || !kept.includes('"active":true');
const isAway = isKiosk && location.pathname !== KIOSK && !(mayPair && location.pathname === `${KIOSK}/pair`);
if (isAway) location.replace(KIOSK);

// What goes wrong at a screen where the app cannot say so itself: a code and how often, nothing of what the browser says of it, which may
// hold what somebody typed. The next beat takes it along (app/browser/src/kiosk/ledger.rs).
const NOTED = "engawa-kiosk-noted";
const NOTED_MAX = 1_000;
const note = (code) => {
  if (!isKiosk) return;
  try {
    const noted = JSON.parse(localStorage.getItem(NOTED) ?? "{}");
    localStorage.setItem(NOTED, JSON.stringify({ ...noted, [code]: Math.min((noted[code] ?? 0) + 1, NOTED_MAX) }));
  } catch (error) {
    console.warn("note:", error);
  }
};
// Some browsers call what is no error one, without an error.
addEventListener("error", (event) => event.error && note("script_error"));
addEventListener("unhandledrejection", () => note("rejection"));

// It is installed nowhere any more: with each page Chromium would look whether what is installed has changed, and write a book of that.
if (isKiosk) document.querySelector("link[rel=manifest]")?.remove();
// A page from before this was a screen, which the browser kept whole.
addEventListener("pageshow", (event) => {
  if (event.persisted && !isKiosk && enrolled() !== null) location.replace(KIOSK);
});

// A screen that is paired anew runs as an ordinary browser on that page alone: whoever goes leaves nothing standing, and nothing leads on.
if (isKiosk && !isAway && location.pathname !== KIOSK) {
  const home = () => location.replace(KIOSK);
  let timer = setTimeout(home, 90_000);
  const touched = () => {
    clearTimeout(timer);
    timer = setTimeout(home, 90_000);
  };
  for (const sign of ["pointerdown", "keydown", "input"]) addEventListener(sign, touched, true);
  history.pushState = home;
}

// Where the mark of a screen stands a second time: app/browser/src/kiosk/keep.rs. Without a network nothing else would tell a browser that
// lost its localStorage from somebody's own, and what people type would be kept.
const MARK = "kiosk";
const MARK_MS = 3_000;
const found = async () => {
  if (isKiosk || !("caches" in window)) return;
  const answer = await caches.match(KIOSK, { cacheName: MARK });
  if (!answer) return;
  const text = await answer.text();
  isKiosk = true;
  // The app reads it here where localStorage takes nothing any more.
  window.__engawaKiosk = text;
  try {
    localStorage.setItem("engawa-kiosk", text);
  } catch (error) {
    console.warn("mark:", error);
  }
  note("evicted");
  if (location.pathname !== KIOSK) location.replace(KIOSK);
};
// Whether the app may begin here: nobody waits for a store that does not answer.
const mayBegin = async () => {
  await Promise.race([found().catch((error) => console.warn("mark:", error)), new Promise((resolve) => setTimeout(resolve, MARK_MS))]);
  return !isKiosk || kept !== null || location.pathname === KIOSK;
};

const keep = (name, value, event) => {
  window[name] = value;
  dispatchEvent(new Event(event));
};

// The browser asks once, perhaps before the app runs.
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  if (!isKiosk) keep("__engawaInstall", event, "engawa-install");
});

// The floor: Chrome and Edge 97, Firefox 102, Safari 16.4.
const able =
  typeof WebAssembly === "object" &&
  "instantiateStreaming" in WebAssembly &&
  "indexedDB" in window &&
  "BroadcastChannel" in window &&
  "at" in Array.prototype;

// A shared screen compiles the same files for each person. Chromium holds, for each time, the way to write machine code beside the answer
// from which a file was compiled, as long as any page holds that file; here one always does, so it would hold ten thousands of them (4 kB
// each, in its own process). An answer that the page made has no such way.
if (able && isKiosk) {
  const compile = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (source, imports) => {
    const answer = await source;
    return compile(new Response(answer.body, answer), imports);
  };
}

// What was not sent from a browser is deleted when it becomes a screen, so it does not become one meanwhile. The page says so as soon as
// the app runs (app/src/kiosk/pages/pair.rs), which may be later than somebody typed the code. The form in which it stands:
// app/core/src/outbox/entry.rs.
const isSent = (text) => {
  try {
    return JSON.parse(text).state.is === "done";
  } catch {
    return false;
  }
};
const isAllSent = () =>
  new Promise((resolve) => {
    const opening = indexedDB.open("engawa");
    // There is none, and there shall be none because of this.
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => resolve(true);
    opening.onsuccess = () => {
      const db = opening.result;
      const done = (all) => {
        db.close();
        resolve(all.every(isSent));
      };
      if (!db.objectStoreNames.contains("outbox")) return done([]);
      const reading = db.transaction("outbox").objectStore("outbox").getAll();
      reading.onsuccess = () => done(reading.result);
      reading.onerror = () => done([""]);
    };
  });
if (able && !isKiosk && location.pathname === `${KIOSK}/pair`) {
  const asked = async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const late = new Promise((resolve) => setTimeout(resolve, 5_000, "late"));
    const answer = await Promise.race([isAllSent(), late]);
    if (answer === true) event.target.submit();
    if (answer !== "late") return;
    // A store that does not answer: by now the app runs and looks for itself, and nobody presses in vain.
    removeEventListener("submit", asked, true);
    event.target.requestSubmit();
  };
  addEventListener("submit", asked, true);
}

// What a phone scanned at a shared screen is, or opens, what somebody wrote: it leaves the address before anything else, and this tab holds
// it until it was taken in (app/browser/src/forms/parcel.rs).
if (able && location.pathname === "/hand-over" && location.hash.length > 1) {
  window.__engawaParcel = location.hash.slice(1);
  try {
    sessionStorage.setItem("engawa-parcel", window.__engawaParcel);
  } catch (error) {
    console.warn("parcel:", error);
  }
  history.replaceState(history.state, "", location.pathname + location.search);
}

// Nobody is at a shared screen who would load it again. What breaks before the app is drawn (a part that does not come) leaves it empty.
const AGAIN_MS = 60_000;
const again = () => setTimeout(() => isKiosk && !document.querySelector(".kiosk") && location.replace(KIOSK), AGAIN_MS);
for (const sign of ["error", "unhandledrejection"]) addEventListener(sign, again);

if (able && !isAway) {
  // The app asks for these when it runs; asked for now they arrive beside it.
  const parts = isKiosk ? [part(), "screen", "make"] : [part()];
  for (const url of new Set(parts.flatMap((name) => NEEDS[name] ?? []))) fetch(url).catch(() => {});
  const begins = mayBegin();
  import("__JS__")
    .then(async (app) => {
      await app.default({ module_or_path: "__WASM__" });
      if (await begins) app.start();
    })
    .catch((error) => {
      console.warn("app:", error);
      note("app_failed");
      again();
    });

  const workers = navigator.serviceWorker;
  workers
    ?.register("/sw.js", { updateViaCache: "none" })
    .then((registration) => {
      // A shared screen looks for a new version when it is told to, and changes to it while nobody is there.
      if (isKiosk) return;
      const look = () => registration.waiting && workers.controller && keep("__engawaUpdate", true, "engawa-update");
      look();
      registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
      document.addEventListener("visibilitychange", () => {
        if (!document.hidden && navigator.onLine) registration.update().catch(() => {});
      });
    })
    .catch((error) => {
      console.warn("worker:", error);
      // Without a connection there may be nothing to register.
      if (navigator.onLine) note("worker_failed");
    });
}

// A page that is left open says "today" of the day on which it was drawn: looked at on another day it is loaded anew. Not where somebody
// writes, and only where the worker answers if the network does not.
const DATED = new Set(["", "listings", "favourites", "groups", "organisations", "calendar", "map"]);
const dayInJapan = () => Math.floor((Date.now() + 9 * 3_600_000) / 86_400_000);
const drawnOn = dayInJapan();
const turnThePage = () => {
  const [first, ...others] = location.pathname.split("/").slice(1);
  const isWriting = document.activeElement?.matches("input, textarea, select") ?? false;
  if (isKiosk || isWriting || document.hidden || dayInJapan() === drawnOn || !DATED.has(first) || others.length > 1) return;
  if (navigator.serviceWorker?.controller) location.reload();
};
document.addEventListener("visibilitychange", turnThePage);
addEventListener("pageshow", turnThePage);
setInterval(turnThePage, 600_000);
