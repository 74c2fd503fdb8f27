// The server: pages per second beside the same router with a constant string; what devices ask of the feed; the first sync; memory. 10,000
// listings. A page of the feed is compressed anew at each request, the snapshot once.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import autocannon from "autocannon";
import { figure, launch, root } from "./lib.mjs";
import { answers, freePort } from "./peers/ours.mjs";

export default async () => {
  const engawa = process.env.ENGAWA_BIN ?? join(root, "target/release/engawa");
  const data = mkdtempSync(join(tmpdir(), "engawa-bench-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  spawnSync(engawa, ["demo", "--data", data, "--listings", "10000"], { cwd: root, stdio: "ignore" });
  const server = spawn(engawa, ["serve", "--data", data, "--site", "target/site", "--listen", `127.0.0.1:${port}`], { cwd: root, stdio: "ignore", env: { ...process.env, ENGAWA_BENCH: "1" } });
  try {
    await answers(`${url}/readyz`, server);
    const shoot = async (path, encoding = "identity") => {
      const shot = await autocannon({ url: url + path, connections: 8, duration: 8, headers: { "accept-encoding": encoding } });
      if (shot.non2xx + shot.errors > 0) throw new Error(`${path}: ${shot.non2xx} wrong answers, ${shot.errors} errors`);
      return shot;
    };
    const list = await shoot("/listings");
    const constant = await shoot("/bench/constant");
    figure("list page drawn on the server", list.requests.average, constant.requests.average, "per s", "beside a constant string", true);
    figure("list page p99, beside a constant string's", list.latency.p99, constant.latency.p99, "ms", "-", true);
    // Where the address of the snapshot leads to: the file itself, which a proxy may keep.
    const file = new URL((await fetch(`${url}/api/v1/feed/public/snapshot`, { method: "HEAD" })).url).pathname;
    for (const [name, path] of [
      ["a page of the feed with 1,000 records, brotli", "/api/v1/feed/public?since=0&limit=1000"],
      ["the snapshot of the feed, brotli", file],
    ]) {
      const shot = await shoot(path, "br");
      figure(`${name}, requests`, shot.requests.average, null, "per s", "-", true);
      figure(`${name}, p99`, shot.latency.p99, null, "ms", "-", true);
    }
    const rss = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
    figure("memory with 10,000 listings", rss, null, "MB", "-", true);
    const snapshot = await fetch(`${url}/api/v1/feed/public/snapshot`, { headers: { "accept-encoding": "br" } });
    const head = await fetch(snapshot.url, { method: "HEAD", headers: { "accept-encoding": "br" } });
    figure("snapshot of 10,000 listings, brotli", Number(head.headers.get("content-length") ?? 0) / 1e6, null, "MB", "-", true);
    const browser = await launch();
    const page = await browser.newPage();
    const start = Date.now();
    await page.goto(`http://localhost:${port}/about`);
    const count = () =>
      page.evaluate(async () => {
        const [info] = await indexedDB.databases();
        if (!info) return 0;
        const db = await new Promise((resolve) => { const request = indexedDB.open(info.name); request.onsuccess = () => resolve(request.result); });
        if (!db.objectStoreNames.contains("records")) return db.close(), 0;
        const found = await new Promise((resolve) => { const request = db.transaction("records").objectStore("records").count(); request.onsuccess = () => resolve(request.result); });
        db.close();
        return found;
      });
    while ((await count()) < 10_000 && Date.now() - start < 60_000) await new Promise((resolve) => setTimeout(resolve, 100));
    figure("first sync of 10,000 listings", Date.now() - start, null, "ms", "-", true);
    await browser.close();
  } finally {
    server.kill();
    rmSync(data, { recursive: true, force: true });
  }
};
