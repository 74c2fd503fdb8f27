// Filling in where scripts run: every type of question, what is missing, languages, what survives a closed page, several tabs, a full disk,
// a draft in a file, the keyboard alone, and axe on each page in three widths.
import { type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { SIZES, awake, axe, everyWidth, expect, fits, picture, test, watch } from "./lib/fixtures";
import { addRow, attach, begin, beginning, cell, choose, commentsAt, conflict, field, given, invite, nextProblem, opened, pdf, photo, pressSend, problemsOf, reach, receiptNo, receiptsOf, send, sendShort, set, speak, staffOf, stored, textOf, unfold, words, write } from "./lib/forms";

/** A page whose style alone knows the width is looked at in every width, once. */
const lookEveryWidth = (page: Page, name: string) =>
  everyWidth(page, async (width) => {
    await fits(page);
    await axe(page);
    await picture(page, `${width}-forms-${name}`, true);
  });

const look = async (page: Page, name: string) => {
  await expect(page.locator("h1")).toHaveCount(1);
  await fits(page);
  await axe(page);
  await picture(page, `${test.info().project.name}-forms-${name}`, true);
};

for (const path of ["/forms", "/forms/every_type", "/forms/grant_application", "/drafts", "/outbox", "/join"]) {
  test(`page ${path}`, { tag: "@once" }, async ({ page }) => {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(200);
    await expect(page.locator("html")).toHaveAttribute("lang", "ja");
    await awake(page);
    await expect(page.locator("h1")).toHaveCount(1);
    await lookEveryWidth(page, path.slice(1).replace(/\W+/g, "-"));
  });
}

for (const path of ["/forms/every_type/plain", "/forms/receipts", "/forms/every_type/print"]) {
  test(`page ${path}, which needs no scripts`, { tag: "@once" }, async ({ page }) => {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(200);
    expect(await page.locator("script").count(), "scripts").toBe(0);
    await expect(page.locator("h1")).toHaveCount(1);
    await lookEveryWidth(page, path.slice(1).replace(/\W+/g, "-"));
  });
}

for (const lang of ["ja-easy", "en"]) {
  test(`forms in ${lang}`, { tag: "@once" }, async ({ page }) => {
    for (const path of ["/forms", "/forms/every_type", "/drafts", "/outbox"]) {
      await page.goto(`${path}?lang=${lang}`);
      await awake(page);
      await expect(page.locator("html")).toHaveAttribute("lang", lang === "en" ? "en" : "ja");
      await lookEveryWidth(page, `${path.slice(1).replace(/\W+/g, "-")}-${lang}`);
    }
  });
}

test("every type of question is answered, kept and sent", async ({ page, request }) => {
  test.setTimeout(120_000);
  const who = `すべての会 ${randomUUID().slice(0, 8)}`;
  const draft = await begin(page, "every_type");
  await look(page, "first-screen");
  await write(page, "団体の名前", who);
  await write(page, "活動の目的", "縁側を開きます。\n毎月一度です。");
  await write(page, "会員数", "１，２３４");
  // Read as it was meant, with its thousands beside it.
  await expect(field(page, "会員数")).toHaveValue("1234");
  await expect(page.getByRole("main")).toContainText("1,234");
  await write(page, "会費の平均", "500.5");
  await write(page, "始めた日", "2019-05-01");
  await expect(page.getByRole("main")).toContainText("令和元年");
  await write(page, "集まる時刻", "13:30");
  await write(page, "相談した日時", "2026-04-01T10:15");
  await choose(page, "法人格", "特定非営利活動法人");
  // The answer asks for more, at once.
  await write(page, "法人番号", "1234567890123");
  await (await reach(page, field(page, "活動する地区"))).selectOption({ label: "南地区" });
  await choose(page, "活動の分野", "文化");
  await set(page, "活動の分野").getByLabel("環境").check();
  const order = await reach(page, set(page, "力を入れたい順"));
  await order.locator("[id$='-up']").last().click();
  const pleased = await reach(page, field(page, "満足度"));
  await pleased.fill("4");
  await look(page, "choices");
  // The budget table.
  await (await cell(page, 0, "memo")).fill("印刷");
  await (await cell(page, 0, "unit")).fill("1500");
  await (await cell(page, 0, "qty")).fill("2");
  await addRow(page);
  await (await cell(page, 1, "memo")).fill("会場");
  await (await cell(page, 1, "unit")).fill("5000");
  await (await cell(page, 1, "qty")).fill("1");
  await look(page, "table");
  await reach(page, page.getByText("経費の合計は 8000 円です。").or(page.getByText("経費の合計は 8,000 円です。")).first());
  const taken = await photo(page);
  expect(taken.buffer.includes("GPS")).toBe(true);
  await attach(page, "活動の写真", taken);
  await attach(page, "規約", pdf("規約.pdf", 3_000));
  await (await reach(page, page.getByRole("main").getByRole("checkbox").last())).check();
  await look(page, "papers");

  // A reload in the middle loses nothing.
  await page.goto(draft);
  await awake(page);
  await expect(await reach(page, field(page, "団体の名前"))).toHaveValue(who);
  await expect(await reach(page, field(page, "会員数"))).toHaveValue("1234");
  await reach(page, set(page, "法人格"));
  await expect(set(page, "法人格").getByLabel("特定非営利活動法人")).toBeChecked();
  await expect(await reach(page, field(page, "法人番号"))).toHaveValue("1234567890123");
  await expect(await cell(page, 0, "memo")).toHaveValue("印刷");
  await reach(page, given(page, "規約.pdf"));
  await send(page);
  const [number] = await receiptsOf(page, 1);
  await look(page, "outbox-done");
  const rows = (await (await staffOf(request)).rows("every_type")).filter((row) => row.includes(who));
  expect(rows).toHaveLength(1);
  for (const part of [number ?? "-", "1234567890123", "文化 / 環境", "8000"]) expect(rows[0]).toContain(part);
  // The photo arrived, smaller, and does not say where it was taken.
  const files = await (await staffOf(request)).files("every_type", number ?? "-");
  const pictures = files.filter((file) => file[0] === 0xff && file[1] === 0xd8);
  expect(pictures).toHaveLength(1);
  expect(pictures[0]?.includes("GPS")).toBe(false);
  expect(pictures[0]?.includes("Exif")).toBe(false);
});

test("whether one may apply is told before anything is written", async ({ page }) => {
  await page.goto("/forms/grant_application");
  await awake(page);
  await expect(page.getByRole("main")).toContainText("構成員が5人以上の団体");
  await beginning(page).click();
  await expect(page).toHaveURL(/\/begin$/);
  await expect(page.getByRole("heading", { level: 1, name: words.mayApply })).toBeVisible({ timeout: 20_000 });
  const year = new Date(Date.now() + 9 * 3_600_000).getUTCFullYear();
  const answer = async (label: string, text: string) => {
    await field(page, label).fill(text);
    await field(page, label).blur();
  };
  await answer("設立年月日", `${year - 10}-04-01`);
  await answer("構成員数", "3");
  await set(page, "申請コース").getByLabel(/^スタート支援/).check();
  await expect(page.getByRole("status").filter({ hasText: "応募できません" })).toContainText("申請できるのは構成員5人以上の団体です");
  await expect(page.getByRole("status").filter({ hasText: "応募できません" })).toContainText("設立から3年以内");
  await expect(page.getByRole("button", { name: words.beginAnyway })).toBeEnabled();
  await look(page, "eligibility");
  // Nothing is kept of it.
  const other = await page.context().newPage();
  await other.goto("/drafts");
  await awake(other);
  await expect(other.getByRole("main").locator("a[href^='/drafts/']")).toHaveCount(0);
  await other.close();
  await answer("構成員数", "8");
  await answer("設立年月日", `${year - 1}-04-01`);
  await expect(page.getByRole("status").filter({ hasText: "応募できます" })).toBeVisible();
  await page.getByRole("button", { name: words.beginNow }).click();
  await expect(page).toHaveURL(/\/drafts\/[0-9a-f-]{36}/, { timeout: 20_000 });
  await opened(page);
  await expect(await reach(page, field(page, "構成員数"))).toHaveValue("8");
  await page.reload();
  await opened(page);
  await expect(await reach(page, field(page, "構成員数"))).toHaveValue("8");
});

test("what is missing is named, and each name leads there", async ({ page }) => {
  const draft = await begin(page, "every_type");
  await write(page, "団体の名前", "足りない会");
  await write(page, "会員数", "3");
  await expect(page.getByRole("main")).toContainText("5人以上が必要です");
  await expect(field(page, "会員数")).toHaveAttribute("aria-invalid", "true");
  await pressSend(page);
  await expect(page).toHaveURL(new RegExp(draft));
  const problems = problemsOf(page);
  await expect(problems.list).toBeFocused();
  await expect(problems.list).toContainText("5人以上が必要です");
  await look(page, "problems");
  await problems.lead("法人格").click();
  await expect(set(page, "法人格")).toBeVisible();
  // The focus follows as soon as the screen is drawn.
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest("fieldset, .field")?.textContent ?? "")).toContain("法人格");
});

