// Signing in by e-mail without scripts: the link on another device, the code on this one, devices, the end of an account.
import { type Page } from "@playwright/test";
import { expect, test, watch } from "./lib/fixtures";
import { codeIn, linkIn, mailTo, newAddress } from "./lib/mail";

const ask = async (page: Page, address: string) => {
  await page.goto("/sign-in");
  await page.locator("#f-email").fill(address);
  await page.locator("form[action='/sign-in'] button").click();
  await expect(page).toHaveURL(/\/sign-in\/code$/);
  await expect(page.locator("main")).toContainText(address);
};

const introduce = async (page: Page, name: string) => {
  await expect(page).toHaveURL(/\/sign-in\/welcome$/);
  await page.locator("#f-name").fill(name);
  await page.locator("#f-of_age-yes").check();
  await page.locator("form[action='/sign-in/welcome'] button").click();
};

test("the link of a mail works on another device, and the account is made there", async ({ page, browser, allowed }) => {
  allowed.pattern = /status of (410|422)/;
  const address = newAddress("link");
  await ask(page, address);
  const mail = await mailTo(address);
  expect(mail.head).toContain(`To: ${address}`);
  const phone = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  const problems: string[] = [];
  watch(phone, problems, allowed.pattern);
  await phone.goto(new URL(linkIn(mail), page.url()).href);
  await expect(phone.locator("main")).toContainText(address);
  await phone.locator("form[action='/sign-in/link'] button").click();
  // What is missing is named, and what was typed is still there.
  await phone.locator("#f-name").fill("見本 花子");
  await phone.locator("form[action='/sign-in/welcome'] button").click();
  await expect(phone.locator("[role=alert] a[href='#f-of_age']")).toBeVisible();
  await expect(phone.locator("#f-name")).toHaveValue("見本 花子");
  await introduce(phone, "見本 花子");
  await expect(phone).toHaveURL(/\/account$/);
  await expect(phone.locator("main")).toContainText(address);
  await phone.goto(new URL(linkIn(mail), page.url()).href);
  await expect(phone.locator("form[action='/sign-in/link']")).toHaveCount(0);
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await phone.context().close();
  expect(problems, "errors in the console").toEqual([]);
});

test("the code signs in where it was asked for; a device is signed out from another; the account ends", async ({ page, browser, allowed }) => {
  allowed.pattern = /status of 422/;
  const address = newAddress("code");
  await ask(page, address);
  await page.locator("#f-code").fill("000 000");
  const mail = await mailTo(address);
  if (codeIn(mail) !== "000000") {
    await page.locator("form[action='/sign-in/code'] button").click();
    await expect(page.locator("#f-code-error")).toBeVisible();
  }
  await page.locator("#f-code").fill(codeIn(mail));
  await page.locator("form[action='/sign-in/code'] button").click();
  await introduce(page, "見本 太郎");
  await expect(page).toHaveURL(/\/account$/);

  const other = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  const problems: string[] = [];
  watch(other, problems);
  const here = new URL("/", page.url()).href;
  await other.goto(`${here}sign-in`);
  await other.locator("#f-email").fill(address);
  await other.locator("form[action='/sign-in'] button").click();
  await other.goto(new URL(linkIn(await mailTo(address, 2)), here).href);
  await other.locator("form[action='/sign-in/link'] button").click();
  await expect(other).toHaveURL(/\/account$/);
  await page.reload();
  await expect(page.locator("form[action='/account/devices/end']")).toHaveCount(2);
  await page.locator("li").filter({ has: page.locator("form[action='/account/devices/end']") }).filter({ hasNot: page.locator(".tag") }).locator("button").click();
  await expect(page.locator("[role=status]").first()).toBeVisible();
  await other.goto(`${here}account`);
  await expect(other).toHaveURL(/\/sign-in/);
  await other.context().close();
  expect(problems, "errors in the console").toEqual([]);

  await page.goto("/account/end");
  await page.locator("#f-word").fill("やめます");
  await page.locator("form[action='/account/end'] button").click();
  await expect(page.locator("main a[href='/']")).toBeVisible();
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in/);
  expect((await mailTo(address, 3)).text).toContain("やめました");
});
