// Shared screens in trouble: the browser throws away what it kept, the service worker is broken, an update breaks off, weeks go by without a
// connection and the clock jumps, the line dies in the middle of sending, the tablet was somebody's before. It stays a screen, nothing that
// was sent is lost or doubled, and nothing of anybody stays.
import { expect, type Page } from "@playwright/test";
import { synced } from "./lib/fixtures";
import { attach, begin, field, photo, receiptNo, send, stored, write } from "./lib/forms";
import { online } from "./lib/phone";
import { keeperOf, marker, stand, traces, visitor, words } from "./lib/screen";
import { builds, evict, test, waiting } from "./lib/tablet";

test.beforeEach(() => test.setTimeout(180_000));

const rest = (page: Page) => expect(page.locator(".kiosk-rest")).toBeVisible({ timeout: 30_000 });

/** The marks by which a browser knows that it is a screen. */
const marks = (page: Page) =>
  page.evaluate(async () => [localStorage.getItem("engawa-kiosk"), await (await caches.match("/kiosk", { cacheName: "kiosk" }))?.text()].map((it) => JSON.parse(it ?? "{}").active));

test("the browser throws away what it kept, in a session and between two: it is a screen, and has its data again", async ({ tablet, request }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  let { context, page } = await tablet(false);
  await stand(page, keeper);
  await visitor.begin(page);
  const mine = [marker("who"), marker("wish")];
  await visitor.fill(page, form.id, mine[0], mine[1]);
  await evict(context, page, "indexeddb,cache_storage");
  // Whoever is there goes on.
  const number = await visitor.send(page);
  await expect(page.locator("main .tray-slip")).toContainText(words.delivered, { timeout: 30_000 });
  await visitor.finish(page);
  await expect.poll(async () => (await keeper.rows(form.id)).filter((row) => row.includes(number)).length, { timeout: 30_000 }).toBe(1);
  await synced(page, 60_000);

  // Without a connection, too: what the worker keeps is there again.
  ({ context, page } = await tablet(true));
  await page.goto("/kiosk");
  await rest(page);
  await expect(page.locator(".kiosk-slide")).toBeVisible();
  expect(await marks(page)).toEqual([true, true]);

  // Everything but the cookie: the server says what it is, at any address.
  await evict(context, page, "indexeddb,cache_storage,local_storage,service_workers");
  ({ context, page } = await tablet(false));
  await page.goto("/favourites");
  await rest(page);
  await expect(page).toHaveURL(/\/kiosk$/);
  await synced(page, 60_000);
  expect(await marks(page)).toEqual([true, true]);
  ({ context, page } = await tablet(true));
  await page.goto("/kiosk");
  await rest(page);
  await visitor.begin(page);
  await visitor.search(page, "防災");
  await expect(page.locator("main .card").first()).toBeVisible();
  expect(await traces(page, [...mine, number])).toEqual([]);
});

test("its first mark is lost where there is no connection: it is a screen, and no door of a person opens", async ({ tablet, request }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  let { context, page } = await tablet(false);
  await stand(page, keeper);
  await page.evaluate(() => localStorage.clear());
  ({ context, page } = await tablet(true));
  for (const door of ["/favourites", "/drafts", "/outbox", `/forms/${form.id}`, "/kiosk/pair", "/"]) {
    await page.evaluate(() => localStorage.clear()).catch(() => {});
    await page.goto(door).catch(() => {});
    await expect(page, door).toHaveURL(/\/kiosk$/);
    await rest(page);
  }
  expect(await marks(page)).toEqual([true, true]);
  // In the middle of a session, too.
  await visitor.begin(page);
  await page.evaluate(() => localStorage.clear());
  const mine = [marker("who"), marker("wish")];
  await visitor.fill(page, form.id, mine[0], mine[1]);
  const number = await visitor.send(page);
  await visitor.finish(page);
  expect(Object.keys(await stored(page, "drafts"))).toEqual([]);
  expect(await waiting(page)).toBe(1);
  expect(await traces(page, [...mine, number])).toEqual([]);
  await online(context, page);
  await expect.poll(async () => (await keeper.rows(form.id)).length, { timeout: 60_000 }).toBe(1);
  await expect.poll(() => waiting(page), { timeout: 60_000 }).toBe(0);
});