test("a button leads from one thing to correct to the next, and round again", async ({ page }) => {
  await begin(page, "every_type");
  await write(page, "団体の名前", "次々の会");
  const here = () => page.evaluate(() => document.activeElement?.closest("fieldset, .field")?.textContent ?? "");
  for (const label of ["会員数", "法人格", "記入した内容に相違ありません", "会員数"]) {
    await nextProblem(page).click();
    await expect.poll(here).toContain(label);
  }
  await expect(nextProblem(page)).toContainText("3");
  await write(page, "会員数", "8");
  await expect(nextProblem(page)).toContainText("2");
});

test("languages are switched while one fills in", async ({ page }) => {
  await begin(page, "every_type");
  await write(page, "団体の名前", "ことばの会");
  for (const [language, label] of [
    ["English", "Name of the group"],
    ["やさしい日本語", "グループの 名前（なまえ）"],
    ["日本語", "団体の名前"],
  ] as const) {
    await speak(page, language);
    await expect(await reach(page, field(page, label))).toHaveValue("ことばの会");
    await axe(page);
  }
});

test("a scale stands in one row where there is room, and in one column where not", async ({ page }) => {
  await begin(page, "course_questionnaire");
  const scale = set(page, "全体の満足度");
  await reach(page, scale);
  const places = await scale.locator(".fill-choice").evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) })));
  expect(places.length).toBeGreaterThan(2);
  const isWide = await page.evaluate(() => matchMedia("(min-width: 48em)").matches);
  expect(new Set(places.map(({ x, y }) => (isWide ? y : x))).size).toBe(1);
  await fits(page);
  await axe(page);
});

