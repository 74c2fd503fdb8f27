// Groups without scripts: staff look through them and hand one to its owner by a link; the owner invites.
import { expect, test } from "./lib/fixtures";
import { signIn } from "./lib/desk";

test("the list of groups: parts, words, numbers, table", async ({ page }) => {
  await signIn(page);
  await page.goto("/staff/groups");
  await expect(page.locator("h1")).toHaveCount(1);
  await expect(page.locator(".desk-row").first()).toBeVisible();
  await page.locator(".desk-tabs a[href*='part=unclaimed']").click();
  await expect(page.locator(".desk-tabs a[aria-current=page]")).toHaveAttribute("href", /part=unclaimed/);
  const name = (await page.locator("section[aria-labelledby=groups] .desk-row-title a").first().textContent()) ?? "";
  await page.locator("input[name=q]").fill(name);
  await page.locator("form.desk-inline button").first().click();
  await expect(page.locator("section[aria-labelledby=groups]")).toContainText(name);
  await expect(page.locator("table")).toHaveCount(2);
  const download = page.waitForEvent("download");
  await page.locator("a[href^='/staff/groups.csv']").click();
  expect((await download).suggestedFilename()).toBe("groups.csv");
});

test("a listed group gets an owner, who invites and stays", async ({ page, allowed }) => {
  allowed.pattern = /status of 422/;
  await signIn(page);
  // The last of them: other specs take theirs from the front.
  await page.goto("/staff/groups?part=unclaimed");
  await page.locator("section[aria-labelledby=groups] .desk-row-title a").last().click();
  const title = (await page.locator("h1").textContent()) ?? "";
  await page.locator("section[aria-labelledby=members] form button").click();
  const link = (await page.locator("main a[href*='/invitation?t=']").getAttribute("href")) ?? "";
  await expect(page.locator("svg.qr")).toBeVisible();
  await page.goto(new URL(link).pathname + new URL(link).search);
  await expect(page.locator("main")).toContainText(title);
  await page.locator("main form button").click();
  await expect(page).toHaveURL(/\/my\/groups\/[0-9a-f-]+\?done=/);
  await page.locator("input[name=note]").fill("会計の方へ");
  await page.locator("section[aria-labelledby=invite] button.button-primary").click();
  await expect(page.locator("main a[href*='/invitation?t=']")).toBeVisible();
  await page.goto("/my/groups");
  await page.locator("main a", { hasText: title }).first().click();
  await expect(page.locator("main")).toContainText("会計の方へ");
  // The only owner stays.
  await page.locator("section[aria-labelledby=leave] button").click();
  await expect(page.locator("[role=alert]")).toContainText("代表者");
});

test("an invitation that is not there says so", async ({ page, allowed }) => {
  allowed.pattern = /status of 422/;
  await signIn(page);
  const answer = await page.goto("/invitation?t=0123456789012345678901234567890123456789");
  expect(answer?.status()).toBe(422);
  await expect(page.locator("[role=alert]")).toBeVisible();
});
