// What one does with a listing: pass it on, put it into a calendar, print it. And how the app comes onto a home screen.
import { readFileSync } from "node:fs";
import { type Page } from "@playwright/test";
import { awake, everyWidth, expect, synced, test } from "./lib/fixtures";

const TITLE = "市民活動フェスタ みほんの見本市";
const OFFLINE = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch/;

/** Opens the listing that these tests are about. */
const open = async (page: Page) => {
  await page.goto(`/listings?kind=event&q=${encodeURIComponent(TITLE)}`);
  const link = page.locator(".card-title a").filter({ hasText: TITLE }).first();
  await page.goto((await link.getAttribute("href")) ?? "");
  await expect(page.locator("h1")).toHaveText(TITLE);
  await awake(page);
};

declare global {
  interface Window {
    shared: ShareData[];
    copied: string;
    printed: number;
  }
}

test("passed on with the sheet of the system", async ({ page }) => {
  await page.addInitScript(() => {
    window.shared = [];
    const share = async (what: ShareData) => {
      window.shared.push(what);
      // The second time the person closes the sheet.
      if (window.shared.length > 1) throw new DOMException("closed", "AbortError");
    };
    Object.defineProperty(navigator, "share", { value: share, configurable: true });
  });
  await open(page);
  const button = page.getByRole("button", { name: "共有する" });
  await button.click();
  await expect.poll(() => page.evaluate(() => window.shared)).toEqual([{ title: TITLE, url: page.url() }]);
  await button.click();
  await expect.poll(() => page.evaluate(() => window.shared.length)).toBe(2);
  await expect(page.locator(".actions-said")).toBeEmpty();
});

test("passed on as a copied address, where there is no sheet", async ({ page }) => {
  // The browser's own clipboard belongs to whichever window has the focus, and tests run side by side.
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "share", { value: undefined, configurable: true });
    Object.defineProperty(navigator.clipboard, "writeText", { value: async (text: string) => void (window.copied = text), configurable: true });
  });
  await open(page);
  await page.getByRole("button", { name: "共有する" }).click();
  await expect(page.locator(".actions-said")).toHaveText("アドレスをコピーしました。");
  expect(await page.evaluate(() => window.copied)).toBe(page.url());
});

test("put into a calendar, with and without a connection", async ({ page, context, allowed }) => {
  allowed.pattern = OFFLINE;
  await open(page);
  await synced(page);
  const link = page.locator(".actions a[download]");
  const file = async () => {
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    expect(download.suggestedFilename()).toBe("event.ics");
    // When it was made is no part of what it says.
    return readFileSync(await download.path(), "utf8").split("\r\n").filter((line) => !line.startsWith("DTSTAMP:"));
  };
  await expect(link).toHaveAttribute("href", /^\/listings\/[^/]+\/event\.ics$/);
  const online = await file();
  expect(online[0]).toBe("BEGIN:VCALENDAR");
  expect(online).toContain(`SUMMARY:${TITLE}`);
  expect(online.filter((line) => /^DTSTART;TZID=Asia\/Tokyo:\d{8}T100000$/.test(line))).toHaveLength(1);
  expect(online.filter((line) => /^DTEND;TZID=Asia\/Tokyo:\d{8}T150000$/.test(line))).toHaveLength(1);

  await context.setOffline(true);
  await page.evaluate(() => void dispatchEvent(new Event("offline")));
  await expect(link).toHaveAttribute("href", /^data:text\/calendar/);
  const of = (lines: string[], name: RegExp) => lines.filter((line) => name.test(line));
  const offline = await file();
  for (const name of [/^BEGIN:/, /^SUMMARY/, /^DTSTART/, /^DTEND/, /^LOCATION/, /^GEO/, /^END:/]) expect(of(offline, name)).toEqual(of(online, name));
});

test("on paper there are words and no controls", async ({ page }) => {
  await page.addInitScript(() => {
    window.printed = 0;
    window.print = () => void window.printed++;
  });
  await open(page);
  await page.getByRole("button", { name: "印刷する" }).click();
  expect(await page.evaluate(() => window.printed)).toBe(1);
  await page.emulateMedia({ media: "print" });
  const gone = [".skip", ".menu", ".langs", ".status", ".actions", ".trail", ".site-footer nav"];
  await everyWidth(page, async () => {
    for (const part of gone) await expect(page.locator(part).filter({ visible: true }), part).toHaveCount(0);
  });
  for (const part of ["h1", ".part-when", ".part-where", ".part-body", ".part-contact"]) await expect(page.locator(part).first(), part).toBeVisible();
  await expect(page.locator(".part-contact")).toContainText("000-0000-0079");
  await page.goto("/listings?kind=event");
  await expect(page.locator(".card").first()).toBeVisible();
  await everyWidth(page, async () => {
    for (const part of [...gone, ".facets", ".search-form", ".take-away"]) await expect(page.locator(part).filter({ visible: true }), part).toHaveCount(0);
  });
});

test.describe("on the home screen", () => {
  // Chromium's own question has no place on an iPhone.
  test.beforeEach(({ page }) => page.addInitScript(() => addEventListener("beforeinstallprompt", (event) => event.stopImmediatePropagation())));
  const order = (page: Page) => page.locator("main section h2").evaluateAll((headings) => headings.map((it) => it.id));

  test("of other devices: Android is first", async ({ page }) => {
    await page.goto("/install");
    await awake(page);
    expect(await order(page)).toEqual(["android", "ios", "desktop"]);
  });

  test("a button where the browser asks, which goes when it was asked", async ({ page }) => {
    await page.goto("/");
    await awake(page);
    await expect(page.locator(".invitation")).toHaveText("");
    await page.evaluate(() => {
      Object.assign(window, { __engawaInstall: { prompt: async () => document.documentElement.setAttribute("data-asked", "") } });
      dispatchEvent(new Event("engawa-install"));
    });
    await page.locator(".invitation button").click();
    await expect(page.locator("html[data-asked]")).toHaveCount(1);
    await expect(page.locator(".invitation button")).toHaveCount(0);
  });

  test.describe("of an iPhone", () => {
    test.use({ userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1" });

    test("its own steps are first", async ({ page }) => {
      await page.goto("/install");
      await awake(page);
      await expect.poll(() => order(page)).toEqual(["ios", "android", "desktop"]);
      await expect(page.locator("section[aria-labelledby='ios'] ol li")).toHaveCount(3);
      await expect(page.getByRole("button", { name: "この端末に追加する" })).toHaveCount(0);
    });

    for (const path of ["/", "/favourites"]) {
      test(`the steps are offered at ${path}`, async ({ page }) => {
        await page.goto(path);
        await page.locator(".invitation a").click();
        await expect(page).toHaveURL(/\/install$/);
        await expect(page.locator("section[aria-labelledby='ios'] ol li")).toHaveCount(3);
      });
    }
  });
});
