// A cold start on a device that has been here before: from opening the page without a connection until a search is answered. 10,000 listings.
//
// What is counted
// - Ours: from the navigation to `/listings?q=..` until the first card with the word is in the document. The service worker's shell, the
//   app's own start, reading the image of the catalogue from IndexedDB, the search and the drawing are in it.
// - Beside it: a page of the same origin with nothing but FlexSearch, from its navigation until the ids of the same search are there. It
//   reads the same records from the same IndexedDB, parses them and builds its index of title, summary and body; it draws nothing. The
//   pairs of characters are those of search.mjs.
// - Of that page also the time of building alone, from parsed records to the whole index: what a start has to be five times sooner than.
// Each is opened in a new page of one browser; the median of five counts.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { figure, launch, root } from "./lib.mjs";
import { withOurs } from "./peers/ours.mjs";
import { synced } from "../lib/synced.mjs";

const WORD = "防災";
const ROUNDS = 5;
// The service worker leaves addresses of the API alone.
const PEER = "/api/bench-peer";

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/** One start of our app, in ms. */
const ours = async (context, url) => {
  const page = await context.newPage();
  try {
    await page.addInitScript(() => {
      const look = () => {
        if (document.querySelector(".card mark")) return void (window.answered ??= performance.now());
        requestAnimationFrame(look);
      };
      look();
    });
    await page.goto(`${url}/listings?q=${encodeURIComponent(WORD)}`, { waitUntil: "commit" });
    if ((await page.getAttribute("html", "data-shell")) !== "offline") throw new Error("the server answered, not the device");
    await page.waitForFunction(() => window.answered !== undefined, null, { timeout: 60_000 });
    return await page.evaluate(() => window.answered);
  } finally {
    await page.close();
  }
};

/** One start of the peer, in ms, what of it was building its index, and how many it found. */
const peer = async (context, url) => {
  const page = await context.newPage();
  try {
    await page.goto(`${url}${PEER}/`);
    return await page.evaluate(async (word) => {
      const settle = (request) => new Promise((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = () => reject(request.error))));
      const pairs = (text) => {
        const out = [];
        for (const run of text.normalize("NFKC").toLowerCase().match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々]+|[a-z0-9]+/gu) ?? []) {
          if (/^[a-z0-9]/.test(run)) out.push(run);
          else {
            const signs = [...run];
            for (let at = 0; at + 1 < signs.length; at++) out.push(signs[at] + signs[at + 1]);
            out.push(signs[signs.length - 1]);
          }
        }
        return out;
      };
      const db = await settle(indexedDB.open("engawa"));
      const records = await settle(db.transaction("records").objectStore("records").getAll(IDBKeyRange.bound("listing:", "listing;")));
      db.close();
      const field = (name) => ({ field: name, encode: pairs, tokenize: "strict" });
      const index = new window.FlexSearch.Document({ document: { id: "id", index: [field("title"), field("summary"), field("body")] } });
      const parsed = records.filter(({ body }) => body).map(({ body }) => JSON.parse(body));
      const begun = performance.now();
      for (const { id, title, summary = "", body = "" } of parsed) index.add({ id, title, summary, body });
      const built = performance.now() - begun;
      const found = index.search(word, { limit: 20, suggest: false }).length;
      return { ms: performance.now(), built, found, read: parsed.length };
    }, WORD);
  } finally {
    await page.close();
  }
};

export default () =>
  withOurs(async ({ url }) => {
    const browser = await launch();
    try {
      const context = await browser.newContext({ locale: "ja-JP", viewport: { width: 360, height: 740 } });
      const script = readFileSync(join(root, "end2end/node_modules/flexsearch/dist/flexsearch.bundle.min.js"), "utf8");
      await context.route(`**${PEER}/`, (route) => route.fulfill({ contentType: "text/html", body: `<!doctype html><title>peer</title><script src="${PEER}/flexsearch.js"></script>` }));
      await context.route(`**${PEER}/flexsearch.js`, (route) => route.fulfill({ contentType: "text/javascript", body: script }));
      const page = await context.newPage();
      await page.goto(`${url}/about`);
      await synced(page, 120_000);
      await page.close();

      const [own, theirs, building] = [[], [], []];
      for (let round = 0; round < ROUNDS; round++) {
        await context.setOffline(true);
        own.push(await ours(context, url));
        await context.setOffline(false);
        const it = await peer(context, url);
        if (it.read < 9_000 || it.found === 0) throw new Error(`the peer read ${it.read} and found ${it.found}`);
        theirs.push(it.ms);
        building.push(it.built);
      }
      figure("cold start without a connection until a search is answered, beside FlexSearch's", median(own), median(theirs), "ms", "sooner", median(own) < median(theirs));
      figure("searchable after a cold start, beside FlexSearch building its index", median(own), median(building), "ms", "5x sooner", median(own) * 5 <= median(building));
    } finally {
      await browser.close();
    }
  });
