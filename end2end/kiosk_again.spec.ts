// A screen whose browser died before it had written its cookie down: it is the same screen again, and its code pairs nobody else.
import { expect, test } from "./lib/fixtures";
import { atScreens, keeperOf, stand, visitor, words } from "./lib/screen";
import { known, spare } from "./kiosk/visitor.mjs";

atScreens();

test("a screen that loses its cookie in its first minute is known again", async ({ page, request, allowed }) => {
  // What was asked for without the cookie.
  allowed.pattern = /status of 40[13]/;
  const keeper = await keeperOf(request);
  const kiosk = await stand(page, keeper);
  await spare(page);
  await page.context().clearCookies({ name: /kiosk/ });
  expect(await known(page)).toBe(false);
  await page.reload();
  await expect(page.locator(".kiosk-rest")).toBeVisible({ timeout: 30_000 });
  // Its first beat is refused, and it shows what it kept.
  await expect.poll(() => known(page), { timeout: 30_000 }).toBe(true);
  await expect(page.getByText(words.revoked)).toHaveCount(0);
  await visitor.begin(page);
  await visitor.finish(page);

  // Revoked, it has nothing to show.
  await keeper.revoke(kiosk);
  await page.context().clearCookies({ name: /kiosk/ });
  await page.reload();
  await expect(page.getByText(words.revoked).first()).toBeVisible({ timeout: 30_000 });
  expect(await known(page)).toBe(false);
});