test("a page that is closed right after a key loses at most that key", { tag: "@once" }, async ({ page, context }) => {
  const draft = await begin(page, "every_type");
  await reach(page, field(page, "団体の名前"));
  await field(page, "団体の名前").click();
  await page.keyboard.type("abcdefghijklmnopqrst", { delay: 15 });
  await page.close();
  const again = await context.newPage();
  await again.goto(draft);
  await awake(again);
  const name = await reach(again, field(again, "団体の名前"));
  await expect.poll(() => name.inputValue()).toMatch(/^abcdefghijklmnopqrs(t)?$/);
  // It is in the list, by what was written.
  await again.goto("/drafts");
  await expect(again.getByRole("main").locator(`a[href='${draft}']`).first()).toBeVisible();
});

test("two tabs edit one draft", { tag: "@once" }, async ({ page, context }) => {
  const problems: string[] = [];
  const draft = await begin(page, "every_type");
  const other = await context.newPage();
  watch(other, problems);
  await other.goto(draft);
  await awake(other);
  await write(page, "団体の名前", "二枚の会");
  await expect(await reach(other, field(other, "団体の名前"))).toHaveValue("二枚の会", { timeout: 10_000 });
  await write(other, "活動の目的", "もう一枚から");
  await expect(await reach(page, field(page, "活動の目的"))).toHaveValue("もう一枚から", { timeout: 10_000 });
  // Both at once, at different answers.
  await Promise.all([write(page, "会費の平均", "300"), write(other, "会員数", "20")]);
  await expect(await reach(page, field(page, "会員数"))).toHaveValue("20", { timeout: 10_000 });
  await expect(await reach(other, field(other, "会費の平均"))).toHaveValue("300", { timeout: 10_000 });
  expect(problems).toEqual([]);
});

