// A shared screen as people meet it: paired, touched, read, written at; what is sent arrives, nothing of it stays, nothing leads out.
import { type Page } from "@playwright/test";
import { axe, expect, fits, test } from "./lib/fixtures";
import { attach, field, pdf, reach, receiptNo, stored, write } from "./lib/forms";
import { atScreens, follow, keeperOf, key, large, look, marker, offered, panel, phoneBeside, shut, speak, stand, traces, visitor, whole, within, words } from "./lib/screen";

atScreens();

const lengthOfHistory = (page: Page) => page.evaluate(() => history.length);

test("a tablet becomes a screen by a code", async ({ page, request }) => {
  const keeper = await keeperOf(request);
  const { code } = await keeper.enrol();
  await page.goto("/kiosk");
  await axe(page);
  await page.locator("main a[href='/kiosk/pair']").click();
  await expect(page.locator("main input[name=code]")).toBeVisible();
  await axe(page);
  await fits(page);
  await page.locator("main input[name=code]").fill("AAAA-AAAA");
  await page.locator("main form button").click();
  await expect(page.locator("main")).toContainText(words.codeWrong);
  await expect(page.locator("main input[name=code]")).toHaveAttribute("aria-invalid", "true");
  await axe(page);

  // Scanned with the tablet's camera.
  await page.goto(`/kiosk/pair#${code}`);
  await expect(page.locator("main input[name=code]")).toHaveValue(code, { timeout: 20_000 });
  await visitor.pair(page, "", code);
  await expect(page).toHaveURL(/\/kiosk$/);
  const cookie = (await page.context().cookies()).find((it) => it.name.includes("kiosk"));
  expect(cookie?.httpOnly).toBe(true);

  // At rest: what is on, the time, how old it is, and how to begin, in each language.
  await expect(page.locator(".kiosk-slide")).toBeVisible();
  await expect(page.locator(".kiosk-age")).not.toBeEmpty();
  await expect(page.locator(".kiosk-begin span")).toHaveCount(3);
  await expect(page.locator(".kiosk-bar")).toBeHidden();
  await whole(page);
  await look(page, "rest");

  // The first screen: languages first.
  await visitor.begin(page);
  await expect(page.locator("main h2").first()).toHaveAttribute("id", "kiosk-languages");
  await expect(page.locator(".kiosk-langs button")).toHaveCount(3);
  await expect(page.locator(".kiosk-band")).toBeHidden();
  await look(page, "first");

  // A code works once.
  const other = await page.context().browser()?.newContext();
  const answer = await other?.request.post(new URL("/kiosk/pair", page.url()).href, { form: { code }, headers: { accept: "application/json" } });
  expect(answer?.status()).toBe(422);
  await other?.close();
});

