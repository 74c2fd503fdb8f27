// The screen's own keyboard for whoever touches it, and for whoever comes to it by keys or a switch: everything can be typed and sent with
// it, a reader hears what was typed, and the focus is never lost.
import { axe, expect, test } from "./lib/fixtures";
import { atScreens, keeperOf, stand, traces, visitor, words } from "./lib/screen";

atScreens();

test("a search is typed and sent with the keys of the screen alone", async ({ page, request }) => {
  await stand(page, await keeperOf(request));
  await visitor.begin(page);
  await page.locator(".kiosk-doors a[href='/listings']").click();
  const field = page.locator("main input[type=search]").first();
  const keyboard = page.locator(".kiosk-keyboard");
  await field.click();
  await expect(keyboard).toBeVisible();
  for (const name of ["ほ", words.mark, "ら", "ん", "て", "い", words.mark, "あ"]) await keyboard.getByRole("button", { name, exact: true }).click();
  await expect(field).toHaveValue("ぼらんてぃあ");
  await expect(field).toBeFocused();
  await keyboard.getByRole("button", { name: "決定", exact: true }).click();
  await expect(page.locator("main .card").first()).toBeVisible({ timeout: 20_000 });
  await expect(page.locator("main input[type=search]").first()).toHaveValue("ぼらんてぃあ");
  await visitor.finish(page);
});

test("by keys and a switch: to the keyboard, over it, and back to the field", async ({ page, request }) => {
  await stand(page, await keeperOf(request), { idle_seconds: 600 });
  await visitor.begin(page);
  await page.locator(".kiosk-doors a[href='/listings']").click();
  const field = page.locator("main input[type=search]").first();
  const keyboard = page.locator(".kiosk-keyboard");
  const on = (name: string) => expect(keyboard.getByRole("button", { name, exact: true })).toBeFocused();
  await field.focus();
  await expect(keyboard).toBeVisible();
  // One key at a time is reached by Tab.
  await expect(keyboard.locator("button[tabindex='0']")).toHaveCount(1);
  await page.keyboard.press("Tab");
  await on("あ");
  await page.keyboard.press("ArrowRight");
  await on("か");
  await expect(keyboard.locator("button[tabindex='0']")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue("か");
  // The keyboard stays as long as one of its keys has the focus.
  await page.waitForTimeout(1_000);
  await on("か");
  const told = keyboard.getByRole("status");
  await expect(told).toHaveText("か");
  // To the last row, past its end, and round.
  await page.keyboard.press("ArrowDown");
  await on("き");
  await page.keyboard.press("Home");
  await on("い");
  await page.keyboard.press("End");
  await on("を");
  await page.keyboard.press("ArrowRight");
  await on("い");
  for (let row = 2; row < 6; row++) await page.keyboard.press("ArrowDown");
  await on(words.mark);
  await page.keyboard.press("Space");
  await expect(field).toHaveValue("が");
  await expect(told).toHaveText("が");
  await page.keyboard.press("ArrowDown");
  await on("かな");
  await page.keyboard.press("End");
  await on(words.tell);
  await page.keyboard.press("Enter");
  await expect(told).toHaveText("入力した文字：が");
  await axe(page);

  await page.keyboard.press("Escape");
  await expect(field).toBeFocused();
  await expect(keyboard).toBeVisible();
  await expect(told).toBeEmpty();
  // Tab goes to the keyboard and on behind the field; back the same way.
  await page.keyboard.press("Tab");
  await on("あ");
  await page.keyboard.press("Shift+Tab");
  await expect(field).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(page.locator("main .search-form button[type=submit]")).toBeFocused();
  await expect(keyboard).toHaveCount(0);

  // Letters, also in capitals, by what the keys are called.
  await field.focus();
  await expect(keyboard).toBeVisible();
  await keyboard.getByRole("button", { name: "英字", exact: true }).click();
  for (const name of ["全部消す", "a", "゛゜小 大文字・小文字"]) await keyboard.getByRole("button", { name, exact: true }).click();
  await expect(field).toHaveValue("A");
  await expect(told).toHaveText("A");
  await visitor.finish(page);
});

test("what stands in a secret field is told to nobody", async ({ page, request }) => {
  await stand(page, await keeperOf(request));
  await visitor.begin(page);
  // There is none at a screen; should there be one, it stays a secret.
  await page.evaluate(() => {
    const field = Object.assign(document.createElement("input"), { type: "password", id: "secret" });
    field.setAttribute("aria-label", "secret");
    document.querySelector("main")?.append(field);
  });
  const field = page.locator("#secret");
  await field.click();
  const keyboard = page.locator(".kiosk-keyboard");
  const typed = "zqxkjvwqzx";
  for (const name of typed) await keyboard.getByRole("button", { name, exact: true }).click();
  await expect(field).toHaveValue(typed);
  const told = keyboard.getByRole("status");
  await expect(told).toBeEmpty();
  await keyboard.getByRole("button", { name: words.tell, exact: true }).click();
  await expect(told).toHaveText("この欄の文字は伝えません");
  // Nor when it is shown, as answers are that a form hides until somebody asks.
  await field.evaluate((it: HTMLInputElement) => {
    it.type = "text";
    it.dataset.unsaid = "";
  });
  await keyboard.getByRole("button", { name: "a", exact: true }).click();
  await expect(told).toBeEmpty();
  await keyboard.getByRole("button", { name: words.tell, exact: true }).click();
  await expect(told).toHaveText("この欄の文字は伝えません");
  await visitor.finish(page);
  expect(await traces(page, [typed])).toEqual([]);
});
