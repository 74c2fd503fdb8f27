// Somebody comes back with the two numbers of a receipt: at a screen they see how it stands and what the desk answered, typed on the
// screen's own keys; without a connection they are told so; nothing of it stays.
import { type Page } from "@playwright/test";
import { expect, test } from "./lib/fixtures";
import { atScreens, keeperOf, look, marker, stand, traces, visitor, words } from "./lib/screen";

atScreens();

const number = (page: Page) => page.locator("#kiosk-receipt-no");
const secret = (page: Page) => page.locator("#kiosk-receipt-secret");
const press = (page: Page) => page.getByRole("main").getByRole("button", { name: words.lookUp, exact: true });

test("a receipt is looked up by its two numbers, and forgotten", async ({ page, request, context, allowed }) => {
  // What nobody knows, and what was asked without a connection.
  allowed.pattern = /status of 404|ERR_INTERNET_DISCONNECTED/;
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  // Typing key by key and looking at everything takes longer than a person may do nothing.
  await stand(page, keeper, { idle_seconds: 600 });
  await visitor.begin(page);
  const mine = [marker("who"), marker("wish")];
  await visitor.fill(page, form.id, mine[0], mine[1]);
  const no = await visitor.send(page);
  const slip = page.locator("main .tray-list .tray-slip");
  await expect(slip).toContainText(words.delivered, { timeout: 30_000 });
  const code = ((await slip.locator(".tray-number").nth(1).textContent()) ?? "").trim();
  await visitor.finish(page);
  const answer = marker("answer");
  await keeper.sendBack(form.id, no, answer);

  // Later: this screen knows nothing of it any more.
  await visitor.begin(page);
  await page.locator(".kiosk-doors a[href='/outbox']").click();
  await expect(page.getByRole("main")).toContainText(words.noneSent);
  await look(page, "look-up");
  await number(page).fill(no);
  await secret(page).fill("0000-0000-0000-0000");
  await press(page).click();
  await expect(page.getByRole("main")).toContainText(words.numbersUnknown, { timeout: 20_000 });
  await expect(page.locator(".kiosk-found")).toHaveCount(0);

  // As somebody types it who has no other keys: small letters, from the sheet that the field begins with.
  const keyboard = page.locator(".kiosk-keyboard");
  await number(page).fill("");
  await number(page).click();
  await expect(keyboard).toBeVisible();
  for (const sign of no.toLowerCase()) await keyboard.getByRole("button", { name: sign, exact: true }).click();
  await expect(number(page)).toHaveValue(no.toLowerCase());
  const told = keyboard.getByRole("status");
  await keyboard.getByRole("button", { name: words.tell, exact: true }).click();
  await expect(told).toContainText(no.toLowerCase());
  // What shows that it is theirs is no text that a screen tells; nor does what was told of one field stand at the next.
  await secret(page).fill(code);
  await secret(page).click();
  await expect(told).toBeEmpty();
  await keyboard.getByRole("button", { name: words.tell, exact: true }).click();
  await expect(told).toHaveText("この欄の文字は伝えません");
  await press(page).click();
  const found = page.locator(".kiosk-found");
  await expect(found).toContainText(answer, { timeout: 20_000 });
  await expect(found).toContainText(no);
  await expect(found.locator("h3")).toBeFocused();
  // Whoever only looks at the screen later does not find the secret in a field.
  await expect(secret(page)).toHaveValue("");
  expect(await found.textContent()).not.toContain(code);
  await look(page, "looked-up");

  // Without a connection it is said.
  await context.setOffline(true);
  await number(page).fill(no);
  await secret(page).fill(code);
  await press(page).click();
  await expect(page.getByRole("main")).toContainText(words.lookUpOffline, { timeout: 30_000 });
  await expect(found).toHaveCount(0);
  await context.setOffline(false);

  await visitor.finish(page);
  expect(await traces(page, [...mine, no, no.toLowerCase(), code, answer])).toEqual([]);
  await visitor.begin(page);
  await page.locator(".kiosk-doors a[href='/outbox']").click();
  await expect(number(page)).toHaveValue("");
  await expect(secret(page)).toHaveValue("");
});

test("a screen for filling in alone shows what was sent there, and looks nothing up", async ({ page, request }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  await stand(page, keeper, { rooms: ["forms"] });
  await visitor.begin(page);
  await visitor.fill(page, form.id, marker("who"), marker("wish"));
  await visitor.send(page);
  await expect(page.locator("main .tray-list .tray-slip")).toHaveCount(1);
  await expect(number(page)).toHaveCount(0);
  await visitor.finish(page);
});