test("two tabs send one draft at the same moment: it arrives once", { tag: "@once" }, async ({ page, context, request }) => {
  test.setTimeout(120_000);
  const staff = await staffOf(request);
  for (let round = 0; round < 3; round++) {
    const form = await staff.publish();
    const draft = await begin(page, form.id);
    await write(page, "お名前", "二枚で送る会");
    const other = await context.newPage();
    await other.goto(draft);
    await awake(other);
    const buttons = [page, other].map((tab) => tab.locator(".fill-send"));
    for (const [at, tab] of [page, other].entries()) await reach(tab, buttons[at] ?? tab.locator(".fill-send"));
    // Where the other one was quicker the button is gone: that is as good.
    await Promise.all([page, other].map((tab) => tab.evaluate(() => document.querySelector<HTMLButtonElement>(".fill-send")?.click())));
    // Whoever was first goes on to the outbox, once the device has it.
    await expect.poll(() => [page, other].filter((tab) => new URL(tab.url()).pathname === "/outbox").length, { timeout: 20_000 }).toBe(1);
    await receiptsOf(page, round + 1);
    await other.goto(draft);
    await opened(other);
    await expect(other.locator(".fill-send")).toHaveCount(0);
    expect(await staff.rows(form.id)).toHaveLength(1);
    await other.close();
  }
});

test("a full disk is told, and what was typed goes on", { tag: "@once" }, async ({ page, context, allowed, baseURL }) => {
  test.setTimeout(150_000);
  allowed.pattern = /[Qq]uota/;
  await begin(page, "every_type");
  await write(page, "団体の名前", "あふれる会");
  const session = await context.newCDPSession(page);
  const origin = new URL(baseURL ?? "").origin;
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  const aims = await reach(page, field(page, "活動の目的"));
  let long = "いっぱいです。".repeat(2_000);
  await aims.fill(long);
  const told = page.getByRole("alert").filter({ hasText: words.notSaved });
  // The browser believes for up to half a minute that there still is the room that it found last: somebody goes on typing.
  await expect(async () => {
    await aims.press("Control+End");
    await aims.pressSequentially("。");
    long += "。";
    await expect(told.first()).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000, intervals: [0] });
  await expect(aims).toHaveValue(long);
  await everyWidth(page, () => axe(page));
  // Somebody made room: it is kept by itself.
  await session.send("Storage.overrideQuotaForOrigin", { origin });
  await expect(told).toHaveCount(0, { timeout: 20_000 });
  await page.reload();
  await awake(page);
  await expect(await reach(page, field(page, "活動の目的"))).toHaveValue(long);
});

test("a full disk at sending: it is told, nothing is lost, and it is sent once", { tag: "@once" }, async ({ page, context, allowed, baseURL, request }) => {
  test.setTimeout(180_000);
  allowed.pattern = /[Qq]uota/;
  const staff = await staffOf(request);
  const form = await staff.publish();
  const draft = await begin(page, form.id);
  await write(page, "お名前", "あふれた会");
  const session = await context.newCDPSession(page);
  const origin = new URL(baseURL ?? "").origin;
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  const wish = await reach(page, field(page, "希望すること"));
  let long = "いっぱいです。".repeat(2_000);
  await wish.fill(long);
  const told = page.getByRole("alert").filter({ hasText: words.notSaved });
  // As above: only now does the browser notice that there is no room.
  await expect(async () => {
    await wish.press("End");
    await wish.pressSequentially("。");
    long += "。";
    await expect(told.first()).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000, intervals: [0] });
  await pressSend(page);
  const refused = page.getByRole("alert").filter({ hasText: words.notInOutbox });
  await expect(refused).toBeVisible({ timeout: 30_000 });
  expect(new URL(page.url()).pathname).toBe(draft);
  expect(Object.keys(await stored(page, "outbox"))).toEqual([]);
  await everyWidth(page, () => axe(page));
  // It can still be written on, and what waits in memory does not set out by itself.
  await expect(await reach(page, field(page, "希望すること"))).toHaveValue(long);
  await field(page, "希望すること").press("End");
  await field(page, "希望すること").pressSequentially("机を二つ");
  await session.send("Storage.overrideQuotaForOrigin", { origin });
  await expect(told).toHaveCount(0, { timeout: 20_000 });
  expect(await staff.rows(form.id)).toHaveLength(0);
  await send(page);
  await receiptsOf(page, 1);
  const rows = await staff.rows(form.id);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toContain("あふれた会");
  expect(rows[0]).toContain("机を二つ");
});

