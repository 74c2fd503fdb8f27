// What the benchmarks share: one browser, real texts, a line per figure.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { chromium } from "@playwright/test";

export const root = new URL("../..", import.meta.url).pathname;
/** What `scripts/bench_module.mjs` made: where it lies, as a folder to serve, and its address there. */
export const MODULE = ["/module/", join(root, "target/bench-module/")];
export const MODULE_JS = "/module/bench.js";
export const build = () => JSON.parse(readFileSync(join(root, "target/site/build.json"), "utf8"));

export const figures = [];
/** `ours` and `peer` are numbers; lower is better unless `higher`. `budget` is a predicate with its words. */
export const figure = (name, ours, peer, unit, budget, ok, { higher = false } = {}) => {
  const shown = (value) => (value === null ? "-" : `${Number(value.toPrecision(3))} ${unit}`);
  const ratio = peer ? `${Number((higher ? ours / peer : peer / ours).toPrecision(3))}x` : "-";
  figures.push({ name, ours, peer, unit, budget, ok });
  console.log([name, shown(ours), shown(peer), ratio, budget, ok ? "ok" : "MISS"].join("  |  "));
};

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  });

const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };
/** Serves folders of files on a free port. Pages that are isolated from other origins have a finer clock. */
export const files = (folders, { isolated = false } = {}) =>
  new Promise((resolve) => {
    const server = createServer((request, response) => {
      if (isolated) {
        response.setHeader("cross-origin-opener-policy", "same-origin");
        response.setHeader("cross-origin-embedder-policy", "require-corp");
      }
      const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
      for (const [prefix, folder] of folders) {
        if (!path.startsWith(prefix)) continue;
        try {
          const bytes = readFileSync(join(folder, path.slice(prefix.length)));
          response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
          return response.end(bytes);
        } catch {
          break;
        }
      }
      response.writeHead(path === "/" ? 200 : 404, { "content-type": "text/html" });
      response.end("<!doctype html><title>bench</title>");
    });
    server.listen(0, "127.0.0.1", () => resolve({ url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }));
  });

/** Rows of a CSV file with quoted cells. */
const csvRows = (text) => {
  const rows = [];
  let row = [], cell = "", quoted = false;
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    if (quoted) {
      if (c === '"' && text[at + 1] === '"') (cell += '"'), at++;
      else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"') quoted = true;
    else if (c === ",") row.push(cell), (cell = "");
    else if (c === "\n") row.push(cell), rows.push(row), (row = []), (cell = "");
    else if (c !== "\r") cell += c;
  }
  return rows;
};

/** 10,000 listings of about 300 characters: real texts of a city, recombined by a fixed rule. */
export const listings = (count = 10_000) => {
  const text = readFileSync(join(root, "server/sample/data/events/takamatsu_event_list_2020-2021.csv"), "utf8");
  const rows = csvRows(text).filter((row) => /^\d+$/.test(row[0]));
  const titles = rows.map((row) => row[9]).filter(Boolean);
  const bodies = rows.map((row) => row[10]).filter((body) => body.length > 40);
  let state = 42;
  const next = (limit) => (state = (state * 1103515245 + 12345) & 0x7fffffff) % limit;
  return Array.from({ length: count }, (_, at) => {
    let body = "";
    while (body.length < 280) body += bodies[next(bodies.length)].slice(0, 300 - body.length) + "\n";
    return { id: String(at), title: titles[next(titles.length)], body };
  });
};
