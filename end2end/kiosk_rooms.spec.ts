// What staff change from afar: what people may do at a screen (the rest is not offered, and does not open by any link), and that it loads anew.
import { axe, expect, test } from "./lib/fixtures";
import { atScreens, follow, keeperOf, key, stand, visitor, words } from "./lib/screen";

atScreens();

test("only what staff allow can be done at a screen", async ({ page, request, baseURL }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  const kiosk = await stand(page, keeper, { rooms: [] });
  await visitor.begin(page);
  await expect(page.locator(".kiosk-doors a[href='/listings']")).toBeVisible();
  for (const closed of ["/forms", "/outbox"]) await expect(page.locator(`.kiosk-doors a[href='${closed}']`)).toHaveCount(0);
  await expect(key(page, "phone")).toBeHidden();

  const dialog = page.locator(".kiosk-dialog");
  for (const href of [`/forms/${form.id}/begin`, "/drafts", "/outbox"]) {
    await follow(page, href);
    await expect(dialog.locator(".kiosk-address")).toHaveText(`${baseURL}${href}`);
    await dialog.getByRole("button", { name: words.close }).click();
    await expect(dialog).toHaveCount(0);
  }
  // What a form asks can be read.
  await follow(page, `/forms/${form.id}`);
  await expect(page.locator("main h1")).toBeVisible();
  await expect(page.locator(`main a[href='/forms/${form.id}/begin']`)).toHaveCount(0);
  await axe(page);
  await visitor.finish(page);

  // Allowed, it is there from the next beat on.
  await keeper.save(kiosk, { rooms: ["forms", "receipts", "hand_over"] });
  await page.reload();
  await expect(page.locator(".kiosk-rest")).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => page.evaluate(() => JSON.parse(localStorage.getItem("engawa-kiosk") ?? "{}").config?.rooms?.length), { timeout: 30_000 }).toBe(3);
  await visitor.begin(page);
  await expect(page.locator(".kiosk-doors a[href='/forms']")).toBeVisible();
  await expect(key(page, "phone")).toBeVisible();
});

test("told to load anew, a screen does so once, and not while somebody is there", async ({ page, request }) => {
  const keeper = await keeperOf(request);
  const kiosk = await stand(page, keeper);
  await keeper.reload(kiosk);
  const mark = () => page.evaluate(() => Object.assign(window, { isOfBefore: true }));
  const isOfBefore = () => page.evaluate(() => "isOfBefore" in window).catch(() => true);
  // A page tells its first beat after five seconds: somebody is there by then.
  await page.reload();
  await visitor.begin(page);
  await mark();
  await page.waitForTimeout(8_000);
  expect(await isOfBefore()).toBe(true);
  await visitor.finish(page);

  // The next page hears of it when it rests, goes, and its successor stays.
  await keeper.reload(kiosk);
  await page.reload();
  await expect(page.locator(".kiosk-rest")).toBeVisible({ timeout: 30_000 });
  await mark();
  await expect.poll(isOfBefore, { timeout: 30_000 }).toBe(false);
  await expect(page.locator(".kiosk-rest")).toBeVisible({ timeout: 30_000 });
  await mark();
  await page.waitForTimeout(8_000);
  expect(await isOfBefore()).toBe(true);
});
