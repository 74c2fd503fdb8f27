// What staff say of a screen: what people may do at it (the rest is not offered, and does not open by any link), where a session begins, and
// that it loads anew.
import { type Page } from "@playwright/test";
import { axe, expect, fits, test } from "./lib/fixtures";
import { atScreens, follow, keeperOf, key, marker, speak, stand, visitor, words } from "./lib/screen";

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

/** Touches the screen at rest where a session does not begin at the first screen. */
const beginElsewhere = async (page: Page) => {
  await page.locator(".kiosk-begin").click({ force: true });
  await expect(page.locator(".kiosk-bar")).toBeVisible();
};

test("a session begins where staff said, in whichever language", async ({ page, request }) => {
  const keeper = await keeperOf(request);
  const id = await stand(page, keeper, { home: "/calendar" });
  const lengthOfHistory = () => page.evaluate(() => history.length);
  const length = await lengthOfHistory();
  const heading = page.locator("main h1");
  await beginElsewhere(page);
  await expect(heading).toHaveCount(1);
  await expect(heading).toContainText("カレンダー");
  await expect(page.locator(".kiosk-doors")).toHaveCount(0);
  await expect(page).toHaveURL(/\/kiosk$/);
  await fits(page);
  await axe(page);
  // In another language they are where they were; the first screen is one press away.
  await speak(page, "English");
  await expect(heading).toContainText("Calendar");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await visitor.home(page);
  await expect(page.locator(".kiosk-doors a[href='/calendar']")).toContainText("Calendar");
  await visitor.finish(page);
  // The next person begins there, too, in the language of the screen.
  await beginElsewhere(page);
  await expect(heading).toContainText("カレンダー");
  expect(await lengthOfHistory()).toBe(length);
  await visitor.finish(page);

  // A screen that rests in English begins in English.
  await keeper.save(id, { home: "/calendar", langs: ["en", "ja"] });
  await page.reload();
  await expect.poll(() => page.evaluate(() => JSON.parse(localStorage.getItem("engawa-kiosk") ?? "{}").config?.langs?.[0]), { timeout: 30_000 }).toBe("en");
  await page.reload();
  await expect(page.locator(".kiosk-rest")).toBeVisible({ timeout: 30_000 });
  await beginElsewhere(page);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(heading).toContainText("Calendar");
  await expect(page.locator(".kiosk-doors")).toHaveCount(0);
});

test("nothing offers to print, unless staff said that a printer stands there", async ({ page, request }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  const id = await stand(page, keeper);
  const offers = page.locator("main button:visible").filter({ hasText: /印刷/ });
  // A listing, the last page of a form, the receipts.
  const everywhere = async (least: number) => {
    await visitor.begin(page);
    await page.locator(".kiosk-doors a[href='/listings']").click();
    await page.locator("main a[href^='/listings/']").first().click();
    await expect(page.locator("main .favourite").first()).toBeVisible();
    await expect(offers).toHaveCount(least);
    await visitor.fill(page, form.id, marker("who"), marker("wish"));
    for (let n = 0; n < 6 && !(await page.locator(".fill-send").isVisible()); n++) await page.locator(".fill-bar .button-primary:visible").first().click();
    await expect(page.locator(".fill-send")).toBeVisible();
    await expect(offers).toHaveCount(least);
    await visitor.send(page);
    await expect(offers).toHaveCount(least);
    await visitor.finish(page);
  };
  await everywhere(0);
  await keeper.save(id, { prints: true });
  await page.reload();
  await expect.poll(() => page.evaluate(() => JSON.parse(localStorage.getItem("engawa-kiosk") ?? "{}").config?.prints), { timeout: 30_000 }).toBe(true);
  await everywhere(1);
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
