// A page that is left open overnight: what it calls today is today.
import { type Page, expect, test } from "@playwright/test";
import { synced, watchOffline } from "./lib/fixtures";

const OVERNIGHT = "24:00:00";

/** The day in Japan by the page's own clock. */
const today = async (page: Page) => new Date((await page.evaluate(() => Date.now())) + 9 * 3_600_000).toISOString().slice(0, 10);

/** A mark that goes with the document. */
const mark = (page: Page) => page.evaluate(() => void (document.documentElement.dataset.before = "yes"));
const marked = (page: Page) => page.locator("html[data-before=yes]");

test("the next morning the page is drawn anew, without a network, too; nobody who writes is disturbed", async ({ page, context }) => {
  test.setTimeout(120_000);
  const problems: string[] = [];
  watchOffline(context, problems);
  await page.clock.install();
  await page.goto("/");
  await synced(page);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await context.setOffline(true);

  const day = await today(page);
  await expect(page.locator("#today ~ a.more")).toHaveAttribute("href", `/calendar?week=${day}`);
  await mark(page);
  // The document may go while it is asked.
  await page.clock.fastForward(OVERNIGHT).catch(() => {});
  await expect(marked(page)).toHaveCount(0);
  const next = await today(page);
  expect(next > day).toBe(true);
  await expect(page.locator("#today ~ a.more")).toHaveAttribute("href", `/calendar?week=${next}`);

  await page.goto("/listings");
  await page.locator("#q").fill("防災");
  await mark(page);
  await page.clock.fastForward(OVERNIGHT);
  await expect(page.locator("#q")).toHaveValue("防災");
  await expect(marked(page)).toHaveCount(1);
  expect(problems, "errors in the console").toEqual([]);
});
