// A shared screen without a connection: what is sent is sealed and waits, whoever sent it goes home with the number, and it arrives once; a
// cold start; a form that goes to a phone all the same.
import { expect } from "@playwright/test";
import { axe, fits } from "./lib/fixtures";
import { attach, field, opened, pdf, reach, receiptNo, write } from "./lib/forms";
import { online } from "./lib/phone";
import { handOver, keeperOf, key, marker, noise, panel, phoneBeside, shut, stand, traces, visitor, words } from "./lib/screen";
import { test, waiting } from "./lib/tablet";

test.beforeEach(() => test.setTimeout(240_000));

test("the network goes in the middle of a form: it is sealed, and arrives once when there is one", async ({ tablet, request }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  const { context, page } = await tablet(false);
  await stand(page, keeper);
  await visitor.begin(page);
  const mine = [marker("who"), marker("wish")];
  await visitor.fill(page, form.id, mine[0], mine[1]);
  await attach(page, "計画書", pdf("計画書.pdf", 120_000));
  await context.setOffline(true);
  const number = await visitor.send(page);
  expect(number).toMatch(receiptNo);
  const slip = page.locator("main .tray-slip");
  await expect(slip).toContainText(words.sealed);
  await expect(slip.locator("svg.qr")).toBeVisible();
  await axe(page);
  await fits(page);

  // They go home with the number; nobody who comes next sees anything of it.
  await visitor.finish(page);
  expect(await keeper.rows(form.id)).toHaveLength(0);
  expect(await waiting(page), "sealed").toBe(1);
  expect(await traces(page, [...mine, number, "計画書.pdf"])).toEqual([]);
  await visitor.begin(page);
  await page.locator(".kiosk-doors a[href='/outbox']").click();
  await expect(page.getByRole("main")).toContainText(words.noneSent);
  await visitor.finish(page);

  await online(context, page);
  await expect.poll(async () => (await keeper.rows(form.id)).length, { timeout: 60_000 }).toBe(1);
  await expect.poll(() => waiting(page), { timeout: 60_000 }).toBe(0);
  // Nothing comes twice.
  await page.waitForTimeout(3_000);
  const rows = await keeper.rows(form.id);
  expect(rows).toHaveLength(1);
  for (const part of [...mine, number]) expect(rows[0]).toContain(part);
});

test("switched on without a connection: it rests, and everything but sending works", async ({ tablet, request, browser, baseURL }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  let { page } = await tablet(false);
  await stand(page, keeper);
  ({ page } = await tablet(true));
  await page.goto("/kiosk");
  await expect(page.locator(".kiosk-rest")).toBeVisible({ timeout: 30_000 });
  await expect(page.locator(".kiosk-slide")).toBeVisible();
  await expect(page.locator(".kiosk-age")).not.toBeEmpty();
  await axe(page);
  await visitor.begin(page);
  await visitor.search(page, "防災");
  await expect(page.locator("main .card").first()).toBeVisible();

  const mine = [marker("who"), marker("wish")];
  await visitor.fill(page, form.id, mine[0], mine[1]);
  const address = await handOver(page);
  expect(address.startsWith(`${baseURL}/hand-over#1.`)).toBe(true);
  const phone = await phoneBeside(browser, baseURL);
  await phone.page.goto(address);
  await expect(phone.page).toHaveURL(/\/drafts\/[0-9a-f-]{36}$/, { timeout: 30_000 });
  await opened(phone.page);
  await expect(await reach(phone.page, field(phone.page, "お名前"))).toHaveValue(mine[0]);
  await expect(await reach(phone.page, field(phone.page, "希望すること"))).toHaveValue(mine[1]);
  await phone.context.close();
  expect(phone.problems).toEqual([]);

  // What does not fit into a code is not lost: the panel says so.
  await shut(page);
  await write(page, "希望すること", noise(1_500));
  await key(page, "phone").click();
  await panel(page).getByRole("button", { name: words.makeCode }).click();
  await expect(panel(page)).toContainText(words.offline, { timeout: 40_000 });
  await axe(page);
  await visitor.finish(page);
  expect(await traces(page, mine)).toEqual([]);
});

test("what was sealed arrives, though the screen has no right any more", async ({ tablet, request }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  const { context, page } = await tablet(false);
  const id = await stand(page, keeper);
  await visitor.begin(page);
  const who = marker("who");
  await visitor.fill(page, form.id, who, "なし");
  await context.setOffline(true);
  const number = await visitor.send(page);
  await visitor.finish(page);
  await keeper.revoke(id);
  await online(context, page);
  await page.reload();
  await expect(page.locator(".kiosk-dark")).toContainText(words.revoked, { timeout: 30_000 });
  await expect.poll(async () => (await keeper.rows(form.id)).length, { timeout: 60_000 }).toBe(1);
  expect((await keeper.rows(form.id))[0]).toContain(number);
  await expect.poll(() => waiting(page), { timeout: 60_000 }).toBe(0);
});
