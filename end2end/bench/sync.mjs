// The first sync of 10,000 listings and a delta of 100 changes: our app beside PouchDB, which replicates the same documents from
// express-pouchdb (peers/couch.mjs) into IndexedDB, in the same Chromium.
//
// What is counted
// - Bytes: requests and answers of the feed, or of the peer's database, as they go over the wire (the browser's own count of answers
//   with their headers; requests are their line, headers and body). Pages, scripts and WebAssembly are not in it: see payload.mjs.
// - First sync, ours: from the navigation to a page until every record is stored and can be searched; the app's own start is in it.
// - First sync, peer: from the navigation to a page that holds nothing but PouchDB until the replication is complete and the last
//   document can be read by its id. PouchDB has no index of words: a search there would need one more pass over everything.
//   It is measured with its own settings and with batches of 1,000; of each figure, the run that was quicker there counts.
// - Delta: staff confirm 100 listings through our commands, so 100 records change; the peer's server gets the same 100 new bodies.
//   Ours from the event `online` until the records are stored and the catalogue has them, the peer from asking until it is complete.
// The 10,000 listings repeat the real ones under other ids and titles, and one large file of them compresses better than many small
// answers do. The last line therefore says what the snapshot would weigh if no listing repeated another.
import { spawn } from "node:child_process";
import { brotliCompressSync, constants } from "node:zlib";
import { figure, launch } from "./lib.mjs";
import { answers, freePort, snapshot, withOurs } from "./peers/ours.mjs";

const CHANGES = 100;
const BATCHES = [100, 1000];

/** Counts the bytes of a page's requests to some addresses, in both directions. */
const wire = async (page, isSync) => {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable", { maxPostDataSize: 1 << 24 });
  const known = new Map();
  let bytes = 0, requests = 0;
  const headers = (fields) => Object.entries(fields).reduce((sum, [name, value]) => sum + name.length + value.length + 4, 2);
  session.on("Network.requestWillBeSent", ({ requestId, request, redirectResponse }) => {
    if (redirectResponse && known.has(requestId)) bytes += redirectResponse.encodedDataLength;
    if (!isSync(new URL(request.url).pathname)) return known.delete(requestId);
    known.set(requestId, request.url);
    requests++;
    const { pathname, search } = new URL(request.url);
    bytes += `${request.method} ${pathname}${search} HTTP/1.1\r\n`.length + (request.postData ? Buffer.byteLength(request.postData) : 0);
  });
  // The headers as sent: with those that the browser adds by itself.
  session.on("Network.requestWillBeSentExtraInfo", (event) => (known.has(event.requestId) ? (bytes += headers(event.headers)) : 0));
  session.on("Network.loadingFinished", (event) => (known.has(event.requestId) ? (bytes += event.encodedDataLength) : 0));
  return {
    restart: () => ((bytes = 0), (requests = 0)),
    // The browser tells of the last answers a moment later.
    total: async () => (await new Promise((resolve) => setTimeout(resolve, 500)), { mb: bytes / 1e6, requests }),
  };
};

/** In our page: waits until the feed is at `rev` and caught up, and says when (milliseconds since the navigation, or since `online`). */
const caughtUp = (page, { rev, nudge }) =>
  page.evaluate(
    async ({ rev, nudge }) => {
      const settle = (request) => new Promise((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = () => reject(request.error))));
      const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
      while (!(await indexedDB.databases()).some((info) => info.name === "engawa")) await pause();
      const db = await settle(indexedDB.open("engawa"));
      const fact = async (key) => JSON.parse((await settle(db.transaction("meta").objectStore("meta").get(key))) ?? "null");
      const before = nudge ? await fact("as_of") : null;
      const start = nudge ? performance.now() : 0;
      if (nudge) dispatchEvent(new Event("online"));
      // `as_of` is written when everything is stored and the catalogue has it.
      for (;;) {
        const [asOf, position] = [await fact("as_of"), await fact("feed:public")];
        if (asOf !== null && asOf !== before && position?.cursor >= rev) break;
        if (performance.now() - start > 100_000) throw new Error("the sync does not end");
        await pause();
      }
      const took = performance.now() - start;
      db.close();
      return took;
    },
    { rev, nudge },
  );

/** In our page: waits until the searchable image is kept, so that making it is in no figure. */
const imageKept = (page) =>
  page.evaluate(async () => {
    const settle = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const db = await settle(indexedDB.open("engawa"));
    for (let n = 0; n < 100 && (await settle(db.transaction("blobs").objectStore("blobs").count())) === 0; n++) await new Promise((resolve) => setTimeout(resolve, 200));
    db.close();
  });

const json = async (url, body, headers = {}) => {
  const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
};

/** Staff confirm listings: one record each changes. Gives their new records and the feed's last revision. */
const change = async ({ url, signIn }, ids, since) => {
  const on = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
  const commands = ids.map((id) => ({ id: crypto.randomUUID(), body: { room: "listings", do: { confirm: { id, on } } } }));
  const receipts = await json(`${url}/api/v1/commands`, commands, { cookie: await signIn() });
  const refused = receipts.find((receipt) => receipt.status !== "done");
  if (refused) throw new Error(`a command was refused: ${JSON.stringify(refused)}`);
  const { records, cursor } = await (await fetch(`${url}/api/v1/feed/public?since=${since}&limit=2000`)).json();
  if (records.length !== ids.length) throw new Error(`${records.length} records changed instead of ${ids.length}`);
  return { records, cursor };
};

const documentOf = ({ id, body }) => ({ ...body, _id: id });

