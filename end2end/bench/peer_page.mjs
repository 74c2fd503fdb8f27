// The list page beside the same page made with SvelteKit (peers/sveltekit, adapter-node): the same listings, which the peer holds in
// memory (our snapshot, read when it starts), the same facts on each card, the same facets with their counts, the same frame.
//
// - The peer is built anew here, into peers/sveltekit/target, with the words and icons of our own tables, so that both say the same.
// - Before anything is timed the two pages are compared: every card's text in order, and every facet with its count. If they differ, the
//   benchmark fails: it would compare different work.
// - Both are warmed up, then loaded by the same generator with the same connections (as server.mjs does), on the same cores.
// - Requests per second depend on who gets the cores: ours uses both, Node one, and the generator takes its share. So the processor time
//   of a page is measured too; it does not depend on that.
// - Kind to the peer: its rows are sorted when it starts, ours at each request; it does not know words, dates and ages in a search; it
//   sets no content security policy, and makes no language variants.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import autocannon from "autocannon";
import { figure, root } from "./lib.mjs";
import { answers, freePort, processorMs, snapshot, withOurs } from "./peers/ours.mjs";

const home = join(root, "end2end/bench/peers/sveltekit");

/** Our words and icons as modules, from the tables that our own pages are made of. */
const words = () => {
  const folder = join(home, "target/words");
  mkdirSync(folder, { recursive: true });
  const write = (name, pairs) => {
    if (pairs.length < 10) throw new Error(`${name}: the table was not understood`);
    writeFileSync(join(folder, `${name}.js`), pairs.map(([key, text]) => `export const ${key} = ${JSON.stringify(text)};\n`).join(""));
  };
  const table = (path, pattern) => [...readFileSync(join(root, path), "utf8").matchAll(pattern)].map((found) => [found[1], found[2]]);
  for (const name of ["common", "list", "vocabulary"]) write(name, table(`app/messages/${name}.rs`, /^ {4}([A-Z][A-Z0-9_]*) = "([^"]*)"/gm));
  write("icons", table("app/src/ui/icons.rs", /Self::(\w+) => (?:\{\s*)?"([^"]+)"/g));
};

const buildPeer = () => {
  words();
  const vite = join(root, "end2end/node_modules/vite/bin/vite.js");
  const done = spawnSync(process.execPath, [vite, "build"], { cwd: home, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`the peer was not built:\n${done.stdout}${done.stderr}`);
};

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&#x27;": "'", "&#34;": '"' };
const textOf = (html) => html.replace(/<!--.*?-->|<[^>]*>/gs, "").replace(/&(amp|lt|gt|quot|#39|#x27|#34);/g, (it) => ENTITIES[it]).replace(/\s+/g, "");

/** What a page says: its cards and its facets, without markup. */
const facts = (html) => {
  const all = (pattern) => [...html.matchAll(pattern)].map((found) => textOf(found[0]));
  return {
    count: all(/<h2[^>]*id="results-count".*?<\/h2>/gs),
    cards: all(/<article.*?<\/article>/gs),
    facets: all(/<label[^>]*class="check".*?<\/label>/gs),
    pictures: [...html.matchAll(/<img[^>]*src="([^"]*)"/g)].map((found) => found[1]),
  };
};

const compare = (ours, peer) => {
  const [a, b] = [facts(ours), facts(peer)];
  if (a.cards.length === 0 || a.facets.length === 0) throw new Error("our page has no cards or no facets");
  for (const part of Object.keys(a)) {
    const at = Array.from({ length: Math.max(a[part].length, b[part].length) }).findIndex((_, at) => a[part][at] !== b[part][at]);
    if (at >= 0) throw new Error(`the pages differ in ${part} ${at + 1}:\n  ours: ${a[part][at]}\n  peer: ${b[part][at]}`);
  }
  return a;
};

const shoot = (url, duration) => autocannon({ url, connections: 8, duration, headers: { "accept-encoding": "identity" } });

/** Warms a server up, then measures it. */
const measure = async (url, pid) => {
  await shoot(url, 3);
  const before = processorMs(pid);
  const result = await shoot(url, 8);
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} errors`);
  return { perSecond: result.requests.average, p99: result.latency.p99, processor: (processorMs(pid) - before) / result.requests.total };
};

export default () =>
  withOurs(async ({ server, url }) => {
    buildPeer();
    const data = mkdtempSync(join(tmpdir(), "engawa-peer-page-"));
    let peer;
    try {
      const page = await (await fetch(`${url}/listings`)).text();
      const boot = /id="engawa-boot">(.*?)<\/script>/s.exec(page)?.[1] ?? "{}";
      writeFileSync(join(data, "site.json"), JSON.stringify(JSON.parse(boot).site));
      writeFileSync(join(data, "snapshot.ndjson"), (await snapshot(url)).join("\n"));
      const port = await freePort();
      const origin = `http://localhost:${port}`;
      const env = { ...process.env, NODE_ENV: "production", HOST: "127.0.0.1", PORT: String(port), ORIGIN: origin, PEER_DATA: data };
      peer = spawn(process.execPath, [join(home, "target/build/index.js")], { cwd: home, env, stdio: ["ignore", "ignore", "inherit"] });
      await answers(`${origin}/listings`, peer);
      const other = await (await fetch(`${origin}/listings`)).text();
      const said = compare(page, other);
      const ours = await measure(`${url}/listings`, server.pid);
      const theirs = await measure(`${origin}/listings`, peer.pid);
      figure("list page, processor time, beside SvelteKit 2", ours.processor, theirs.processor, "ms", "-", true);
      figure("list page, pages a second, beside SvelteKit 2", ours.perSecond, theirs.perSecond, "per s", "-", true, { higher: true });
      figure("list page, p99 of 8 connections, beside SvelteKit 2", ours.p99, theirs.p99, "ms", "-", true);
      figure("list page, size, beside SvelteKit 2", Buffer.byteLength(page) / 1000, Buffer.byteLength(other) / 1000, "KB", "-", true);
      console.log(`    both pages say the same: ${said.cards.length} cards, ${said.facets.length} choices of facets`);
    } finally {
      peer?.kill();
      rmSync(data, { recursive: true, force: true });
    }
  });
