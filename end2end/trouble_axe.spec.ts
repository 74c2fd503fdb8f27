// What somebody sees when something went wrong, in each width and both colour schemes: not there, not allowed, nobody's address, too much at
// once, a server that broke, and a link that is over. It fits, and axe finds nothing.
import { type Page } from "@playwright/test";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answers, freePort } from "./bench/peers/ours.mjs";
import { signIn } from "./lib/desk";
import { axeBothSchemes, everyWidth, expect, fits, picture, test } from "./lib/fixtures";
import { linkIn, mailTo } from "./lib/mail";

// What the worker keeps for use without a connection is no matter of what the server says.
test.use({ serviceWorkers: "block" });

// Each of these answers mentions its status, which is what is looked at here.
test.beforeEach(({ allowed }) => void (allowed.pattern = /status of (403|404|410|421|429|503)/));

const look = async (page: Page, name: string) => {
  await expect(page.locator("h1")).toHaveCount(1);
  await expect(page.locator("html")).toHaveAttribute("lang", "ja");
  await everyWidth(page, async (width) => {
    await fits(page);
    await axeBothSchemes(page);
    await picture(page, `${width}-trouble-${name}`, true);
  });
};

test("404: what is not there, for everybody and for staff", async ({ page }) => {
  await signIn(page);
  const none = "00000000-0000-0000-0000-000000000000";
  for (const path of ["/nothing-here", `/groups/${none}`, `/listings/${none}/report`, "/forms/nothing_here/plain", "/staff/nothing-here"]) {
    expect((await page.goto(path))?.status(), path).toBe(404);
    await look(page, `404${path.replace(/\W+/g, "_")}`);
  }
});

test("403: another site's page sends in somebody's name, and a page that somebody may not see", async ({ page, baseURL }) => {
  const other = "http://elsewhere.localhost/";
  await page.route(other, (route) => route.fulfill({ contentType: "text/html", body: `<form method="post" action="${baseURL}/sign-in"><input name="email" value="a@example.jp"><button>go</button></form>` }));
  await page.goto(other);
  const answer = page.waitForResponse((it) => it.url() === `${baseURL}/sign-in`);
  await page.locator("button").click();
  expect((await answer).status()).toBe(403);
  await expect(page.locator("main a[href='/']")).toBeVisible();
  await look(page, "403-foreign");
  // Somebody of the staff who only reads.
  await signIn(page, "reader");
  expect((await page.goto("/staff/kiosks/new"))?.status()).toBe(403);
  await look(page, "403-right");
});

test("421: nobody's address", async ({ page, baseURL }) => {
  const answer = await page.goto((baseURL ?? "").replace("localhost", "nobody.localhost"));
  expect(answer?.status()).toBe(421);
  await look(page, "421");
});

test("429: too much at once", async ({ page }) => {
  await page.goto("/sign-in");
  // The limit of a session: who else sends from this address does not notice it. One that is made up is counted like any other.
  const cookie = `engawa=${randomBytes(16).toString("base64url")}`;
  let sent = 0;
  await page.route("**/sign-in", async (route) => {
    let answer;
    do {
      answer = await route.fetch({ headers: { ...route.request().headers(), cookie }, postData: "email=nobody", maxRedirects: 0 });
      sent += 1;
    } while (answer.status() !== 429 && sent < 1_000);
    await route.fulfill({ response: answer });
  });
  await page.locator("#f-email").fill("somebody@example.jp");
  await page.locator("form[action='/sign-in'] button").click();
  await expect(page.locator("h1")).toHaveText("少しお待ちください", { timeout: 30_000 });
  expect(sent).toBeGreaterThan(100);
  await look(page, "429");
});

