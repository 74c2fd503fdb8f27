// Staff in the field: setting up, opening, writing a note.
import { expect, type Page } from "@playwright/test";
import { staffOf } from "./forms";

export const PIN = "271828";

/** Something of the desk that waits, sent in by somebody of this name. */
export const waiting = async (staff: Awaited<ReturnType<typeof staffOf>>, form_id: string, who: string) => {
  const receipt = await staff.run({ submit: { form_id, version: "1", answers: { values: { who }, rows: {} }, provenance: "staff" } });
  return receipt.id as string;
};

/** Signs in and locks the work of the desk into this device; a shared device and two PINs that differ are refused before. */
export const setUp = async (page: Page, refused?: () => Promise<void>) => {
  await page.goto("/field");
  await page.getByRole("link", { name: "職員のサインインへ" }).click();
  await page.locator("input[name=login]").fill("staff");
  await page.locator("input[name=password]").fill("correct horse battery");
  await page.locator("main button").click();
  await expect(page).toHaveURL(/\/field$/);

  // A shared device is refused, and so are two PINs that differ.
  await page.getByLabel("いいえ。ほかの人も使います").check();
  await page.locator("#field-new-pin").fill(PIN);
  await page.locator("#field-new-pin-again").fill("271829");
  await page.getByRole("button", { name: "鍵をかけて入れる" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "共用の端末" })).toBeVisible();
  await page.getByLabel("はい。私だけが使います").check();
  await page.getByRole("button", { name: "鍵をかけて入れる" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "二つの暗証番号が違います" })).toBeVisible();
  await refused?.();
  await page.locator("#field-new-pin-again").fill(PIN);
  await page.getByRole("button", { name: "鍵をかけて入れる" }).click();
  await expect(page.getByRole("heading", { name: "待っている仕事" })).toBeVisible({ timeout: 20_000 });
};

/** Types a PIN. */
export const unlock = async (page: Page, pin: string) => {
  await page.locator("#field-pin").fill(pin);
  await page.getByRole("button", { name: "開く", exact: true }).click();
};

/** Opens the item of a sender. */
export const open = async (page: Page, who: string) => {
  await page.locator("#field-words").fill(who);
  await page.locator(".field-open").click();
  await expect(page.getByRole("main")).toContainText(who);
};

/** Finds an item by its sender's name, and writes a note. */
export const note = async (page: Page, who: string, text: string) => {
  await open(page, who);
  await page.locator("#field-note").fill(text);
  await page.getByRole("button", { name: "鍵をかけて残す" }).click();
  await expect(page.getByRole("heading", { name: "書いたもの" })).toBeVisible({ timeout: 20_000 });
  await expect(page.locator("#field-note")).toHaveValue("");
  await page.getByRole("button", { name: "一覧に戻る" }).click();
};
