// Somebody at a kiosk, by the things that are touched.
import { expect } from "@playwright/test";
import { FORM } from "./city.mjs";

/** Pairs this browser, and waits until the public data is on it. */
export const pair = async (page, url, code) => {
  await page.goto(`${url}/kiosk/pair`);
  await page.locator("main input[name=code]").fill(code);
  await page.locator("main form button").click();
  await expect(page.locator(".kiosk-rest")).toBeVisible({ timeout: 60_000 });
  await ready(page);
};

/** The screen at rest is there, the service worker keeps it, and the public data is here. */
export const ready = async (page) => {
  await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated", undefined, { timeout: 60_000 });
  await page.waitForFunction(
    () =>
      new Promise((resolve) => {
        const request = indexedDB.open("engawa");
        request.onerror = () => resolve(false);
        request.onsuccess = () => {
          const db = request.result;
          if (!db.objectStoreNames.contains("blobs")) return db.close(), resolve(false);
          const keys = db.transaction("blobs").objectStore("blobs").getAllKeys();
          keys.onsuccess = () => (db.close(), resolve(keys.result.length > 0));
        };
      }),
    undefined,
    { timeout: 60_000, polling: 500 },
  );
};

/** Touches the screen at rest. */
export const begin = async (page) => {
  await page.locator(".kiosk-begin").click();
  await expect(page.locator(".kiosk-bar")).toBeVisible();
  await expect(page.locator(".kiosk-doors a").first()).toBeVisible();
};

const home = async (page) => {
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

/** Begins the form and fills it in; it is not sent. */
export const fill = async (page, who, wish) => {
  await home(page);
  await page.locator(".kiosk-doors a[href='/forms']").click();
  await page.locator(`main a[href='/forms/${FORM.id}']`).first().click();
  await page.getByRole("main").getByRole("button", { name: "記入を始める" }).or(page.getByRole("main").getByRole("link", { name: "記入を始める" })).first().click();
  await expect(page.locator(".fill-bar")).toBeVisible({ timeout: 20_000 });
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
  const receipts = page.getByRole("main");
  await expect(receipts).toContainText(/[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/, { timeout: 30_000 });
  return /[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/.exec((await receipts.textContent()) ?? "")?.[0];
};

/** Presses "finish"; what is half done is given up. */
export const finish = async (page) => {
  await page.locator(".kiosk-finish").click();
  const sure = page.locator(".kiosk-panel .button-danger");
  await Promise.race([sure.waitFor({ timeout: 5_000 }).catch(() => {}), page.locator(".kiosk-rest").waitFor({ timeout: 20_000 }).catch(() => {})]);
  if (await sure.isVisible()) await sure.click();
  await expect(page.locator(".kiosk-rest")).toBeVisible({ timeout: 30_000 });
};
