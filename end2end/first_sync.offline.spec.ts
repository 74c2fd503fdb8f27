// A first sync over a bad line: shown while it runs, kept as far as it came, taken up again, complete in the end, and then offline.
import { type APIRequestContext, type Page } from "@playwright/test";
import { expect, synced, test as base } from "./lib/fixtures";
import { WeakLink } from "./lib/weak_link";

/** Console errors that a test provokes: the feed that broke off, and afterwards no network at all. */
const PROVOKED = /status of 503|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONTENT_LENGTH_MISMATCH|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/;
const GONE = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_FAILED/;

const test = base.extend<{ link: WeakLink; open: (offline?: boolean) => Promise<Page> }>({
  link: async ({ baseURL }, use) => {
    const link = new WeakLink(new URL(baseURL ?? ""));
    await use(link);
    link.close();
  },
  open: async ({ browser, link }, use) => {
    const context = await browser.newContext({ baseURL: await link.open(), viewport: { width: 360, height: 740 }, locale: "ja-JP" });
    const problems: string[] = [];
    let offline = false;
    context.on("page", (page) => {
      page.on("console", (message) => {
        const isFeed = message.location().url.includes("/api/v1/feed/");
        const provoked = isFeed ? PROVOKED : offline ? GONE : undefined;
        if (message.type() === "error" && !provoked?.test(message.text())) problems.push(`${message.text()} (${message.location().url})`);
      });
      page.on("pageerror", (error) => problems.push(`uncaught: ${error}`));
    });
    await use(async (withoutNetwork = false) => {
      offline = withoutNetwork;
      await context.setOffline(offline);
      return context.newPage();
    });
    await context.close();
    expect(problems, "errors in the console").toEqual([]);
  },
});

/** How many listings the device has, read from a page on which the app does not run. */
const kept = async (page: Page) =>
  page.evaluate(async () => {
    const [info] = await indexedDB.databases();
    if (!info?.name) return 0;
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(info.name!);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const records = await new Promise<{ body?: unknown }[]>((resolve) => {
      const request = db.transaction("records").objectStore("records").getAll();
      request.onsuccess = () => resolve(request.result);
    });
    db.close();
    return records.filter(({ body }) => body !== undefined).length;
  });

/** How many listings the server has published, by its own feed. */
const published = async (request: APIRequestContext) => {
  const live = new Map<string, boolean>();
  for (let since = 0, more = true; more; ) {
    const page = await (await request.get(`/api/v1/feed/public?since=${since}&limit=1000`)).json();
    for (const { collection, id, body } of page.records) live.set(`${collection}:${id}`, body !== undefined && body !== null);
    ({ cursor: since, more } = page);
  }
  return [...live.values()].filter(Boolean).length;
};

test("broken off, refused and slow: it goes on where it was", async ({ open, link, request }) => {
  test.setTimeout(120_000);
  const snapshot = JSON.parse((await (await request.get("/api/v1/feed/public/snapshot")).text()).split("\n")[0] ?? "");
  const all = Number(snapshot.records);
  expect(all).toBeGreaterThan(1_000);

  // A slow line: the snapshot comes in drops. The bar says how far it is; the page can be used meanwhile.
  link.weather = { kind: "drops", bytes: 32_768, everyMs: 120 };
  let page = await open();
  await page.goto("/");
  const bar = page.locator(".status progress");
  await expect(bar).toBeVisible();
  await expect(bar).toHaveAttribute("aria-label", /.+/);
  expect(Number(await bar.getAttribute("max"))).toBe(all);
  await expect(page.locator(".status")).toContainText(String(all));
  await expect.poll(async () => Number(await bar.getAttribute("value")), { timeout: 20_000 }).toBeGreaterThanOrEqual(500);
  await expect(page.locator("h1")).toHaveCount(1);
  // The tab is closed in the middle.
  await page.close();
  page = await open();
  await page.goto("/robots.txt");
  const first = await kept(page);
  expect(first).toBeGreaterThanOrEqual(500);
  expect(first).toBeLessThan(all);
  await page.close();

  // Opened again: it asks for what is missing, and the line breaks in the middle of the answer.
  const before = link.asked.length;
  link.weather = { kind: "cut", after: 150_000 };
  page = await open();
  await page.goto("/listings");
  await expect.poll(() => link.asked.length, { timeout: 20_000 }).toBeGreaterThan(before);
  await expect(page.locator(".status-offline")).toBeVisible({ timeout: 20_000 });
  // Then the gateway refuses.
  link.weather = { kind: "refused" };
  await expect.poll(() => link.asked.some((line) => line.startsWith("refused")), { timeout: 20_000 }).toBe(true);
  await expect(page.locator(".card").first()).toBeVisible();
  // Closed again, and opened when all is well.
  await page.close();
  link.weather = { kind: "fair" };
  page = await open();
  await page.goto("/listings");
  await synced(page);
  await expect(page.locator(".status-line")).toHaveCount(0);
  await expect(async () => expect(await kept(page)).toBe(await published(request))).toPass({ timeout: 20_000 });
  // The snapshot was asked for once; everything after it continued from where the device was.
  const resumed = link.asked.slice(before);
  expect(resumed.filter((line) => line.includes("snapshot"))).toEqual([]);
  for (const line of resumed) expect(Number(/since=(\d+)/.exec(line)?.[1])).toBeGreaterThanOrEqual(500);

  // Without any network, from a new tab, everything is there.
  const found = (await page.locator("h2").first().textContent()) ?? "";
  expect(found).toMatch(/\d/);
  await page.close();
  link.close();
  page = await open(true);
  await page.goto("/listings");
  await expect(page.locator(".status-offline")).toContainText(/\d{1,2}:\d{2}/);
  await expect(page.locator("h2").first()).toHaveText(found);
  await page.locator("input[name=q]").fill("防災");
  await expect(page.locator(".card mark").first()).toHaveText("防災");
  // What the server alone has says so, and where to go on.
  for (const path of ["/sign-in", "/staff", "/account", "/listings/nothing/report"]) {
    await page.goto(path);
    await expect(page.locator("h1"), path).toHaveText("このページには接続が必要です");
    await expect(page.getByRole("link", { name: "もう一度開く" }), path).toHaveAttribute("href", path);
  }
});

test("a snapshot that breaks off is continued in the same tab", async ({ open, link, request }) => {
  link.weather = { kind: "cut", after: 1_400_000 };
  const page = await open();
  await page.goto("/");
  await expect(page.locator(".status-offline")).toBeVisible({ timeout: 20_000 });
  link.weather = { kind: "fair" };
  await synced(page);
  await expect(page.locator(".status-line")).toHaveCount(0);
  await expect(async () => expect(await kept(page)).toBe(await published(request))).toPass({ timeout: 20_000 });
  expect(link.asked.filter((line) => line.startsWith("fair") && line.includes("snapshot"))).toEqual([]);
});
