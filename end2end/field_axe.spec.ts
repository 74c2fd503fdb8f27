// What staff carry along, in each state, width and colour scheme: it fits, and axe finds nothing.
import { type Page } from "@playwright/test";
import { note, open, PIN, setUp, unlock, waiting } from "./lib/field";
import { axeBothSchemes, everyWidth, expect, fits, picture, synced, test } from "./lib/fixtures";
import { staffOf } from "./lib/forms";

// A browser logs each answer that is no 200; that nobody is signed in is one.
test.beforeEach(({ allowed }) => void (allowed.pattern = /status of 40[13]|ERR_INTERNET_DISCONNECTED|Failed to fetch/));

const look = async (page: Page, name: string) => {
  await expect(page.locator("h1")).toHaveCount(1);
  await everyWidth(page, async (width) => {
    await fits(page);
    await axeBothSchemes(page);
    await picture(page, `${width}-field-${name}`, true);
  });
};

test("set up, open, one item, a note, locked, a wrong PIN, wiped", async ({ context, page, request }) => {
  test.setTimeout(240_000);
  const staff = await staffOf(request);
  const form = await staff.publish();
  const who = "現場の検査";
  await waiting(staff, form.id, who);
  await page.goto("/");
  await synced(page);
  await page.goto("/field");
  await expect(page.getByRole("link", { name: "職員のサインインへ" })).toBeVisible();
  await look(page, "signed-out");
  await setUp(page, () => look(page, "refused"));
  await look(page, "list");
  await page.locator("#field-words").fill("そのような仕事はない");
  await expect(page.locator(".field-open")).toHaveCount(0);
  await look(page, "nothing-found");
  await open(page, who);
  await look(page, "item");
  await page.getByRole("button", { name: "一覧に戻る" }).click();
  await context.setOffline(true);
  await note(page, who, "庭から入る");
  await look(page, "note-waits");
  await page.getByText("この端末からすべて消す").click();
  await look(page, "wipe-asked");
  await page.getByRole("button", { name: "鍵をかける", exact: true }).click();
  await expect(page.locator("#field-pin")).toBeVisible();
  await look(page, "locked");
  await unlock(page, "000000");
  await expect(page.getByRole("alert").filter({ hasText: "暗証番号が違います（1回目）" })).toBeVisible({ timeout: 20_000 });
  await look(page, "wrong-pin");
  await unlock(page, PIN);
  await expect(page.getByRole("heading", { name: "待っている仕事" })).toBeVisible({ timeout: 20_000 });
  await context.setOffline(false);
  await page.getByRole("button", { name: "いま通信する" }).click();
  await expect(page.getByText("届きました")).toHaveCount(1, { timeout: 30_000 });
  await look(page, "note-arrived");
  await page.getByText("この端末からすべて消す").click();
  await page.getByRole("button", { name: "消す", exact: true }).click();
  await expect(page.getByRole("main")).toContainText("すべて消しました");
  await look(page, "wiped");
});
