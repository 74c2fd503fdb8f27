// Somebody at a kiosk, by the things that are touched.
import { expect } from "@playwright/test";
import { synced } from "../lib/synced.mjs";

/** Pairs this browser, and waits until the public data is on it. */
export const pair = async (page, url, code) => {
  await page.goto(`${url}/kiosk/pair`);
  await page.locator("main input[name=code]").fill(code);
  await page.locator("main form button").click();
  await expect(page.locator(".kiosk-cover")).toBeVisible({ timeout: 60_000 });
  await synced(page, 60_000);
};

/** Waits until the screen has left what it is known by without its cookie. */
export const spare = (page) =>
  expect.poll(() => page.evaluate(async () => Boolean(await caches.match("/kiosk/spare", { cacheName: "kiosk" }))), { timeout: 20_000 }).toBe(true);

/** Whether the server knows this browser as a screen that works for people. */
export const known = (page) =>
  page.evaluate(async () => {
    const answer = await fetch("/api/v1/kiosk", { cache: "no-store" }).catch(() => null);
    return answer?.status === 200 && (await answer.json()).active === true;
  });

/** Touches the screen at rest. */
export const begin = async (page) => {
  // The session begins when the finger comes down: by the time it goes up, nothing of the screen at rest is left to be hit.
  await page.locator(".kiosk-begin").click({ force: true });
  await expect(page.locator(".kiosk-bar")).toBeVisible();
  await expect(page.locator(".kiosk-doors a").first()).toBeVisible();
};

/** Goes to the first screen. */
export const home = async (page) => {
  await page.locator(".kiosk-bar a[href='/kiosk']").click();
  await expect(page.locator(".kiosk-doors a").first()).toBeVisible();
};

/** Looks for something. */
export const search = async (page, words) => {
  await home(page);
  await page.locator(".kiosk-doors a[href='/listings']").click();
  const field = page.locator("main input[type=search]").first();
  await field.fill(words);
  await field.press("Enter");
};

/** Begins a form. */
export const open = async (page, form) => {
  await home(page);
  await page.locator(".kiosk-doors a[href='/forms']").click();
  await page.locator(`main a[href='/forms/${form}']`).first().click();
  await page.locator(`main a[href='/forms/${form}/begin']`).click();
  await expect(page.locator(".fill-bar")).toBeVisible({ timeout: 20_000 });
};

/** Begins a form that asks who, and what they wish, and fills it in; it is not sent. */
export const fill = async (page, form, who, wish) => {
  await open(page, form);
  const text = page.getByRole("main");
  await text.getByLabel(/^\s*お名前/).first().fill(who);
  const field = text.getByLabel(/^\s*希望すること/).first();
  for (let n = 0; n < 4 && !(await field.isVisible()); n++) await page.locator(".fill-bar .button-primary:visible").first().click();
  await field.fill(wish);
};

/** Sends it, and gives the number of the receipt. */
export const send = async (page) => {
  const button = page.locator(".fill-send");
  for (let n = 0; n < 6 && !(await button.isVisible()); n++) {
    await page.locator(".fill-bar .button-primary:visible").first().click();
    await page.waitForTimeout(50);
  }
  await button.click();
  const number = page.locator("main .tray-number").first();
  await expect(number).toBeVisible({ timeout: 30_000 });
  return ((await number.textContent()) ?? "").trim();
};

/**
 * Does what ends the session, and waits until the page was loaded anew and rests: the page of the session rests for a moment, too, before
 * it goes.
 */
export const ended = async (page, end) => {
  await page.evaluate(() => void (window.isOfTheSession = true));
  await end();
  await page.waitForFunction(() => !("isOfTheSession" in window), undefined, { timeout: 30_000 });
  await expect(page.locator(".kiosk-cover")).toBeVisible({ timeout: 30_000 });
};

/** Presses "finish"; what is half done is given up. */
export const finish = (page) =>
  ended(page, async () => {
    await page.locator(".kiosk-finish").click();
    const sure = page.locator(".kiosk-panel .button-danger");
    await Promise.race([sure.waitFor({ timeout: 5_000 }).catch(() => {}), page.waitForFunction(() => !("isOfTheSession" in window)).catch(() => {})]);
    if (await sure.isVisible()) await sure.click();
  });
