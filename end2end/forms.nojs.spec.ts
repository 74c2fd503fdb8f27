// A form without scripts: from the list to the receipt, page by page, and back with the two numbers.
import { type Page } from "@playwright/test";
import { expect, test } from "./lib/fixtures";
import { pdf, receiptNo, staffOf } from "./lib/forms";

/** The year in which the next fiscal year of Japan begins: a project in it begins after today and ends before April. */
const nextYear = () => new Date(Date.now() + 9 * 3_600_000).getUTCFullYear() + (new Date(Date.now() + 9 * 3_600_000).getUTCMonth() < 3 ? 0 : 1);

/** What a group writes into the application for a grant, page by page: by the addresses of the questions. */
const APPLICATION: Record<string, string>[] = [
  {},
  // Whether the group may apply at all.
  { "conditions/founded_on": "2025-04-01", "conditions/members": "８", "conditions/course": "step" },
  {
    "applicant/group_name": "縁側の会",
    "applicant/group_kana": "エンガワノカイ",
    "applicant/registered": "no",
    "applicant/legal": "none",
    "applicant/postcode": "1800022",
    "applicant/address": "みほん市中央町1-2-3",
    "applicant/rep_title": "会長",
    "applicant/rep_name": "見本 花子",
    "applicant/rep_kana": "ミホン ハナコ",
  },
  { "contact/contact_name": "見本 太郎", "contact/phone": "0422000000" },
  {
    "project/project_name": "縁側まつり",
    "project/fields": "environment",
    "project/problem": "空き家が増えています。",
    "project/content": "縁側で集まります。",
    "project/target": "市民",
    "project/participants": "100",
    "project/venue": "中央公園",
    "project/d_start": `${nextYear()}-04-10`,
    "project/d_end": `${nextYear()}-11-30`,
    "project/steps[1]/s_when": "4月",
    "project/steps[1]/s_what": "掃除",
    "project/effect": "集まる場所が三つ増えます。",
    "project/future": "町内会と続けます。",
    "project/partners": "no",
  },
  { "safety_part/minors": "no", "safety_part/safety": "暑い日は中止します。", "safety_part/insured": "city" },
  {
    "budget/cost[1]/c_cat": "supplies",
    "budget/cost[1]/c_memo": "花の苗",
    "budget/cost[1]/c_unit": "1,000",
    "budget/cost[1]/c_qty": "200",
    "budget/request": "100,000",
    "budget/has_income": "no",
    "budget/own_funds": "100000",
    "budget/other_grant": "no",
  },
];

/** Answers whatever this page asks of these. What an answer makes visible is asked when the page comes again. */
const answer = async (page: Page, values: Record<string, string>) => {
  for (const [path, value] of Object.entries(values)) {
    const all = page.locator(`[name="a:${path}"]`);
    if ((await all.count()) === 0) continue;
    const kind = await all.first().evaluate((it) => (it instanceof HTMLSelectElement ? "select" : (it as HTMLInputElement).type));
    if (kind === "radio" || kind === "checkbox") await page.locator(`[name="a:${path}"][value="${value}"]`).check();
    else if (kind === "select") await all.first().selectOption(value);
    else await all.first().fill(value);
  }
};

const press = (page: Page, go: string) => page.locator(`main button[name=go][value="${go}"]:not([tabindex="-1"])`).first().click();

