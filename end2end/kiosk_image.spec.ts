// The files of `engawa kiosk-image` with the Chromium of this machine, as far as they leave no trace on it: policies lie in /etc, so it is
// only asked whether it knows them; what they do, and the session around it, was tried by hand (docs/deployment.md).
import { chromium } from "@playwright/test";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kill } from "./kiosk/profile.mjs";
import { expect, test } from "./lib/fixtures";

const BROWSER = process.env.CHROMIUM ?? "/usr/bin/chromium";
const ENGAWA = process.env.ENGAWA_BIN ?? new URL("../target/debug/engawa", import.meta.url).pathname;

/** What this machine needs of a browser: no screen, and an account for which there is no sandbox. */
const HERE = "--headless=new --no-sandbox --disable-gpu --remote-debugging-port=0";

let folder = "";

test.beforeAll(async ({}, { project }) => {
  if (project.name !== "kiosk") return;
  folder = mkdtempSync(join(tmpdir(), "engawa-image-"));
  const done = spawnSync(ENGAWA, ["kiosk-image", "--url", String(project.use.baseURL), "--out", join(folder, "image")], { encoding: "utf8" });
  expect(done.status, done.stderr).toBe(0);
});

test.beforeEach(() => test.skip(test.info().project.name !== "kiosk", "a shared screen is a tablet on a stand"));

test.afterAll(async () => {
  if (!folder) return;
  // Whatever a test that failed left running.
  await kill(join(folder, "profile"), { close: async () => {} });
  rmSync(folder, { recursive: true, force: true });
});

const written = (name: string) => readFileSync(join(folder, "image", name), "utf8");

test("Chromium knows every policy by its name", async () => {
  const browser = await chromium.launch({ executablePath: BROWSER, args: ["--no-sandbox", "--disable-gpu"] });
  const page = await browser.newPage();
  await page.goto("chrome://policy");
  const names = () =>
    page.evaluate(() => {
      const found: string[] = [];
      const walk = (within: ParentNode) => {
        for (const it of Array.from(within.querySelectorAll("*"))) {
          if (!it.shadowRoot) continue;
          if (it.localName === "policy-row") found.push(it.shadowRoot.querySelector(".name")?.textContent?.trim() ?? "");
          walk(it.shadowRoot);
        }
      };
      walk(document);
      return found;
    });
  await expect.poll(async () => (await names()).length, { timeout: 10_000 }).toBeGreaterThan(200);
  const known = new Set(await names());
  const ours = Object.keys(JSON.parse(written("policy.json")));
  await browser.close();
  expect(ours.length).toBeGreaterThan(50);
  expect(ours.filter((name) => !known.has(name)), "not known to this Chromium").toEqual([]);
});

test("the launcher shows the screen, in Japanese, and again after the power was cut; crashes stay in memory", async ({ baseURL }) => {
  const profile = join(folder, "profile");
  const memory = join(folder, "memory");
  const home = join(folder, "home");
  for (const it of [memory, home]) mkdirSync(it);
  const launcher = join(folder, "launcher.sh");
  const text = written("engawa-kiosk.sh");
  expect(text).toContain("exec chromium \\\n  --kiosk \\\n");
  // As it is but for the place of its files, and for what this machine has not.
  const changed = text
    .replace("exec chromium \\\n  --kiosk \\\n", `exec ${BROWSER} \\\n  --kiosk ${HERE} \\\n`)
    .replace("--ozone-platform=wayland", "--ozone-platform=headless")
    .replace("/var/lib/engawa-kiosk/profile", profile);
  writeFileSync(launcher, changed);
  const start = async () => {
    rmSync(join(profile, "DevToolsActivePort"), { force: true });
    spawn("sh", [launcher], { env: { ...process.env, HOME: home, XDG_RUNTIME_DIR: memory, LANG: "C.UTF-8" }, stdio: "ignore" });
    const port = () => {
      try {
        return Number(readFileSync(join(profile, "DevToolsActivePort"), "utf8").split("\n")[0]);
      } catch {
        return 0;
      }
    };
    await expect.poll(port, { timeout: 15_000 }).toBeGreaterThan(0);
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port()}`);
    const shown = () => (browser.contexts()[0]?.pages() ?? []).filter((page) => !page.url().startsWith("chrome://omnibox"));
    await expect.poll(() => shown().map((page) => page.url()), { timeout: 15_000 }).toEqual([`${baseURL}/kiosk`]);
    const page = shown()[0]!;
    await expect(page.locator("h1")).toHaveText("館内などに置く共用の画面です");
    return { browser, page };
  };
  const first = await start();
  await kill(profile, first.browser);
  // Nothing asks whether to bring pages back: again there is the one page.
  const again = await start();
  const client = await again.page.context().newCDPSession(again.page);
  client.send("Page.crash").catch(() => {});
  const below = (place: string) => readdirSync(place, { recursive: true }).filter((name) => String(name).endsWith(".dmp"));
  await expect.poll(() => below(memory).length, { timeout: 10_000 }).toBeGreaterThan(0);
  expect([...below(home), ...below(profile)], "what a page held, on the disk").toEqual([]);
  await kill(profile, again.browser);
});