test.describe("a server that broke", () => {
  let [folder, url] = ["", ""];
  let server: ChildProcess | undefined;

  test.beforeAll(async () => {
    const root = new URL("..", import.meta.url).pathname;
    const engawa = process.env.ENGAWA_BIN ?? join(root, "target/debug/engawa");
    folder = mkdtempSync(join(tmpdir(), "engawa-broken-"));
    mkdirSync(join(folder, "town"));
    writeFileSync(join(folder, "town/site.toml"), 'default = true\n[name]\nja = "試験市"\n[city]\nja = "試験市"\n');
    writeFileSync(join(folder, "events.csv"), "イベント名,開始日,終了日,場所名称\n川の清掃,2030-01-05,2030-01-05,河川敷\n");
    const done = spawnSync(engawa, ["import", "event", join(folder, "events.csv"), "--data", folder], { encoding: "utf8" });
    expect(done.status, done.stderr).toBe(0);
    const port = await freePort();
    server = spawn(engawa, ["serve", "--data", folder, "--site", "target/site", "--listen", `127.0.0.1:${port}`], { cwd: root, stdio: "ignore" });
    url = `http://localhost:${port}`;
    await answers(`${url}/readyz`, server);
  });

  test.afterAll(() => {
    server?.kill();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  test("503: its disk is full of nonsense", async ({ page }) => {
    const list = await (await page.request.get(`${url}/listings`)).text();
    const listing = /\/listings\/[0-9a-f-]{36}/.exec(list)?.[0] ?? "";
    expect((await page.goto(url + listing))?.status()).toBe(200);
    for (const name of ["engawa.sqlite", "engawa.sqlite-wal", "engawa.sqlite-shm"]) {
      const path = join(folder, "town", name);
      if (!existsSync(path)) continue;
      const file = openSync(path, "r+");
      writeSync(file, Buffer.alloc(statSync(path).size, 1), 0, statSync(path).size, 0);
      closeSync(file);
    }
    expect((await page.goto(`${url}/confirm?t=nothing`))?.status()).toBe(503);
    await look(page, "503");
    await expect(page.locator("main a[href='/']")).toBeVisible();
    // A page that is drawn, without what it is about.
    expect((await page.goto(url + listing))?.status()).toBe(503);
    await expect(page.locator("h1:visible")).toHaveCount(1);
    await fits(page);
  });
});

test("the link that confirms a listing: asked, done, and over", async ({ page }) => {
  // A group that was reminded before the server began to serve (serve.mjs).
  const link = linkIn(await mailTo("lapsed@mihon.example"));
  expect(link).toMatch(/^\/confirm\?t=/);
  // A test that is tried again may have used it: there is one such link in a run.
  const isOver = test.info().retry > 0 && (await page.goto(link))?.status() === 410;
  if (!isOver) {
    expect((await page.goto(link))?.status()).toBe(200);
    await look(page, "confirm");
    await page.locator("main form button").click();
    await expect(page.locator("main a[href*='/groups/'], main a[href*='/listings/']").first()).toBeVisible();
    await look(page, "confirmed");
  }
  expect((await page.goto(link))?.status()).toBe(410);
  await look(page, "confirm-over");
});

test("the versions of a listing, side by side", async ({ page }) => {
  await signIn(page);
  await page.goto("/staff/listings/new?kind=event");
  await page.locator("input[name=title]").fill(`版の検査 ${Date.now()}`);
  await page.locator("input[name=organiser]").fill("試しの会");
  await page.locator("input[name='session.0.on']").fill("2030-01-06");
  await page.locator("button[value=published]").click();
  await expect(page.locator("[role=status]").first()).toContainText(/[0-9A-Z]{4}-[0-9A-Z]{4}/);
  await page.locator("input[name=title]").fill("版の検査、あとの題");
  await page.locator("textarea[name=body]").fill("とても長いひとつづきのことば".repeat(20));
  await page.locator("button[value=published]").click();
  await expect(page.locator("[role=status]").first()).toBeVisible();
  const id = /listings\/([0-9a-f-]+)/.exec(page.url())?.[1] ?? "";
  await page.goto(`/staff/listings/${id}/versions`);
  await expect(page.locator("ins").first()).toBeVisible();
  await look(page, "versions");
});