test("from the list of forms to a receipt", async ({ page, allowed }) => {
  allowed.pattern = /status of 422/;
  test.setTimeout(120_000);
  await page.goto("/forms");
  await page.locator("main a[href='/forms/grant_application']").first().click();
  await expect(page).toHaveURL(/\/forms\/grant_application$/);
  await expect(page.locator("h1")).toHaveCount(1);
  await expect(page.locator("main")).toContainText("構成員が5人以上の団体");
  await page.locator("main a[href='/forms/grant_application/plain']").click();
  await expect(page).toHaveURL(/\/forms\/grant_application\/plain$/);
  expect(await page.locator("script").count(), "scripts").toBe(0);

  const heading = page.locator("main p").filter({ hasText: /^\d+／\d+/ });
  for (const [at, values] of APPLICATION.entries()) {
    await expect(heading).toContainText(`${at + 1}／`);
    if (at === 2) {
      // What is missing is said at its question, and nothing that was typed is lost.
      await answer(page, { ...values, "applicant/group_name": "" });
      await press(page, "next");
      await expect(page.locator("main [role=alert]")).toBeVisible();
      await expect(page.locator("[name='a:applicant/address']")).toHaveValue("みほん市中央町1-2-3");
      await expect(page.locator("[name='a:applicant/group_name']")).toHaveAttribute("aria-invalid", "true");
    }
    if (at === 1) {
      // Told at once which condition is not met, before anything else is asked.
      await answer(page, { ...values, "conditions/members": "4" });
      await press(page, "next");
      await expect(page.locator("main [role=alert]")).toContainText("5人以上");
    }
    await answer(page, values);
    await press(page, "next");
  }
  // Files, then the pledges on the last page.
  await expect(page.locator("main [role=alert]")).toHaveCount(0);
  for (const name of ["rules", "roster", "accounts"]) {
    const file = page.locator(`[name="f:attach/${name}"]`);
    if ((await file.count()) > 0) await file.setInputFiles(pdf(`${name}.pdf`, 4_000));
  }
  await press(page, "next");
  for (const name of ["pledge", "publish", "agree"]) await page.locator(`[name="a:${name}"]`).check();
  await press(page, "send");
  await expect(page).toHaveURL(/\/forms\/receipts\//);
  await expect(page.locator("main")).toContainText(receiptNo);
  const [number = "", secret = ""] = await page.locator("main dd strong").allTextContents();

  // Later, with the two numbers; and taken back.
  await page.goto("/forms/receipts");
  await page.locator("input[name=no]").fill(number.toLowerCase());
  await page.locator("input[name=secret]").fill(secret);
  await page.locator("main form button").click();
  await expect(page.locator("main")).toContainText("市民活動補助金交付申請書");
  await expect(page.locator("main")).toContainText("受付");
  await page.locator("main summary").last().click();
  await page.locator("textarea[name=reason]").fill("日を改めます");
  await page.locator("main form[action^='/forms/receipts/'] button").click();
  await expect(page.locator("main")).toContainText("取り下げ");
});

test("the button pressed twice sends once, and a row can be added", async ({ page, request, allowed }) => {
  allowed.pattern = /status of 422/;
  await page.goto("/forms/every_type/plain");
  await answer(page, { "people/who": "二度の会", "people/members": "12" });
  await press(page, "next");
  await answer(page, { "choice/legal": "npo" });
  await press(page, "next");
  // The answer asks for more.
  await expect(page.locator("[name='a:choice/corp_no']")).toBeVisible();
  await answer(page, { "choice/corp_no": "1234567890123" });
  await press(page, "next");
  await answer(page, { "cost[1]/memo": "印刷", "cost[1]/unit": "1,500", "cost[1]/qty": "２" });
  await press(page, "add:cost");
  await expect(page.locator("[name$='/memo']")).toHaveCount(2);
  await expect(page.locator("[name='a:cost[1]/memo']")).toHaveValue("印刷");
  await page.locator("[name$='/unit']").last().fill("500");
  await page.locator("[name$='/qty']").last().fill("1");
  await press(page, "next");
  await expect(page.locator("main")).toContainText("経費の合計は 3500 円です。");
  await page.locator("[name='f:last/rules']").setInputFiles(pdf("規約.pdf", 2_000));
  await page.locator("[name='a:last/agree']").check();
  await page.locator("main button[name=go][value=send]:not([tabindex='-1'])").first().dblclick();
  await expect(page).toHaveURL(/\/forms\/receipts\//);
  await expect(page.locator("main")).toContainText(receiptNo);
  const rows = await (await staffOf(request)).rows("every_type");
  expect(rows.filter((row) => row.includes("二度の会"))).toHaveLength(1);
});

test("what the desk sends back is corrected with the two numbers, and a question is answered in words", async ({ page, request }) => {
  test.setTimeout(60_000);
  const staff = await staffOf(request);
  const form = await staff.publish();
  await page.goto(`/forms/${form.id}/plain`);
  const fill = async (values: Record<string, string>) => {
    for (let at = 0; at < 10 && !/\/forms\/receipts\/[^/]+\?/.test(page.url()); at++) {
      await answer(page, values);
      const isLast = (await page.locator("main button[name=go][value=send]").count()) > 0;
      await press(page, isLast ? "send" : "next");
    }
    await expect(page).toHaveURL(/\/forms\/receipts\/[^/]+\?/);
    return page.locator("main dd strong").allTextContents();
  };
  const name = await page.getByLabel(/^\s*お名前/).first().getAttribute("name");
  const path = (name ?? "").replace(/^a:/, "");
  const [number = "", secret = ""] = await fill({ [path]: "紙のいらない会" });
  const submission = await staff.sendBack(form.id, number, "人数を教えてください");
  await page.goto(`/forms/receipts/${number}?secret=${secret}`);
  await expect(page.locator("main")).toContainText("人数を教えてください");
  await page.locator("textarea[name=text]").fill("十二人です");
  await page.locator("main form[action$='/reply'] button").click();
  await expect(page.locator("main [role=status]").first()).toBeVisible();
  expect(await staff.submission(submission)).toContain("十二人です");
  // The form opens as it was sent.
  await page.locator("main form[action$='/correct'] button").click();
  await expect(page.locator(`[name="a:${path}"]`)).toHaveValue("紙のいらない会");
  const [second = ""] = await fill({ [path]: "直した会" });
  expect(second).not.toBe(number);
  expect(await staff.submission(submission)).toContain(second);
  await page.goto(`/forms/receipts/${number}?secret=${secret}`);
  await expect(page.locator("main")).toContainText(second);
  await expect(page.locator("main form[action$='/correct']")).toHaveCount(0);
});

test("a button fills in the address of a postcode, and never over what somebody wrote", async ({ page, request, allowed }) => {
  allowed.pattern = /status of 422/;
  const staff = await staffOf(request);
  const form = await staff.publish();
  await staff.revise(form.id, 1, (nodes) => {
    const wish = nodes.find((node) => node.name === "wish");
    if (!wish) throw new Error("no such question");
    nodes.push({ ...wish, name: "postcode", label: [[{ words: "郵便番号" }]] }, { ...wish, name: "address", label: [[{ words: "住所" }]] });
  });
  await page.goto(`/forms/${form.id}/plain`);
  const address = page.locator("[name='a:address']");
  const name = await page.getByLabel(/^\s*お名前/).first().getAttribute("name");
  for (let at = 0; at < 10 && (await address.count()) === 0; at++) {
    await answer(page, { [(name ?? "").replace(/^a:/, "")]: "郵便の会" });
    await press(page, "next");
  }
  await page.locator("[name='a:postcode']").fill("999-9999");
  await press(page, "place:postcode");
  await expect(page.locator("#f-postcode-error")).toContainText("999-9999");
  await page.locator("[name='a:postcode']").fill("９９０−０００１");
  await press(page, "place:postcode");
  await expect(address).toHaveValue("見本県みほん市緑町");
  await expect(page.locator("main [role=status]")).toContainText("見本県みほん市緑町");
  // Another postcode moves what was filled in, and leaves what was added to it.
  await page.locator("[name='a:postcode']").fill("9910005");
  await press(page, "place:postcode");
  await expect(address).toHaveValue("見本県となり町山田");
  await address.fill("見本県となり町山田1-2");
  await page.locator("[name='a:postcode']").fill("9900001");
  await press(page, "place:postcode");
  await expect(address).toHaveValue("見本県となり町山田1-2");
  await expect(page.locator("#f-address-error")).toContainText("見本県みほん市緑町");
});

test("a form that is not there says so", async ({ page, allowed }) => {
  allowed.pattern = /status of 404/;
  const answer = await page.goto("/forms/nothing_here/plain");
  expect(answer?.status()).toBe(404);
  await expect(page.locator("main [role=alert]")).toBeVisible();
});
