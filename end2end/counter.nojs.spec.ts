// The counter without scripts: acting for a person, and what going back shows after the next person was called.
import { expect, test } from "./lib/fixtures";
import { signIn } from "./lib/desk";

test("going back after the next person was called shows nothing of the last", async ({ page }) => {
  await signIn(page);
  await page.goto("/staff/counter");
  await page.locator("form[action='/staff/counter'][method=post] button").first().click();
  await expect(page).toHaveURL(/\/staff\/counter\/[0-9a-f-]{36}$/);
  const before = page.url();
  await page.locator("input[name=name]").fill("検査 花子");
  await page.locator("form[action*='/person?case='] button").click();
  await page.goto("/staff/forms");
  await expect(page.locator(".case-band")).toContainText("検査 花子");
  await page.locator(".case-band button").click();
  await expect(page).toHaveURL(/closed=1/);
  await expect(page.locator(".case-band")).toHaveCount(0);
  // Nothing was kept, so the page is drawn anew: without the band, and with an empty form.
  await page.goBack();
  await expect(page.locator(".case-band")).toHaveCount(0);
  expect(await page.content()).not.toContain("花子");
  await page.goto("/staff/counter");
  expect(await page.content()).not.toContain("花子");
  // Staff may open a closed case again to read it; that is a look of its own, and stands in the audit log.
  await page.goto(before);
  await expect(page.locator(".case-band")).toHaveCount(0);
});
