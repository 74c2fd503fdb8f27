// How things end at a shared screen: nobody is there any more, the house closes, staff take the right away, the city refuses. And a sign on
// the wall, at which nothing begins.
import { signIn } from "./lib/desk";
import { axe, expect, fits, picture, test, watch } from "./lib/fixtures";
import { field, stored } from "./lib/forms";
import { atScreens, keeperOf, key, look, marker, panel, shut, stand, traces, visitor, whole, within, words } from "./lib/screen";

atScreens();

test("nobody is there any more: a warning, then nothing is left", async ({ page, request }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  await page.clock.install();
  await stand(page, keeper);
  await visitor.begin(page);
  const mine = [marker("who"), marker("wish")];
  await visitor.fill(page, form.id, mine[0], mine[1]);
  const wish = field(page, "希望すること");
  const warning = page.getByRole("alertdialog");

  // 60 of 70 quiet seconds, and some that the test itself takes.
  await page.clock.fastForward(60_000);
  await expect(warning).toHaveCount(0);
  // Whoever types is there.
  await wish.press("End");
  await page.clock.fastForward(60_000);
  await expect(warning).toHaveCount(0);
  await page.clock.fastForward(11_000);
  await expect(warning).toBeVisible();
  await expect(warning.getByRole("button", { name: words.proceed })).toBeFocused();
  await expect(page.locator(".kiosk-left")).toHaveText(/^あと(\d|1\d|20)秒$/);
  await look(page, "warning");
  await warning.getByRole("button", { name: words.proceed }).click();
  await expect(warning).toHaveCount(0);
  await expect(wish).toHaveValue(mine[1]);
  await expect(field(page, "お名前")).toHaveValue(mine[0]);
  await expect(wish).toBeFocused();

  // Any key will do.
  await page.clock.fastForward(71_000);
  await expect(warning).toBeVisible();
  await page.keyboard.press("Shift");
  await expect(warning).toHaveCount(0);

  await page.clock.fastForward(71_000);
  await expect(warning).toBeVisible();
  await visitor.ended(page, () => page.clock.fastForward(20_000));
  await expect(page.locator(".kiosk-rest")).toBeVisible();
  expect(await traces(page, mine)).toEqual([]);
  await visitor.begin(page);
  await page.locator(".kiosk-doors a[href='/forms']").click();
  await expect(page.locator(`main a[href='/forms/${form.id}']`).first()).toBeVisible();
  await expect(page.locator("main a[href^='/drafts/']")).toHaveCount(0);
  expect(await keeper.rows(form.id)).toHaveLength(0);
});

/** Minutes since midnight in Japan, and the day there. */
const inJapan = () => {
  const now = new Date(Date.now() + 9 * 3_600_000);
  return { minute: now.getUTCHours() * 60 + now.getUTCMinutes(), day: now.toISOString().slice(0, 10) };
};

const daily = (from: number, until: number) => Array.from({ length: 7 }, () => [{ from, until }]);

test("the house closes while somebody writes", async ({ page, request }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  await page.clock.install();
  // Sooner than the next beat, which would set the screen's clock by the server's.
  await stand(page, keeper, { hours: { week: daily(0, inJapan().minute + 2) } });
  await visitor.begin(page);
  const mine = [marker("who"), marker("wish")];
  await visitor.fill(page, form.id, mine[0], mine[1]);
  const dark = page.locator(".kiosk-dark");
  await visitor.ended(page, async () => {
    // Somebody is there all the time.
    for (let minute = 0; minute < 3 && !(await dark.isVisible()); minute++) {
      await page.clock.fastForward(60_000);
      await page.keyboard.press("Shift").catch(() => {});
    }
  });
  // Until the next beat the screen goes by the clock of the test.
  await expect(dark).toBeVisible();
  expect(await traces(page, mine)).toEqual([]);
});