test("a draft moves to a newer version: what changed is told, what fits stays, what does not is shown", async ({ page, request }) => {
  test.setTimeout(180_000);
  const staff = await staffOf(request);
  const form = await staff.publish();
  const left = await begin(page, form.id);
  await write(page, "お名前", "もとの版の会");
  await write(page, "希望すること", "机を一つ");
  const moved = await begin(page, form.id);
  await write(page, "お名前", "移る会");
  await write(page, "希望すること", "机を二つ");
  await attach(page, "計画書", pdf("移る計画.pdf", 20_000));
  await staff.revise(form.id, 1, (nodes) => {
    const wish = nodes.find((node) => node.name === "wish");
    if (!wish) throw new Error("no such question");
    nodes.push({ ...wish, name: "phone", label: [[{ words: "電話番号" }]], required: "true()" });
    wish.data_type = "int";
  });
  const move = page.getByRole("button", { name: words.newer });
  await expect(async () => {
    await page.goto(moved);
    await opened(page);
    await expect(move).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  const notice = page.locator("main .notice").filter({ has: move });
  await notice.locator("summary").click();
  await expect(notice).toContainText("質問2「希望すること」: データの型が変わりました");
  await expect(notice).toContainText("質問5「電話番号」: 加わりました");
  await look(page, "newer");
  // Nothing moves by itself: it is still the version that it was begun with.
  await expect(await reach(page, field(page, "希望すること"))).toHaveValue("机を二つ");
  await expect(page.getByRole("main").getByLabel("電話番号")).toHaveCount(0);
  await move.click();
  await expect(move).toHaveCount(0);
  const leftOver = page.getByRole("region", { name: words.leftOver });
  await expect(leftOver).toContainText("机を二つ");
  await look(page, "moved");
  await write(page, "希望すること", "2");
  await write(page, "電話番号", "03-0000-0000");
  await expect(await reach(page, field(page, "お名前"))).toHaveValue("移る会");
  // Opened again it is of the newer version, and what has no place is still there until somebody puts it away.
  await page.reload();
  await opened(page);
  await expect(move).toHaveCount(0);
  await expect(leftOver).toContainText("机を二つ");
  await leftOver.getByRole("button", { name: words.putAway }).click();
  await expect(leftOver).toHaveCount(0);
  await expect(await reach(page, field(page, "電話番号"))).toHaveValue("03-0000-0000");
  await reach(page, given(page, "移る計画.pdf"));
  await send(page);
  await receiptsOf(page, 1);
  // Whoever does not move sends what they began.
  await page.goto(left);
  await opened(page);
  await send(page);
  await receiptsOf(page, 2);
  const rows = await staff.rows(form.id);
  expect(rows).toHaveLength(2);
  expect(rows.find((row) => row.includes("移る会"))).toContain("03-0000-0000");
  expect(rows.find((row) => row.includes("もとの版の会"))).toContain("机を一つ");
});

test("a draft goes to another device in a file", { tag: "@once" }, async ({ page, browser, baseURL }) => {
  await begin(page, "every_type");
  await write(page, "団体の名前", "書き出しの会");
  await attach(page, "規約", pdf("規約.pdf", 20_000));
  await unfold(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("details.fill-more").getByRole("button", { name: /ファイル/ }).first().click()]);
  expect(download.suggestedFilename()).toMatch(/\.engawa-draft\.json$/);
  const text = await textOf(download);

  const problems: string[] = [];
  const context = await browser.newContext({ baseURL, locale: "ja-JP" });
  const other = await context.newPage();
  watch(other, problems);
  await other.goto("/drafts");
  await awake(other);
  const bring = async (content: string) => {
    await other.getByLabel(words.importFile).setInputFiles({ name: "下書き.engawa-draft.json", mimeType: "application/json", buffer: Buffer.from(content) });
    await other.getByRole("button", { name: words.importNow, exact: true }).click();
  };
  // What is damaged is named, and nothing is taken from it.
  await bring(text.slice(0, text.length >> 1));
  await expect(other.getByRole("alert").filter({ hasText: words.importBroken })).toBeVisible();
  await bring(text);
  await expect(other.getByRole("main")).toContainText(words.imported);
  await other.getByRole("link", { name: words.open, exact: true }).click();
  await expect(await reach(other, field(other, "団体の名前"))).toHaveValue("書き出しの会");
  await reach(other, given(other, "規約.pdf"));
  await context.close();
  expect(problems).toEqual([]);
});

test("with nothing but a keyboard", async ({ page, request }) => {
  test.setTimeout(120_000);
  const form = await (await staffOf(request)).publish();
  await page.goto(`/forms/${form.id}`);
  await awake(page);
  const tabTo = async (is: string) => {
    for (let stop = 0; stop < 120; stop++) {
      await page.keyboard.press("Tab");
      const has = await page.evaluate((is) => {
        const it = document.activeElement;
        const label = it instanceof HTMLInputElement || it instanceof HTMLTextAreaElement ? [...(it.labels ?? [])].map((label) => label.textContent).join(" ") : "";
        // Between the end of the page and its beginning nothing has the focus.
        if (!it || it === document.body) return false;
        const ring = [getComputedStyle(it), getComputedStyle(it, "::after")].some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
        if (!ring) throw new Error(`no ring: ${it.outerHTML.slice(0, 120)}`);
        return new RegExp(is).test(`${label} ${it.getAttribute("aria-label") ?? ""} ${it.textContent ?? ""}`);
      }, is);
      if (has) return;
    }
    throw new Error(`not reached: ${is}`);
  };
  await tabTo(words.begin);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/drafts\//, { timeout: 20_000 });
  await opened(page);
  await tabTo("お名前");
  await page.keyboard.type("鍵盤の会");
  // However many screens there are: on, until it can be sent.
  for (let screen = 0; screen < 10 && !(await page.locator(".fill-send").isVisible()); screen++) {
    await tabTo(((await page.locator(".fill-bar .button-primary:visible").textContent()) ?? "").trim());
    await page.keyboard.press("Enter");
    await page.waitForTimeout(200);
  }
  await tabTo(words.send);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/outbox$/, { timeout: 20_000 });
  const [number] = await receiptsOf(page, 1);
  expect(number).toMatch(receiptNo);
  expect((await (await staffOf(request)).rows(form.id)).filter((row) => row.includes("鍵盤の会"))).toHaveLength(1);
});

