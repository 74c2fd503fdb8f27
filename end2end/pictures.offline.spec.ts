// Pictures of what is on next are there without a connection, though no page showed them before; who counts the bytes gets none.
import { type BrowserContext, type Page } from "@playwright/test";
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

/** The limits of `public/sw.js`: so many pictures, so many bytes in all, so many in one. */
const [ENTRIES, BYTES, LARGEST] = [300, 20_000_000, 1_000_000];
/** The address of a made-up thumbnail. */
const made = (at: number) => `/media/${at.toString(16).padStart(64, "0")}.jpg?w=320`;
const addresses = (page: Page) =>
  page.evaluate(async () => (await (await caches.open("engawa-media")).keys()).map((request) => new URL(request.url)).map((url) => url.pathname + url.search));
/** Looks at a picture, to its last byte. */
const see = (page: Page, address: string) => page.evaluate(async (address) => (await (await fetch(address)).arrayBuffer()).byteLength, address);
/** What is kept in the end: the worker tidies after it has answered. */
const keeps = async (page: Page, expected: string[]) => expect.poll(async () => (await addresses(page)).toSorted(), { timeout: 20_000 }).toEqual(expected.toSorted());

/** It is used, and the worker has noted that: what was used last stands last. */
const uses = async (page: Page, address: string) => {
  await see(page, address);
  await expect.poll(async () => (await addresses(page)).at(-1), { timeout: 20_000 }).toBe(address);
};

/** A phone that fetches no picture by itself, with so many made-up thumbnails of a size, the first of which was used longest ago. */
const filled = async (phone: (offline: boolean) => Promise<{ context: BrowserContext; page: Page }>, count: number, bytes: number) => {
  const { context, page } = await phone(false);
  await context.addInitScript(() => Object.defineProperty(navigator, "connection", { value: { saveData: true }, configurable: true }));
  await page.goto("/about");
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), { timeout: 20_000 }).toBe(true);
  const all = Array.from({ length: count }, (_, at) => made(at));
  await page.evaluate(
    async ([all, bytes]) => {
      const cache = await caches.open("engawa-media");
      // Counted is what a picture says of its length.
      for (const address of all) await cache.put(address, new Response("x", { headers: { "content-type": "image/jpeg", "content-length": String(bytes) } }));
    },
    [all, bytes] as const,
  );
  expect(await addresses(page)).toEqual(all);
  const snapshot = await (await page.request.get("/api/v1/feed/public/snapshot")).text();
  const real = [...new Set(snapshot.match(/\b[0-9a-f]{64}\.(webp|jpg)/g) ?? [])].map((name) => `/media/${name}?w=320`);
  expect(real.length).toBeGreaterThan(1);
  return { context, page, all, real };
};

test("of too many pictures the one that was used longest ago goes", async ({ phone }) => {
  const { page, all, real } = await filled(phone, ENTRIES, 1_000);
  // There is room for all of them; the oldest is used again.
  await uses(page, all[0]!);
  await keeps(page, all);
  for (const address of real.slice(0, 2)) expect(await see(page, address)).toBeGreaterThan(1_000);
  await keeps(page, [all[0]!, ...all.slice(3), ...real.slice(0, 2)]);
});

test("of too many bytes the one that was used longest ago goes, and one that is too large is not kept", async ({ phone }) => {
  const count = BYTES / LARGEST;
  const { context, page, all, real } = await filled(phone, count, LARGEST);
  const [large, fits] = [made(count), made(count + 1)];
  const picture = (bytes: number) => ({ contentType: "image/jpeg", headers: { "content-length": String(bytes) }, body: Buffer.alloc(bytes) });
  await context.route(`**${large.split("?")[0]}*`, (route) => route.fulfill(picture(LARGEST + 1)));
  await context.route(`**${fits.split("?")[0]}*`, (route) => route.fulfill(picture(LARGEST)));
  // Exactly as much as there is room for: nothing goes when one is used.
  await uses(page, all[0]!);
  await keeps(page, all);
  // A small one is a byte too much.
  await see(page, real[0]!);
  await keeps(page, [all[0]!, ...all.slice(2), real[0]!]);
  expect(await see(page, large)).toBe(LARGEST + 1);
  expect(await see(page, fits)).toBe(LARGEST);
  // The small one does not make room for a large one.
  await keeps(page, [all[0]!, ...all.slice(3), real[0]!, fits]);
});