test("before the house closes somebody who writes is told twice, in words and aloud, and can take it along", async ({ page, request }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  await page.clock.install();
  await page.addInitScript(() => {
    const spoken: string[] = [];
    const voices = [{ name: "花子", lang: "ja-JP", localService: true }];
    const synthesis = { getVoices: () => voices, speak: (it: { text: string }) => void spoken.push(it.text), cancel: () => {} };
    Object.assign(window, { spoken });
    Object.defineProperty(globalThis, "speechSynthesis", { value: synthesis });
    Object.defineProperty(globalThis, "SpeechSynthesisUtterance", {
      value: class {
        lang = "";
        voice = null;
        constructor(readonly text: string) {}
      },
    });
  });
  const spoken = () => page.evaluate(() => (window as unknown as { spoken: string[] }).spoken.filter((text) => text.includes("閉館")));
  const notice = page.locator(".kiosk-closing");
  /** Somebody is there all the time, and it gets later. */
  const until = async (is: () => Promise<boolean>, steps: number) => {
    for (let step = 0; step < steps && !(await is()); step++) {
      await page.clock.fastForward(30_000);
      await page.keyboard.press("Shift");
      await page.waitForTimeout(100);
    }
  };

  // Long before: nothing. The next beat would set the screen's clock by the server's, so what follows is sooner.
  const id = await stand(page, keeper, { hours: { week: daily(0, inJapan().minute + 8) } });
  await visitor.begin(page);
  // Whoever listens hears it once, too.
  await key(page, "look").click();
  await panel(page).getByRole("button", { name: "読み上げ", exact: true }).click();
  await shut(page);
  const mine = [marker("who"), marker("wish")];
  await visitor.fill(page, form.id, mine[0], mine[1]);
  await expect(notice).toHaveCount(0);
  expect(await spoken()).toEqual([]);
  await until(() => notice.isVisible(), 7);
  await expect(notice.locator("h2")).toHaveText(/^\d{1,2}:\d{2} に閉館します$/);
  await expect(notice).toContainText("送信するか、「スマホに送る」で持ち帰って");
  expect(await spoken()).toHaveLength(1);
  expect((await spoken())[0]).toMatch(/^あと[45]分で閉館します。/);
  // It takes nothing from whoever writes, and stays on the glass beside the keys.
  await field(page, "希望すること").click();
  await expect(page.locator(".kiosk-keyboard")).toBeVisible();
  await within(page);
  await expect(field(page, "希望すること")).toHaveValue(mine[1]);
  await look(page, "closing");
  await notice.getByRole("button", { name: "スマホに送る" }).click();
  await expect(panel(page).locator("h2")).toBeFocused();
  await expect(page.locator(".kiosk-keyboard")).toHaveCount(0);
  await within(page);
  await shut(page);
  await notice.getByRole("button", { name: words.close }).click();
  await expect(notice).toHaveCount(0);
  await page.waitForTimeout(2_500);
  expect(await spoken(), "once a step").toHaveLength(1);
  await visitor.finish(page);

  // Whoever comes in the last minutes is told at once, and again one minute before the end.
  await keeper.save(id, { hours: { week: daily(0, inJapan().minute + 3) } });
  await page.reload();
  await expect(page.locator(".kiosk-rest")).toBeVisible({ timeout: 30_000 });
  const known = () => page.evaluate(() => JSON.parse(localStorage.getItem("engawa-kiosk") ?? "{}").config?.hours?.week?.[0]?.[0]?.until as number);
  await page.clock.fastForward(6_000);
  const soon = inJapan().minute + 3;
  await expect.poll(async () => Math.abs((await known()) - soon) <= 1, { timeout: 30_000 }).toBe(true);
  await visitor.begin(page);
  await expect(notice).toBeVisible();
  await expect.poll(async () => (await spoken()).length).toBe(1);
  await until(async () => (await spoken()).length > 1, 5);
  expect((await spoken()).at(-1)).toMatch(/^あと1分で閉館します。/);
  await visitor.ended(page, async () => {
    for (let step = 0; step < 4 && !(await page.locator(".kiosk-dark").isVisible()); step++) {
      await page.clock.fastForward(30_000);
      await page.keyboard.press("Shift").catch(() => {});
    }
  });
  await expect(page.locator(".kiosk-dark")).toBeVisible();
  expect(await traces(page, mine)).toEqual([]);
});

test("a closed house is dark, and says when it opens", async ({ page, request }) => {
  const keeper = await keeperOf(request);
  const hours = { week: daily(9 * 60, 17 * 60), closed: [inJapan().day] };
  const id = await stand(page, keeper, { hours });
  const dark = page.locator(".kiosk-dark");
  await expect(dark).toContainText(words.closed);
  await expect(dark).toContainText("Closed now");
  await expect(dark).toContainText("9:00");
  await whole(page);
  await look(page, "closed");
  await page.mouse.click(500, 400);
  await page.keyboard.press("Enter");
  await expect(dark).toBeVisible();
  await expect(page.locator(".kiosk-bar")).toBeHidden();
  // It is open after all: the next beat tells.
  await keeper.save(id, {});
  await page.reload();
  await expect(page.locator(".kiosk-begin")).toBeVisible({ timeout: 30_000 });
});