test("what the city refuses comes back, and what is sent then takes its place", async ({ page, request }) => {
  test.setTimeout(120_000);
  const staff = await staffOf(request);
  const form = await staff.publish({ quota: 1 });
  await sendShort(page, form.id, "先の会");
  await receiptsOf(page, 1);
  // The quota is full now, and the page does not know.
  await page.goto(`/forms/${form.id}`);
  const draft = await sendShort(page, form.id, "後の会");
  await page.goto("/outbox");
  const stuck = page.getByRole("region", { name: words.needsYou });
  await expect(stuck).toContainText("短い様式", { timeout: 20_000 });
  await look(page, "outbox-refused");
  // Room is made; the same draft is sent once more, in the place of the refused one.
  await staff.configure(form.id, { quota: 5 });
  await stuck.getByRole("link", { name: words.edit }).first().click();
  await expect(page).toHaveURL(new RegExp(draft));
  await expect(page.locator("main .notice").first()).toBeVisible();
  await look(page, "refused");
  await write(page, "お名前", "直した会");
  await send(page);
  await receiptsOf(page, 2);
  const rows = await staff.rows(form.id);
  expect(rows).toHaveLength(2);
  expect(rows.filter((row) => row.includes("直した会"))).toHaveLength(1);
  expect(rows.filter((row) => row.includes("後の会"))).toHaveLength(0);
});

