// Searching as one types, with the browser's own index.
import { awake, expect, synced, test } from "./lib/fixtures";

test("results follow the typing", async ({ page }) => {
  await page.goto("/listings");
  await awake(page);
  await synced(page);
  const box = page.locator("input[name=q]");
  await box.pressSequentially("防災");
  await expect(page.locator(".card mark").first()).toHaveText("防災");
  await expect(page).toHaveURL(/q=/);
  const count = await page.locator(".card").count();
  expect(count).toBeGreaterThan(3);
  // One character, half-width kana, and several words.
  await box.fill("川");
  await expect(page.locator(".card mark").first()).toHaveText("川");
  await box.fill("ﾎﾞﾗﾝﾃｨｱ");
  await expect(page.locator(".card mark").first()).toContainText("ボランティア");
  await box.fill("防災 存在しない言葉");
  await expect(page.locator(".card")).toHaveCount(0);
});

test("a facet narrows, the back button widens", async ({ page }) => {
  await page.goto("/listings?q=%E9%98%B2%E7%81%BD");
  await awake(page);
  // How many are found, not how many stand on the first page.
  const found = async () => Number(/\d+/.exec((await page.locator("#results-count").textContent()) ?? "")?.[0]);
  const wide = await found();
  await page.goto("/listings?q=%E9%98%B2%E7%81%BD&kind=event");
  const narrow = await found();
  expect(narrow).toBeGreaterThan(0);
  expect(narrow).toBeLessThan(wide);
  await page.goBack();
  await expect.poll(found).toBeGreaterThan(narrow);
});
