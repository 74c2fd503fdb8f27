// Somebody at a kiosk, by the things that are touched.
import { expect } from "@playwright/test";
import { basename } from "node:path";
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

/** Goes on in a form, screen by screen, until something is there. */
const reach = async (page, target) => {
  for (let n = 0; n < 6 && !(await target.isVisible()); n++) {
    await page.locator(".fill-bar .button-primary:visible").first().click();
    await page.waitForTimeout(50);
  }
  return target;
};

/** Begins a form that asks who, and what they wish, and fills it in; it is not sent. */
export const fill = async (page, form, who, wish) => {
  await open(page, form);
  const text = page.getByRole("main");
  await text.getByLabel(/^\s*お名前/).first().fill(who);
  await (await reach(page, text.getByLabel(/^\s*希望すること/).first())).fill(wish);
};

/** Puts a file into a question that stands behind what was filled in. */
export const attach = async (page, label, path) => {
  const field = page.getByRole("main").getByLabel(new RegExp(`^\\s*${label}`)).first();
  await (await reach(page, field)).setInputFiles(path);
  await expect(page.locator(".fill-file").filter({ hasText: basename(path) }).first()).toBeVisible({ timeout: 20_000 });
};

/** Sends it, and gives the number of the receipt. */
export const send = async (page) => {
  await (await reach(page, page.locator(".fill-send"))).click();
  const number = page.locator("main .tray-number").first();
  await expect(number).toBeVisible({ timeout: 30_000 });
  return ((await number.textContent()) ?? "").trim();
};

/** The secret of a receipt that stands on the screen. */
export const secretOf = async (page, number) => {
  const slip = page.locator("main .tray-slip").filter({ hasText: number }).first();
  return ((await slip.locator(".tray-number").nth(1).textContent()) ?? "").trim();
};

/** Presses the screen's own keys, one for each sign. */
const press = async (page, signs) => {
  const keyboard = page.locator(".kiosk-keyboard");
  await expect(keyboard).toBeVisible();
  for (const sign of signs) await keyboard.getByRole("button", { name: sign, exact: true }).click();
};

/** Looks for something, by the screen's own keys alone: kana that have a key of their own. */
export const searchByKeys = async (page, words) => {
  await home(page);
  await page.locator(".kiosk-doors a[href='/listings']").click();
  const field = page.locator("main input[type=search]").first();
  await field.click();
  await press(page, words);
  await expect(field).toHaveValue(words);
  await press(page, ["決定"]);
};

/** Looks a receipt up by its two numbers, the first of which is typed by the screen's own keys. */
export const lookUp = async (page, number, secret) => {
  await home(page);
  await page.locator(".kiosk-doors a[href='/outbox']").click();
  await page.locator("#kiosk-receipt-no").click();
  await press(page, number.toLowerCase());
  await page.locator("#kiosk-receipt-secret").fill(secret);
  await page.getByRole("main").getByRole("button", { name: "確かめる", exact: true }).click();
  await expect(page.locator(".kiosk-found")).toContainText(number, { timeout: 20_000 });
};

/** Has the open form handed over, and gives the address inside the code. */
export const handOver = async (page) => {
  const panel = page.locator(".kiosk-panel");
  await page.locator(".kiosk-bar > .kiosk-key").nth(4).click();
  await panel.locator(".kiosk-answers .button-primary").first().click();
  const code = panel.locator("[data-address]:visible").first();
  await expect(code).toBeVisible({ timeout: 30_000 });
  const address = (await code.getAttribute("data-address")) ?? "";
  await panel.getByRole("button", { name: "閉じる", exact: true }).click();
  await expect(panel).toHaveCount(0);
  return address;
};

/** Lets time pass for pages by their clock that never jumps (`pass`), by which sessions and opening hours are measured. */
export const timed = (context) =>
  context.addInitScript(() => {
    const now = performance.now.bind(performance);
    let ahead = 0;
    performance.now = () => now() + ahead;
    window.pass = (ms) => void (ahead += ms);
  });

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

/** Goes away: nobody does anything for as long as staff set, by the clock of `timed`; 90 seconds, of which the last 20 are warned. */
export const leave = (page) =>
  ended(page, async () => {
    await page.evaluate(() => window.pass(71_000));
    await expect(page.getByRole("alertdialog")).toBeVisible();
    await page.evaluate(() => window.pass(20_000));
  });

/** Stays until the house closes, after so many minutes by the clock of `timed`. */
export const stay = (page, minutes) =>
  ended(page, async () => {
    const isGone = () => page.waitForFunction(() => !("isOfTheSession" in window), undefined, { timeout: 3_000 }).then(() => true, () => false);
    // A beat that is answered in between puts the clock right.
    for (let n = 0; n < 5; n++) {
      const passing = page.evaluate((minutes) => {
        // For the page that comes after it no time has passed.
        for (let minute = 0; minute < minutes && "isOfTheSession" in window; minute++) {
          window.pass(60_000);
          // Somebody is there all the time.
          window.dispatchEvent(new Event("wheel"));
        }
      }, minutes);
      await passing.catch(() => {});
      if (await isGone()) return;
    }
  });

/** Has the process of the page crash. The page is of no use after that. */
export const crash = async (page) => {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  session.send("Page.crash").catch(() => {});
  await crashed;
};