test("what the desk sends back is corrected in its draft and takes the place of the earlier form", async ({ page, request }) => {
  test.setTimeout(120_000);
  const staff = await staffOf(request);
  const form = await staff.publish();
  const draft = await sendShort(page, form.id, "差し戻しの会");
  const [first = ""] = await receiptsOf(page, 1);
  const submission = await staff.sendBack(form.id, first, "希望することを教えてください");
  await page.goto("/outbox");
  await awake(page);
  const receipts = page.getByRole("region", { name: words.receipts });
  await expect(receipts).toContainText("希望することを教えてください", { timeout: 20_000 });
  await look(page, "outbox-sent-back");
  await receipts.getByRole("button", { name: words.correct }).first().click();
  await expect(page).toHaveURL(new RegExp(draft));
  await expect(page.locator("main .notice").first()).toContainText(first);
  await write(page, "希望すること", "机を二つ");
  await send(page);
  await receiptsOf(page, 2);
  // The other number beside each one looks like two of them.
  const numbers = async () => [...((await receipts.textContent()) ?? "").matchAll(/受付番号\s*([0-9A-Z]{4}-[0-9A-Z]{4})/g)].map((found) => found[1]);
  await expect.poll(async () => (await numbers()).length, { timeout: 40_000 }).toBe(2);
  const second = (await numbers()).find((number) => number !== first) ?? "-";
  expect(await staff.submission(submission)).toContain(second);
  const rows = await staff.rows(form.id);
  expect(rows.filter((row) => row.includes(second) && row.includes("机を二つ"))).toHaveLength(1);
  // Sent once, locked again.
  await page.goto(draft);
  await opened(page);
  await expect(page.locator(".fill-send")).toHaveCount(0);
});

test("a clock that runs ahead: the refusal stands at the exact answer", { tag: "@once" }, async ({ page, request }) => {
  test.setTimeout(120_000);
  const staff = await staffOf(request);
  const form = await staff.publish();
  const day = (after: number) => new Date(Date.now() + 9 * 3_600_000 + after * 86_400_000).toISOString().slice(0, 10);
  await page.clock.install({ time: new Date(Date.now() + 5 * 86_400_000) });
  const draft = await begin(page, form.id);
  await write(page, "お名前", "先走る会");
  // For this device that day has been; for the city it is to come.
  await write(page, "作成した日", day(3));
  await send(page);
  await page.goto("/outbox");
  const stuck = page.getByRole("region", { name: words.needsYou });
  await expect(stuck).toContainText("今日までの日を入れてください", { timeout: 30_000 });
  await stuck.getByRole("link", { name: words.edit }).first().click();
  await expect(page).toHaveURL(new RegExp(draft));
  const problems = problemsOf(page);
  await reach(page, problems.list);
  await problems.lead("作成した日").click();
  await expect(field(page, "作成した日")).toBeVisible();
  await write(page, "作成した日", day(0));
  await send(page);
  await receiptsOf(page, 1);
  expect(await staff.rows(form.id)).toHaveLength(1);
});

