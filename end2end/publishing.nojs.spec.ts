// Reports and moderation without scripts: anybody reports, staff list words, look at versions and decide.
import { expect, test } from "./lib/fixtures";

const signIn = async (page: import("@playwright/test").Page) => {
  await page.goto("/staff/sign-in");
  await page.locator("input[name=login]").fill("staff");
  await page.locator("input[name=password]").fill("correct horse battery");
  await page.locator("main button").click();
  await expect(page).toHaveURL(/\/staff$/);
};

const publish = async (page: import("@playwright/test").Page, title: string) => {
  await page.goto("/staff/listings/new?kind=event");
  await page.locator("input[name=title]").fill(title);
  await page.locator("input[name=organiser]").fill("試しの会");
  await page.locator("input[name='session.0.on']").fill("2030-01-06");
  await page.locator("button[value=published]").click();
  await expect(page.locator("[role=status]").first()).toContainText(/[0-9A-Z]{4}-[0-9A-Z]{4}/);
  return page.url().match(/listings\/([0-9a-f-]+)/)?.[1] ?? "";
};

test("a report is sent without an account, and withdraws the listing when it is upheld", async ({ page, context, allowed }) => {
  allowed.pattern = /status of (404|422)/;
  await signIn(page);
  const id = await publish(page, `知らせの試し ${Date.now()}`);
  await context.clearCookies();
  await page.goto(`/listings/${id}`);
  await page.locator(`a[href='/listings/${id}/report']`).click();
  await expect(page.locator("h1")).toHaveCount(1);
  await page.locator("#f-reason-spam").check();
  await page.locator("#f-words").fill("広告のようです。<script>alert(1)</script>");
  await page.locator("main form button").click();
  await expect(page.locator("[role=status]")).toContainText(/[0-9A-Z]{4}-[0-9A-Z]{4}/);

  await signIn(page);
  await page.goto("/staff/moderation");
  const row = page.locator(".desk-row").filter({ has: page.locator(`a[href='/staff/listings/${id}']`) });
  await expect(row).toContainText("<script>alert(1)</script>");
  await row.locator("button[value=upheld]").click();
  await expect(page.locator("[role=alert]")).toBeVisible();
  const again = page.locator(".desk-row").filter({ has: page.locator(`a[href='/staff/listings/${id}']`) });
  await again.locator("input[name=words]").fill("広告でした");
  await again.locator("button[value=upheld]").click();
  await expect(page.locator("[role=status]").first()).toBeVisible();
  const gone = await page.goto(`/listings/${id}`);
  expect(gone?.status()).toBe(404);
});

test("preview shows what is not saved; an older form can be taken back", async ({ page }) => {
  await signIn(page);
  const first = `版の試し ${Date.now()}`;
  const id = await publish(page, first);
  await page.locator("input[name=title]").fill("まだ保存していない題");
  await page.locator("button[formaction$='/preview']").click();
  await expect(page.locator("h1")).toHaveText("まだ保存していない題");
  await page.goto(`/staff/listings/${id}`);
  await expect(page.locator("input[name=title]")).toHaveValue(first);
  await page.locator("input[name=title]").fill("あとの題");
  await page.locator("button[value=published]").click();
  await page.goto(`/staff/listings/${id}/versions`);
  await expect(page.locator("ins").first()).toBeVisible();
  await page.locator("form[action$='/restore'] button").first().click();
  await expect(page.locator("input[name=title]")).toHaveValue(first);
});

test("words are listed and taken out", async ({ page }) => {
  await signIn(page);
  await page.goto("/staff/moderation");
  const word = `ためし${Date.now()}`;
  await page.locator("#f-word").fill(word);
  await page.locator("form[action='/staff/moderation/words']").first().locator("button").click();
  const row = page.locator(".desk-row").filter({ hasText: word });
  await expect(row).toHaveCount(1);
  await row.locator("button").click();
  await expect(page.locator(".desk-row").filter({ hasText: word })).toHaveCount(0);
});

test("staff plan and take back, and repeat a listing, below its form", async ({ page }) => {
  await signIn(page);
  const title = `予約の試し ${Date.now()}`;
  const id = await publish(page, title);
  const path = `/staff/listings/${id}`;
  await page.goto(path);
  const around = page.locator("section[aria-labelledby=desk-around]");
  const soon = new Date(Date.now() + 30 * 24 * 3600 * 1000).toISOString().slice(0, 16);
  await around.locator("#plan-around").selectOption("ended");
  await around.locator("#at-around").fill(soon);
  await around.locator(`form[action='${path}/plan'].desk-inline button`).click();
  await expect(page.locator("[role=status]").first()).toBeVisible();
  await expect(around.locator("li.desk-row")).toHaveCount(1);
  await around.locator(`li.desk-row form[action='${path}/plan'] button`).click();
  await expect(around.locator("li.desk-row")).toHaveCount(0);

  await around.locator("#around-find").fill("そんな名前の団体はない");
  await around.locator("form[method=get] button").click();
  await expect(around.locator("[role=status]")).toBeVisible();
  await page.goto(path);
  await around.locator(`form[action='${path}/copy'] button`).click();
  await expect(page).not.toHaveURL(new RegExp(id));
  await expect(page.locator("input[name=title]")).toHaveValue(title);
});

test("a link that confirms nothing says so without an account", async ({ page, allowed }) => {
  allowed.pattern = /status of 410/;
  const answer = await page.goto("/confirm?t=nothing");
  expect(answer?.status()).toBe(410);
  await expect(page.locator("h1")).toHaveCount(1);
  await expect(page.locator("main a.button")).toBeVisible();
});
