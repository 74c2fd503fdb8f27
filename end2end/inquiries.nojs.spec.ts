// An inquiry between desks without scripts: written with a mistake first, sent, reminded of, closed with a summary.
import { signIn } from "./lib/desk";
import { expect, test } from "./lib/fixtures";

test("written, sent, closed, and its summary read", async ({ page, allowed }) => {
  // A refused form, and a second reminder on one day.
  allowed.pattern = /status of 422/;
  await signIn(page);
  const title = `照会の通し ${test.info().workerIndex}-${Date.now()}`;
  const inDays = (days: number) => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Tokyo" }).format(Date.now() + days * 86_400_000);
  await page.goto("/staff/inquiries");
  await page.locator("main a[href='/staff/inquiries/new']").click();
  await page.locator("textarea[name=words]").fill("教えてください");
  await page.locator("textarea[name=questions]").fill("課題\n頼みたいこと");
  await page.locator("input[name=due_on]").fill(inDays(7));
  await page.locator("main form[action='/staff/inquiries/new'] button.button-primary").click();
  await expect(page.locator("#f-title")).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator("#f-desks-error")).toBeVisible();
  await expect(page.locator("textarea[name=words]")).toHaveValue("教えてください");
  await page.locator("input[name=title]").fill(title);
  await page.locator("#f-desks input[type=checkbox]").first().check();
  await page.locator("main form[action='/staff/inquiries/new'] button.button-primary").click();
  await expect(page).toHaveURL(/\/staff\/inquiries\/[0-9a-f-]{36}\?done=1$/);
  await expect(page.locator("textarea[name=questions]")).toHaveValue("課題\n頼みたいこと");

  await page.locator("main form[action$='/send'] button").click();
  await expect(page.locator("main .tag").first()).toContainText("回答受付中");
  await expect(page.locator("section[aria-labelledby=answers]")).toContainText("未回答");
  await page.locator("main form[action$='/remind'] button").click();
  await expect(page.locator("section[aria-labelledby=log]")).toContainText("未回答の窓口に知らせた");
  await page.locator("main form[action$='/remind'] button").click();
  await expect(page.locator("main [role=alert]")).toContainText("今日はもう知らせました");
  await page.locator("textarea[name=summary]").fill("公募の課題を一つ決めました。");
  await page.locator("input[name=shared]").check();
  await page.locator("main form[action$='/close'] button").click();
  await expect(page.locator("main .tag").first()).toContainText("終了");
  await page.goto("/staff/inquiries");
  const row = page.locator("section[aria-labelledby=results] li", { hasText: title });
  await expect(row).toContainText("公募の課題を一つ決めました。");
  await expect(row).toContainText("全職員に公開");
});
