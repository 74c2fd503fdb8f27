// The counter: a case, what is done in it, the slip, the next person, in each width and both colour schemes: fits, and axe finds nothing.
import { type Page } from "@playwright/test";
import { signIn } from "./lib/desk";
import { axeBothSchemes, everyWidth, expect, fits, test } from "./lib/fixtures";

// A refused form answers 422, which the browser mentions.
test.beforeEach(({ allowed }) => void (allowed.pattern = /status of 422/));

const look = async (page: Page) => {
  await expect(page.locator("h1")).toHaveCount(1);
  expect(await page.locator("script").count(), "scripts").toBe(0);
  await everyWidth(page, async () => {
    await fits(page);
    await axeBothSchemes(page);
  });
};

const open = async (page: Page) => {
  await page.goto("/staff/counter");
  await page.locator("form[action='/staff/counter'][method=post] button").first().click();
  await expect(page).toHaveURL(/\/staff\/counter\/[0-9a-f-]{36}$/);
};

test("the next person sees nothing of the last", async ({ page }) => {
  await signIn(page);
  await page.goto("/staff/counter");
  await look(page);
  await open(page);
  await page.locator("input[name=name]").fill("検査 花子");
  await page.locator("form[action*='/person?case='] button").click();
  await expect(page.locator(".case-band")).toContainText("検査 花子");
  await look(page);
  await page.locator("textarea[name=words]").fill("ひみつのメモ");
  await page.locator("form[action*='/note?case='] button").click();
  await expect(page.locator("main")).toContainText("ひみつのメモ");

  await page.locator("a[href$='/refer']").click();
  await look(page);
  await page.locator("select[name=to]").selectOption({ index: 1 });
  await page.locator("form[action*='/refer?case='] button.button-primary").click();
  await expect(page.locator("main [role=alert]").first()).toBeVisible();
  await look(page);

  await page.goto("/staff/forms");
  await page.locator(".case-band a").click();
  await page.locator("form[action*='/slip?case='] button").click();
  await expect(page.locator("main")).toContainText(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/);
  await look(page);

  await page.locator(".case-band button").click();
  await expect(page).toHaveURL(/closed=1/);
  await expect(page.locator(".case-band")).toHaveCount(0);
  await look(page);
  await open(page);
  expect(await page.content()).not.toContain("花子");
  expect(await page.content()).not.toContain("ひみつのメモ");
  await page.locator(".case-band button").click();
});

test("handed over with consent: the referral, and how its sender sees it", async ({ page }) => {
  await signIn(page);
  await open(page);
  await page.locator("input[name=name]").fill("検査 渡子");
  await page.locator("form[action*='/person?case='] button").click();
  await page.locator("a[href$='/refer']").click();
  await page.locator("select[name=to]").selectOption({ index: 1 });
  await page.locator("main input[type=checkbox]").first().check();
  await page.locator("textarea[name=consent_words]").fill("はい、お願いします");
  await page.locator("form[action*='/refer?case='] button.button-primary").click();
  await expect(page.locator("main a[href^='/staff/referrals/']").first()).toBeVisible();
  await look(page);
  await page.locator("main a[href^='/staff/referrals/']").first().click();
  await look(page);
  await page.locator(".case-band button").click();
  await page.goto("/staff/referrals");
  await look(page);
});

const PAGES = {
  desks: ["/staff/desks", "/staff/desks/list", "/staff/desks/main", "/staff/inside"],
  "what waits": ["/staff/today", "/staff/referrals", "/staff/moderation", "/account/cases"],
  groups: ["/staff/groups/alike"],
  courses: ["/staff/courses", "/staff/courses?rank=manager", "/staff/courses/counts"],
  inquiries: ["/staff/inquiries", "/staff/inquiries/new"],
  "the log": ["/staff/audit", "/staff/audit?verb=there.is.no.such.verb", "/staff/audit?from=2020-01-01&to=2020-01-02"],
};

for (const [name, paths] of Object.entries(PAGES)) {
  test(`pages of staff: ${name}`, async ({ page }) => {
    await signIn(page);
    for (const path of paths) {
      await page.goto(path);
      await look(page);
    }
  });
}

test("two groups side by side, a word refused, the log checked", async ({ page }) => {
  await signIn(page);
  await page.goto("/staff/groups/alike");
  await page.locator("main a[href*='/merge']").first().click();
  await look(page);
  await page.goto("/staff/moderation");
  await page.locator("form[action='/staff/moderation/words'] button").first().click();
  await look(page);
  await page.goto("/staff/audit");
  await page.locator("form[action='/staff/audit/verify'] button").click();
  await expect(page.locator("main [role=status]")).toBeVisible();
  await look(page);
});

test("the places of staff: a line of groups, one open at a time, the page marked", async ({ page }) => {
  await signIn(page);
  await page.goto("/staff/moderation");
  const nav = page.locator(".desk-nav");
  await expect(nav.locator("[aria-current=page]")).toHaveAttribute("href", "/staff/moderation");
  await expect(nav.locator("summary.here")).toHaveCount(1);
  const places = nav.locator("details");
  for (let at = 0; at < (await places.count()); at++) {
    await places.nth(at).locator("summary").click();
    await expect(nav.locator("details[open]")).toHaveCount(1);
    await look(page);
  }
  await nav.locator("details").nth(1).locator("summary").focus();
  await page.keyboard.press("Enter");
  await nav.locator("a[href='/staff/import']").click();
  await expect(page).toHaveURL(/\/staff\/import$/);
});