test("a draft is shared: both write, both see, and the same answer asks", { tag: "@once" }, async ({ page, browser, baseURL, request, allowed }) => {
  test.setTimeout(180_000);
  // The two lose their connection on purpose.
  allowed.pattern = /INTERNET_DISCONNECTED|Failed to fetch/;
  const problems: string[] = [];
  const form = await (await staffOf(request)).publish();
  await begin(page, form.id);
  await write(page, "お名前", "みんなの会");
  const address = await invite(page);
  await axe(page);

  // On a desk, and the first one on a phone.
  const context = await browser.newContext({ baseURL, locale: "ja-JP", viewport: SIZES.desktop });
  const other = await context.newPage();
  watch(other, problems);
  await other.goto(new URL(address, baseURL).href);
  await awake(other);
  await other.getByLabel(words.joinName).fill("となりの人");
  await axe(other);
  await other.getByRole("button", { name: words.join }).click();
  await expect(other).toHaveURL(/\/drafts\//);
  await expect(await reach(other, field(other, "お名前"))).toHaveValue("みんなの会");
  // A file travels with the draft, in both directions of it: the other member has it on their own device.
  await attach(page, "計画書", pdf("みんなの計画.pdf", 30_000));
  const file = given(other, "みんなの計画.pdf");
  await expect(async () => {
    await reach(other, file);
    await expect(file).toContainText("KB", { timeout: 1_000 });
  }).toPass({ timeout: 90_000 });
  await expect(file.locator(".field-error")).toHaveCount(0);
  // Different answers become one by themselves.
  await write(other, "希望すること", "机を二つ");
  await expect.poll(async () => (await reach(page, field(page, "希望すること"))).inputValue(), { timeout: 40_000 }).toBe("机を二つ");
  // A comment beside a question reaches the other member, who settles it; one on the whole stays open.
  await reach(page, field(page, "希望すること"));
  await commentsAt(page, "希望すること").head.click();
  await commentsAt(page, "希望すること").field.fill("いくつ要りますか");
  await commentsAt(page, "希望すること").leave.click();
  await expect(commentsAt(page, "希望すること").list).toContainText("いくつ要りますか");
  await fits(page);
  await axe(page);
  await reach(other, field(other, "希望すること"));
  await expect(commentsAt(other, "希望すること").head).toContainText("未解決1件", { timeout: 40_000 });
  await commentsAt(other, "希望すること").head.click();
  await expect(commentsAt(other, "希望すること").list).toContainText("いくつ要りますか");
  await expect(commentsAt(other, "希望すること").list.getByRole("button", { name: words.deleteComment })).toHaveCount(0);
  await commentsAt(other, "希望すること").settle.click();
  await expect(commentsAt(page, "希望すること").head).toContainText("未解決0件", { timeout: 40_000 });
  const all = other.locator("details.fill-all-comments");
  await all.locator("summary").first().click();
  await all.getByLabel("下書き全体へのコメント").fill("出す前に会長に見せる");
  await all.getByRole("button", { name: words.leaveComment }).click();
  await expect(all).toContainText("出す前に会長に見せる");
  await fits(other);
  await axe(other);
  // The same answer, on two devices that do not hear of each other.
  await context.setOffline(true);
  await page.context().setOffline(true);
  await write(other, "希望すること", "机を三つ");
  await write(page, "希望すること", "椅子を三つ");
  await context.setOffline(false);
  await page.context().setOffline(false);
  for (const it of [page, other]) await it.evaluate(() => void dispatchEvent(new Event("online")));
  await expect(conflict(page).all).toContainText("机を三つ", { timeout: 60_000 });
  await expect(conflict(page).all).toContainText("椅子を三つ");
  await axe(page);
  await expect(conflict(other).all).toContainText("椅子を三つ", { timeout: 60_000 });
  await fits(other);
  await axe(other);
  await conflict(page).choose("机を三つ");
  await expect(conflict(page).all).toHaveCount(0);
  await expect(await reach(page, field(page, "希望すること"))).toHaveValue("机を三つ");
  await expect.poll(async () => (await reach(other, field(other, "希望すること"))).inputValue(), { timeout: 60_000 }).toBe("机を三つ");
  // An open comment reminds whoever sends, holds nobody up, and stays out of what is sent.
  const reminder = await reach(page, page.locator(".fill-reminder"));
  await expect(reminder).toContainText("出す前に会長に見せる");
  await expect(reminder).not.toContainText("いくつ要りますか");
  await axe(page);
  await reach(other, other.locator(".fill-reminder"));
  await axe(other);
  await send(page);
  await receiptsOf(page, 1);
  const rows = (await (await staffOf(request)).rows(form.id)).join("\n");
  expect(rows).toContain("机を三つ");
  expect(rows).not.toMatch(/いくつ要りますか|会長に見せる/);
  await context.close();
  expect(problems.filter((text) => !/INTERNET_DISCONNECTED|Failed to fetch/.test(text))).toEqual([]);
});
