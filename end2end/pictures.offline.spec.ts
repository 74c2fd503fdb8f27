// Pictures of what is on next are there without a connection, though no page showed them before; who counts the bytes gets none.
import { type Page } from "@playwright/test";
import { expect, synced } from "./lib/fixtures";
import { test } from "./lib/phone";

const TITLE = "市民活動フェスタ みほんの見本市";

const kept = (page: Page) => page.evaluate(async () => (await (await caches.open("engawa-media")).keys()).map((request) => new URL(request.url).pathname));
const drawn = (page: Page, selector: string) =>
  expect.poll(() => page.locator(selector).first().evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0), { timeout: 20_000 }).toBe(true);

test("pictures that nobody looked at yet", async ({ phone }) => {
  test.setTimeout(120_000);
  let { page } = await phone(false);
  // A page without pictures.
  await page.goto("/about");
  await synced(page);
  // One for each picture that the sample has, however many listings show it.
  await expect.poll(async () => (await kept(page)).length, { timeout: 40_000 }).toBeGreaterThan(10);
  const all = await kept(page);
  expect(all.length).toBeLessThanOrEqual(40);
  expect(new Set(all).size).toBe(all.length);

  ({ page } = await phone(true));
  await page.goto(`/listings?kind=event&q=${encodeURIComponent(TITLE)}`);
  await drawn(page, ".card .card-thumb");
  await page.goto((await page.locator(".card-title a").filter({ hasText: TITLE }).first().getAttribute("href")) ?? "");
  await expect(page.locator("h1")).toHaveText(TITLE);
  await drawn(page, ".detail-picture");
});

test("a connection that is to be spared", async ({ phone }) => {
  const { context, page } = await phone(false);
  await context.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { saveData: true }, configurable: true }));
  await page.goto("/about");
  await synced(page);
  // Longer than it would take.
  await page.waitForTimeout(10_000);
  expect(await kept(page)).toEqual([]);
});
