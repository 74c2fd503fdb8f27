// Lighthouse, mobile: home, list and a detail page of the sample city. The sample tells search engines to stay away (robots.txt), so
// the audit of just that is left out.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import lighthouse from "lighthouse";
import { chromium } from "@playwright/test";
import { figure, root } from "./lib.mjs";
import { answers, freePort } from "./peers/ours.mjs";

export default async () => {
  const engawa = process.env.ENGAWA_BIN ?? join(root, "target/release/engawa");
  const data = mkdtempSync(join(tmpdir(), "engawa-light-"));
  spawnSync(engawa, ["demo", "--data", data], { cwd: root, stdio: "ignore" });
  const port = await freePort();
  const server = spawn(engawa, ["serve", "--data", data, "--site", "target/site", "--listen", `127.0.0.1:${port}`], { cwd: root, stdio: "ignore" });
  // Lighthouse talks to the browser at a port of its own.
  const debugging = await freePort();
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", `--remote-debugging-port=${debugging}`] });
  try {
    const url = `http://localhost:${port}`;
    await answers(`${url}/readyz`, server);
    const list = await (await fetch(`${url}/listings?kind=call`)).text();
    const detail = /href="(\/listings\/[0-9a-f-]{36})"/.exec(list)?.[1] ?? "/listings";
    for (const [name, path] of [["home", "/"], ["list", "/listings"], ["detail", detail]]) {
      const result = await lighthouse(url + path, { port: debugging, logLevel: "error", locale: "ja", skipAudits: ["is-crawlable"] });
      for (const category of Object.values(result.lhr.categories)) {
        const score = (category.score ?? 0) * 100;
        figure(`lighthouse ${name}: ${category.id}`, score, null, "", ">= 95", score >= 95);
        if (score < 95) console.log("   ", category.auditRefs.map((ref) => result.lhr.audits[ref.id]).filter((audit) => audit.score !== null && audit.score < 0.9).slice(0, 6).map((audit) => `${audit.id} ${audit.displayValue ?? ""}`).join("; "));
      }
    }
  } finally {
    await browser.close();
    server.kill();
    rmSync(data, { recursive: true, force: true });
  }
};
