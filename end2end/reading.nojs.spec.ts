// Everything can be read and searched without scripts.
import { expect, test } from "@playwright/test";

test("search, narrow, read", async ({ page }) => {
  await page.goto("/");
  await page.locator("input[name=q]").first().fill("防災");
  await page.locator("form").filter({ has: page.locator("input[name=q]") }).first().locator("button").first().click();
  await expect(page).toHaveURL(/\/listings\?.*q=/);
  await expect(page.locator(".card mark").first()).toHaveText("防災");
  await page.locator(".card a").first().click();
  await expect(page.locator("h1")).toHaveCount(1);
});

test("calendar and map move by links", async ({ page }) => {
  await page.goto("/calendar");
  const first = await page.locator("h1").textContent();
  await page.locator(".calendar-moves a").last().click();
  await expect(page.locator("h1")).not.toHaveText(first ?? "");
  await page.goto("/map");
  await page.locator(".map-controls a").first().click();
  await expect(page).toHaveURL(/z=/);
  await expect(page.locator(".map-picture")).toBeVisible();
});

test("languages", async ({ page }) => {
  await page.goto("/about");
  await page.locator("a[href^='/lang/en']").first().click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page).toHaveURL(/\/about$/);
});

test("two cities live side by side", async ({ page, baseURL }) => {
  await page.goto((baseURL ?? "").replace("localhost", "kobune.localhost"));
  await expect(page.locator("header").first()).toContainText("小舟町");
});

test("writing a listing needs scripts, and says where it goes without", async ({ page }) => {
  await page.goto("/write");
  await expect(page.locator("main a[href='/my/groups']")).toBeVisible();
  await expect(page.getByRole("button", { name: "書き始める" })).toBeHidden();
});

test("a tablet is made a shared screen with a plain form", async ({ page }) => {
  await page.goto("/kiosk");
  await page.locator("main a[href='/kiosk/pair']").click();
  await expect(page.locator("input[type='password']")).toHaveCount(0);
  await page.locator("#code").fill("AAAA-0000");
  await page.locator("main form button[type='submit']").click();
  await expect(page).toHaveURL(/\/kiosk\/pair\?problem=/);
  await expect(page.locator("#code-error")).toBeVisible();
});

test("what was begun at a shared screen is taken in with scripts, and the page says so", async ({ page }) => {
  await page.goto("/hand-over");
  await expect(page.locator("main .quiet").first()).toContainText("スクリプト");
});