/** A peer's server with some documents. */
const couch = async (documents) => {
  const port = await freePort();
  const server = spawn(process.execPath, [new URL("./peers/couch.mjs", import.meta.url).pathname, String(port)], { stdio: "ignore" });
  const url = `http://localhost:${port}`;
  await answers(url, server);
  await fetch(`${url}/db`, { method: "PUT" });
  const put = async (docs) => {
    const failed = (await json(`${url}/db/_bulk_docs`, { docs })).find((row) => !row.ok);
    if (failed) throw new Error(`the peer refused a document: ${JSON.stringify(failed)}`);
  };
  for (let at = 0; at < documents.length; at += 500) await put(documents.slice(at, at + 500));
  const replace = async (docs) => {
    const { rows } = await json(`${url}/db/_all_docs`, { keys: docs.map((doc) => doc._id) });
    await put(docs.map((doc, at) => ({ ...doc, _rev: rows[at].value.rev })));
  };
  return { url, replace, close: () => server.kill() };
};

/** In the peer's page: replicates until complete; says how long it took since the navigation, or since the call for a delta. */
const replicate = (page, { size, id, delta, count }) =>
  page.evaluate(
    async ({ size, id, delta, count }) => {
      const start = delta ? performance.now() : 0;
      window.local ??= new PouchDB("peer", { adapter: "idb" });
      const result = await window.local.replicate.from(new PouchDB(`${location.origin}/db`), { batch_size: size });
      const last = await window.local.get(id);
      const took = performance.now() - start;
      const { doc_count } = await window.local.info();
      if (!result.ok || !last || doc_count !== count || result.docs_written !== (delta ?? count)) throw new Error(`the replication is not whole: ${JSON.stringify({ result, doc_count })}`);
      return took;
    },
    { size, id, delta, count },
  );

/** First sync and delta of the peer with one size of batches. */
const peer = async (browser, documents, changed, size) => {
  const server = await couch(documents);
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const counted = await wire(page, (path) => path.startsWith("/db") || path === "/");
    await page.goto(`${server.url}/peer/`);
    const count = documents.length;
    const first = { ms: await replicate(page, { size, count, id: documents[count - 1]._id }), ...(await counted.total()) };
    await server.replace(changed);
    counted.restart();
    const delta = { ms: await replicate(page, { size, count, id: changed[changed.length - 1]._id, delta: changed.length }), ...(await counted.total()) };
    return { size, first, delta };
  } finally {
    await context.close();
    server.close();
  }
};

/** About how many bytes our snapshot would have if no listing repeated another: that of the distinct ones, scaled up. */
const unrepeated = (records) => {
  const seen = new Map();
  for (const record of records) {
    const { id, title, source, sample, ...rest } = record.body;
    const key = JSON.stringify(rest);
    if (!seen.has(key)) seen.set(key, JSON.stringify(record));
  }
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 22 };
  const bytes = brotliCompressSync([...seen.values()].join("\n"), { params }).length;
  return { distinct: seen.size, mb: ((bytes / seen.size) * records.length) / 1e6 };
};

export default () =>
  withOurs(async (engawa) => {
    const [head, ...lines] = await snapshot(engawa.url);
    const { rev } = JSON.parse(head);
    const records = lines.map((line) => JSON.parse(line));
    const documents = records.map(documentOf);
    const browser = await launch();
    try {
      const context = await browser.newContext({ locale: "ja-JP" });
      const page = await context.newPage();
      const counted = await wire(page, (path) => path.startsWith("/api/v1/feed/"));
      await page.goto(`${engawa.url}/about`);
      const first = { ms: await caughtUp(page, { rev }), ...(await counted.total()) };
      await imageKept(page);
      // Spread over everything, not the hundred that stand together.
      const step = Math.floor(records.length / CHANGES);
      const ids = Array.from({ length: CHANGES }, (_, at) => records[at * step].id);
      const changed = await change(engawa, ids, rev);
      counted.restart();
      const delta = { ms: await caughtUp(page, { rev: changed.cursor, nudge: true }), ...(await counted.total()) };
      await context.close();

      const peers = [];
      for (const size of BATCHES) peers.push(await peer(browser, documents, changed.records.map(documentOf), size));
      const quicker = (part) => peers.map((it) => it[part]).reduce((a, b) => (b.ms < a.ms ? b : a));
      const best = { first: quicker("first"), delta: quicker("delta") };
      const kb = (of) => of.mb * 1000;
      const count = records.length.toLocaleString("en");
      figure(`first sync of ${count} listings, time until all can be searched, beside PouchDB 9 until all can be read`, first.ms, best.first.ms, "ms", "-", true);
      figure(`first sync of ${count} listings, bytes on the wire, beside PouchDB 9`, first.mb, best.first.mb, "MB", "-", true);
      figure(`first sync of ${count} listings, requests`, first.requests, best.first.requests, "", "-", true);
      figure(`delta of ${CHANGES} changes, time, beside PouchDB 9`, delta.ms, best.delta.ms, "ms", "-", true);
      figure(`delta of ${CHANGES} changes, bytes on the wire, beside PouchDB 9`, kb(delta), kb(best.delta), "KB", "-", true);
      figure(`delta of ${CHANGES} changes, requests`, delta.requests, best.delta.requests, "", "-", true);
      for (const it of peers) {
        console.log(`    PouchDB in batches of ${it.size}: ${Math.round(it.first.ms)} ms, ${it.first.mb.toFixed(2)} MB, ${it.first.requests} requests; delta ${Math.round(it.delta.ms)} ms, ${kb(it.delta).toFixed(0)} KB`);
      }
      const repeats = unrepeated(records);
      console.log(`    ${repeats.distinct} of the ${count} listings are distinct; if all were, our snapshot would have about ${repeats.mb.toFixed(1)} MB`);
    } finally {
      await browser.close();
    }
  });