test("somebody looks around, and takes along what they found", async ({ page, request, browser, baseURL }) => {
  const keeper = await keeperOf(request);
  await stand(page, keeper);
  const length = await lengthOfHistory(page);
  await visitor.begin(page);
  await visitor.search(page, "防災");
  const cards = page.locator("main a[href^='/listings/']");
  await expect(cards.first()).toBeVisible();
  await expect(page).toHaveURL(/\/kiosk$/);
  await page.locator("main input[type=search]").first().blur();
  await look(page, "list");
  const path = (await cards.first().getAttribute("href"))?.split(/[?#]/)[0];
  await cards.first().click();
  await expect(page.locator("main .favourite").first()).toBeVisible();
  await expect(page).toHaveURL(/\/kiosk$/);
  await look(page, "listing");

  // The code names the public address, and nothing of the person.
  await key(page, "phone").click();
  await expect(panel(page).locator("h2")).toBeFocused();
  expect(await offered(page)).toBe(`${baseURL}${path}`);
  await look(page, "to-my-phone");
  await page.keyboard.press("Escape");
  await expect(panel(page)).toHaveCount(0);
  await expect(key(page, "phone")).toBeFocused();

  // What was marked goes along, too.
  await page.locator("main .favourite").first().click();
  await key(page, "phone").click();
  await panel(page).getByRole("button", { name: words.takeMarked }).click();
  await expect(panel(page).locator("[data-address*='/hand-over#']")).toBeVisible();
  const address = (await panel(page).locator("[data-address*='/hand-over#']").getAttribute("data-address")) ?? "";
  const phone = await phoneBeside(browser, baseURL);
  await phone.page.goto(address);
  await phone.page.getByRole("main").getByRole("link", { name: "お気に入りを見る" }).click({ timeout: 30_000 });
  await expect(phone.page.locator(`main a[href='${path}']`).first()).toBeVisible({ timeout: 30_000 });
  await phone.context.close();
  expect(phone.problems).toEqual([]);

  // Back to the results, and to the first screen; the browser knows of none of it.
  await shut(page);
  await key(page, "back").click();
  await expect(page.locator("main input[type=search]").first()).toHaveValue("防災");
  await visitor.home(page);
  await page.locator(".kiosk-doors a[href^='/map?']").first().click();
  await expect(page.locator(".kiosk-doors")).toHaveCount(0);
  await expect(page.locator("main .map-step").first()).toBeVisible();
  await fits(page);
  await large(page);
  await visitor.home(page);
  await page.locator(".kiosk-doors a[href='/calendar']").click();
  await expect(page.locator(".kiosk-doors")).toHaveCount(0);
  await expect(page.locator("main h1")).toHaveCount(1);
  await expect(page.locator("main .calendar-bar")).toBeVisible();
  await axe(page);
  await large(page);
  await follow(page, "/favourites");
  await expect(page.locator("main .favourite-remove").first()).toBeVisible();
  await large(page);
  expect(await lengthOfHistory(page)).toBe(length);
  await expect(page).toHaveURL(/\/kiosk$/);
  await visitor.finish(page);
  expect(await lengthOfHistory(page)).toBe(length);
});

test("another language, another look, the screen's own keyboard: nothing of a form is lost", async ({ page, request }) => {
  // Every look is drawn and examined.
  test.setTimeout(300_000);
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  // Looking at everything takes longer than a person may do nothing.
  await stand(page, keeper, { idle_seconds: 600 });
  await visitor.begin(page);
  await visitor.open(page, form.id);
  const who = marker("who");
  await write(page, "お名前", who);
  await speak(page, "English");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(key(page, "finish")).toHaveText("Finish");
  await expect(await reach(page, field(page, "お名前"))).toHaveValue(who);
  await speak(page, "やさしい日本語");
  await expect(key(page, "finish")).toHaveText("おわる");
  await axe(page);
  await speak(page, "日本語");
  await expect(await reach(page, field(page, "お名前"))).toHaveValue(who);

  // Letters that the browser would keep for the next person are kept by nobody.
  expect(await page.locator("main :is(input, textarea):not([autocomplete=off])").count(), "fields that the browser completes").toBe(0);

  // Kana on the screen's own keys.
  const wish = await reach(page, field(page, "希望すること"));
  const keyboard = page.locator(".kiosk-keyboard");
  await wish.click();
  await expect(keyboard).toBeVisible();
  await expect(wish).toBeInViewport({ ratio: 1 });
  await look(page, "keyboard");
  for (const name of ["か", words.mark, "つ", words.mark, "こ", "う", "は", words.mark, words.mark, "1字消す"]) await keyboard.getByRole("button", { name, exact: true }).click();
  await expect(wish).toHaveValue("がっこう");
  await expect(wish).toBeFocused();
  await keyboard.getByRole("button", { name: "英字", exact: true }).click();
  await keyboard.getByRole("button", { name: "a", exact: true }).click();
  await expect(wish).toHaveValue("がっこうa");
  // What is pressed next stays under the finger, and the keyboard goes.
  await page.locator(".fill-bar .button-primary:visible").first().click();
  await expect(keyboard).toHaveCount(0);
  await expect(await reach(page, field(page, "希望すること"))).toHaveValue("がっこうa");

  const frame = page.locator(".kiosk");
  for (const [name, attribute] of Object.entries({ 大きな文字: "data-large", 低い位置で操作: "data-reach", はっきりした色: "data-contrast" })) {
    await key(page, "look").click();
    await panel(page).getByRole("button", { name, exact: true }).click();
    await expect(panel(page).getByRole("button", { name, exact: true })).toHaveAttribute("aria-pressed", "true");
    await expect(frame).toHaveAttribute(attribute, "");
    await look(page, attribute);
    await shut(page);
    await look(page, `${attribute}-form`);
    // The last one stays until the session ends.
    if (attribute === "data-contrast") continue;
    await key(page, "look").click();
    await panel(page).getByRole("button", { name, exact: true }).click();
    await expect(frame).not.toHaveAttribute(attribute);
    await page.keyboard.press("Escape");
  }
  await expect(await reach(page, field(page, "お名前"))).toHaveValue(who);

  // Whoever finishes with a half-done form is asked, and may go on.
  await key(page, "finish").click();
  await expect(panel(page)).toContainText("まだ送っていないものがあります");
  await look(page, "finish");
  await panel(page).getByRole("button", { name: words.proceed, exact: true }).click();
  await expect(await reach(page, field(page, "お名前"))).toHaveValue(who);
  await visitor.finish(page);
  expect(await traces(page, [who, "がっこうa"])).toEqual([]);
  await visitor.begin(page);
  await expect(page.locator("html")).toHaveAttribute("lang", "ja");
  await expect(frame).not.toHaveAttribute("data-contrast");

  // The first screen in another language: its doors open.
  await speak(page, "English");
  await page.locator(".kiosk-doors a[href='/listings']").click();
  await expect(page.locator("main h1")).toHaveText("Search");
  await speak(page, "やさしい日本語");
  await expect(page.locator("main h1")).toHaveText("さがす");
});

// The kiosk of the tests has 1024 by 768 pixels: landscape, and low.
test("within reach and with larger text the whole keyboard and the whole bar are on the glass, and the page above them scrolls", async ({ page, request }) => {
  test.setTimeout(300_000);
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  await stand(page, keeper, { idle_seconds: 600 });
  await visitor.begin(page);
  await visitor.open(page, form.id);
  const keyboard = page.locator(".kiosk-keyboard");
  // Each is pressed once more to be as it was.
  const looks: [string, string[]][] = [
    ["plain", []],
    ["reach", ["低い位置で操作"]],
    ["reach-large", ["大きな文字"]],
    ["large", ["低い位置で操作"]],
  ];
  for (const [name, pressed] of looks) {
    if (pressed.length > 0) {
      await key(page, "look").click();
      for (const it of pressed) await panel(page).getByRole("button", { name: it, exact: true }).click();
      await within(page);
      await shut(page);
    }
    await within(page);
    const wish = await reach(page, field(page, "希望すること"));
    await wish.click();
    await expect(keyboard, name).toBeVisible();
    await expect(key(page, "finish"), name).toBeInViewport({ ratio: 1 });
    for (const sheet of ["かな", "英字", "数字・記号", "かな"]) {
      await keyboard.getByRole("button", { name: sheet, exact: true }).click();
      await within(page);
    }
    const { top, cut } = await keyboard.evaluate((it) => ({ top: it.getBoundingClientRect().top, cut: it.scrollHeight - it.clientHeight }));
    expect(cut, `${name}: a keyboard that scrolls`).toBeLessThanOrEqual(1);
    expect(top, `${name}: in the lower part`).toBeGreaterThan(768 / 3);
    // What is typed is seen: the field's line, and it can be scrolled to its end.
    await expect(wish, name).toBeInViewport({ ratio: 0.5 });
    const scrolled = await page.locator(".kiosk-page").evaluate((it) => {
      it.scrollTop = it.scrollHeight;
      return it.scrollTop + it.clientHeight >= it.scrollHeight - 1;
    });
    expect(scrolled, name).toBe(true);
    await look(page, `keys-${name}`);
    await key(page, "look").click();
    await expect(keyboard).toHaveCount(0);
    await page.keyboard.press("Escape");
    await expect(panel(page)).toHaveCount(0);
  }
  await visitor.finish(page);
});

test("what is sent is with the city, and nothing of it stays", async ({ page, request }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  await stand(page, keeper);
  const length = await lengthOfHistory(page);
  await visitor.begin(page);
  const mine = [marker("who"), marker("wish")];
  await visitor.fill(page, form.id, mine[0], mine[1]);
  await look(page, "form");
  await attach(page, "計画書", pdf("計画書.pdf", 90_000));
  // In the middle of it: in the page, and nowhere else.
  const places = (await traces(page, mine)).map((place) => place.split(":")[0]);
  expect([...new Set(places)]).toEqual(["page"]);
  const number = await visitor.send(page);
  expect(number).toMatch(receiptNo);
  const slip = page.locator("main .tray-slip");
  await expect(slip).toHaveCount(1);
  await expect(slip.locator("svg.qr")).toBeVisible();
  await expect(slip).toContainText(words.delivered, { timeout: 30_000 });
  const secret = ((await slip.locator(".tray-number").nth(1).textContent()) ?? "").trim();
  expect(secret).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
  await look(page, "receipts");

  const rows = await keeper.rows(form.id);
  expect(rows).toHaveLength(1);
  for (const part of [...mine, number]) expect(rows[0]).toContain(part);
  // With both numbers it is found on any phone; the screen itself never shows that page.
  const found = await request.get(`/forms/receipts/${number}?secret=${secret}`);
  expect(found.status()).toBe(200);
  expect(await found.text()).toContain(number);

  // The draft went when it was sent, so nothing is asked.
  await visitor.finish(page);
  expect(await traces(page, [...mine, number, secret, "計画書.pdf"])).toEqual([]);
  expect(await lengthOfHistory(page)).toBe(length);
  await expect(page).toHaveURL(/\/kiosk$/);
  await expect.poll(async () => Object.keys(await stored(page, "outbox"))).toEqual([]);
  // Not by going back, either.
  await page.goBack().catch(() => {});
  await expect(page.locator(".kiosk-rest")).toBeVisible({ timeout: 20_000 });
  await visitor.begin(page);
  await page.locator(".kiosk-doors a[href='/outbox']").click();
  await expect(page.getByRole("main")).toContainText(words.noneSent);
  expect(await keeper.rows(form.id)).toHaveLength(1);
});

test("nothing leads out: other sites, files, telephone, signing in", async ({ page, request, baseURL, allowed }) => {
  allowed.pattern = /status of 403/;
  await stand(page, await keeperOf(request));
  const pages: string[] = [];
  page.context().on("page", (it) => pages.push(it.url()));
  await visitor.begin(page);
  await page.locator(".kiosk-doors a[href='/outbox']").click();
  const dialog = page.locator(".kiosk-dialog");
  await page.locator("main a[href='/forms/receipts']").click();
  await expect(dialog).toContainText(`${baseURL}/forms/receipts`);
  await expect(dialog.locator("svg.qr")).toBeVisible();
  await expect(dialog.getByRole("button", { name: words.close })).toBeFocused();
  await look(page, "elsewhere");
  await dialog.getByRole("button", { name: words.close }).click();
  await expect(dialog).toHaveCount(0);

  // As it may stand in what somebody published.
  const press = async (attributes: Record<string, string>, how: Parameters<Page["click"]>[1] = {}) => {
    await page.evaluate((attributes) => {
      const link = document.createElement("a");
      Object.entries({ id: "out", ...attributes }).forEach(([name, value]) => link.setAttribute(name, value));
      link.textContent = "そと";
      document.querySelector("main")?.append(link);
    }, attributes);
    await page.locator("#out").click(how);
    await page.evaluate(() => document.getElementById("out")?.remove());
  };
  for (const [href, shown] of Object.entries({
    "https://example.org/x?y=z": "https://example.org/x?y=z",
    "mailto:desk@example.jp?subject=a": "desk@example.jp",
    "tel:0422000000": "0422000000",
    "/staff": `${baseURL}/staff`,
    "/feeds/events.ics": `${baseURL}/feeds/events.ics`,
  })) {
    await press({ href, target: "_blank" });
    await expect(dialog.locator(".kiosk-address")).toHaveText(shown);
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
  }
  await press({ href: "https://example.org/", rel: "external" }, { modifiers: ["Control"] });
  await expect(dialog.locator(".kiosk-address")).toHaveText("https://example.org/");
  await page.keyboard.press("Escape");
  await press({ href: "javascript:document.title='x'" });
  await press({ href: "data:text/html,x", target: "_blank" });
  await expect(dialog).toHaveCount(0);
  // What is open here opens here, whatever button it is pressed with.
  await press({ href: "/about", target: "_blank" }, { button: "middle" });
  await expect(page.locator("main h1")).toBeVisible();
  await page.evaluate(() => void open("https://example.org/"));
  expect(pages).toEqual([]);
  await expect(page).toHaveURL(/\/kiosk$/);

  // Nobody signs in, by page or by program.
  const [at, me] = await page.evaluate(async () => {
    const body = new URLSearchParams({ login: "staff", password: "correct horse battery", next: "/staff" });
    const answer = await fetch("/staff/sign-in", { method: "POST", body });
    return [new URL(answer.url).pathname, (await fetch("/api/v1/me")).status];
  });
  expect([at, me]).toEqual(["/kiosk", 403]);
  for (const path of ["/sign-in", "/staff", "/staff/sign-in", "/account", "/listings", "/field", "/forms/receipts"]) {
    await page.goto(path);
    await expect(page, path).toHaveURL(/\/kiosk$/);
    await expect(page.locator(".kiosk-rest")).toBeVisible({ timeout: 20_000 });
  }
});