test("staff say something; staff take the right away", async ({ page, request }) => {
  const keeper = await keeperOf(request);
  const id = await stand(page, keeper);
  const said = { ja: "本日は15時に閉館します。", en: "We close at 3 pm today." };
  await keeper.say(id, said);
  await page.reload();
  for (const text of Object.values(said)) await expect(page.locator(".kiosk-rest .kiosk-said")).toContainText(text, { timeout: 30_000 });
  await whole(page);
  await axe(page);
  await visitor.begin(page);
  await expect(page.locator("main .kiosk-said")).toContainText(said.ja);
  await visitor.finish(page);
  await keeper.say(id, null);
  await page.reload();
  await expect(page.locator(".kiosk-rest .kiosk-said")).toHaveCount(0, { timeout: 30_000 });

  await keeper.revoke(id);
  await page.reload();
  const dark = page.locator(".kiosk-dark");
  await expect(dark).toContainText(words.revoked, { timeout: 30_000 });
  await whole(page);
  await look(page, "revoked");
  await page.mouse.click(500, 400);
  await expect(page.locator(".kiosk-bar")).toBeHidden();
  await page.reload();
  await expect(dark).toContainText(words.revoked, { timeout: 30_000 });
});

test("what the city cannot take waits for staff, not at the screen", async ({ page, request, browser, baseURL }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  await stand(page, keeper);
  await visitor.begin(page);
  const mine = [marker("who"), marker("wish")];
  await visitor.fill(page, form.id, mine[0], mine[1]);
  await keeper.setOpen(form.id, false);
  const number = await visitor.send(page);
  await expect(page.locator("main .tray-slip")).toContainText(words.delivered, { timeout: 30_000 });
  await visitor.finish(page);
  await expect.poll(async () => Object.keys(await stored(page, "outbox"))).toEqual([]);
  expect(await keeper.rows(form.id)).toHaveLength(0);

  const context = await browser.newContext({ baseURL, locale: "ja-JP", timezoneId: "Asia/Tokyo" });
  const desk = await context.newPage();
  const problems: string[] = [];
  watch(desk, problems, /status of 422/);
  await signIn(desk, "screens");
  const everywhere = async () => {
    await expect(desk.locator("h1")).toHaveCount(1);
    for (const size of [{ width: 360, height: 740 }, { width: 1280, height: 900 }]) {
      await desk.setViewportSize(size);
      await fits(desk);
      await axe(desk);
    }
  };
  const row = desk.locator(".desk-row").filter({ hasText: number });
  await desk.goto("/staff/kiosks/held");
  await expect(desk.locator("section[aria-labelledby=waiting] .desk-row").filter({ hasText: number })).toHaveCount(1);
  expect(await desk.locator("main").textContent(), "a list tells nothing of what people wrote").not.toContain(mine[0]);
  await everywhere();
  await row.locator("a").first().click();
  for (const text of mine) await expect(desk.locator("table")).toContainText(text);
  await everywhere();
  await desk.locator("main form.desk-form button").click();
  await expect(desk.locator("#f-note")).toHaveAttribute("aria-invalid", "true");
  await everywhere();
  await desk.locator("#f-note").fill("電話で受け付けました。");
  await desk.locator("main form.desk-form button").click();
  await expect(desk).toHaveURL(/\/staff\/kiosks\/held\?done=1$/);
  await expect(desk.locator("section[aria-labelledby=settled] .desk-row").filter({ hasText: number })).toHaveCount(1);
  await context.close();
  expect(problems).toEqual([]);
});

test.describe("a sign on the wall", () => {
  test.use({ viewport: { width: 1280, height: 900 } });

  test("is looked at, and does nothing that people do", async ({ page, request }) => {
    await stand(page, await keeperOf(request), { mode: "signage" });
    const slide = page.locator(".kiosk-slide");
    await expect(slide).toBeVisible();
    await expect(page.locator(".kiosk-slide-title")).not.toBeEmpty();
    await expect(page.locator(".kiosk-clock")).toHaveText(/^\d{1,2}:\d{2}$/);
    // Read from three metres.
    for (const [part, least] of Object.entries({ ".kiosk-slide-title": 40, ".kiosk-clock": 64, ".kiosk-slide-line": 28 })) {
      const sizes = await page.locator(part).evaluateAll((all) => all.map((it) => parseFloat(getComputedStyle(it).fontSize)));
      expect(Math.min(least, ...sizes), part).toBe(least);
    }
    await whole(page);
    await fits(page);
    await axe(page);
    await picture(page, "screen-signage");
    await expect(page.locator(".kiosk-begin")).toHaveCount(0);
    await page.mouse.click(640, 450);
    await page.keyboard.press("Enter");
    await page.waitForTimeout(500);
    await expect(page.locator(".kiosk-bar")).toBeHidden();
    await expect(slide).toBeVisible();
  });
});
