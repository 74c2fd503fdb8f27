// The pages of signing in and of one's own account, in each width and both colour schemes: they fit, and axe finds nothing.
import { type Page } from "@playwright/test";
import { axeBothSchemes, everyWidth, expect, fits, test } from "./lib/fixtures";
import { linkIn, mailTo, newAddress } from "./lib/mail";

// A refused form answers 422, a link that is over 410, which the browser mentions.
test.beforeEach(({ allowed }) => void (allowed.pattern = /status of (410|422)/));

const look = async (page: Page) => {
  await expect(page.locator("h1")).toHaveCount(1);
  await everyWidth(page, async () => {
    await fits(page);
    await axeBothSchemes(page);
  });
};

test("from the first mail to one's own page", async ({ page }) => {
  const address = newAddress("axe");
  await page.goto("/sign-in");
  await look(page);
  await page.locator("#f-email").fill("nobody");
  await page.locator("#f-email").evaluate((input: HTMLInputElement) => (input.type = "text"));
  await page.locator("form[action='/sign-in'] button").click();
  await expect(page.locator("[role=alert]")).toBeVisible();
  await look(page);
  await page.locator("#f-email").fill(address);
  await page.locator("form[action='/sign-in'] button").click();
  await look(page);
  const link = linkIn(await mailTo(address));
  await page.goto(link);
  await look(page);
  await page.locator("form[action='/sign-in/link'] button").click();
  await look(page);
  await page.locator("form[action='/sign-in/welcome'] button").click();
  await look(page);
  await page.locator("#f-name").fill("見本 花子");
  await page.locator("#f-of_age-yes").check();
  await page.locator("form[action='/sign-in/welcome'] button").click();
  await expect(page).toHaveURL(/\/account$/);
  await look(page);
  await page.locator("form[action='/account/recovery'] button").click();
  await expect(page.locator("main code")).toHaveCount(10);
  await look(page);
  await page.goto("/account/end");
  await look(page);
  await page.goto(link);
  await look(page);
});

test("somebody young, whose guardian agrees on paper", async ({ page }) => {
  const address = newAddress("young");
  await page.goto("/sign-in");
  await page.locator("#f-email").fill(address);
  await page.locator("form[action='/sign-in'] button").click();
  await page.goto(linkIn(await mailTo(address)));
  await page.locator("form[action='/sign-in/link'] button").click();
  await page.locator("#f-name").fill("見本 太郎");
  await page.locator("#f-of_age-no").check();
  await page.locator("#f-born_year").fill(String(new Date().getFullYear() - 10));
  await page.locator("#f-way-paper").check();
  await page.locator("form[action='/sign-in/welcome'] button").click();
  await page.goto("/sign-in/waiting");
  await look(page);
  await page.locator("form[action='/sign-in/paper'] button").click();
  await expect(page.locator(".paper-table strong").first()).toHaveText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  await look(page);
  // What lies at a desk.
  await page.goto("/sign-in/paper");
  await expect(page.locator(".paper-table strong")).toHaveCount(0);
  await look(page);
});
