// Every page of staff, in each width and both colour schemes: carries no script, fits, and axe finds nothing.
import { type Page } from "@playwright/test";
import { csv, offer, signIn, xlsx } from "./lib/desk";
import { workbook } from "./lib/files";
import { axeBothSchemes, everyWidth, expect, fits, picture, test } from "./lib/fixtures";
import { staffOf } from "./lib/forms";
import { KINDS } from "./lib/pages";
import { workbookOf } from "./lib/workbook.mjs";

// A refused form answers 422, which the browser mentions.
test.beforeEach(({ allowed }) => void (allowed.pattern = /status of 422/));

const look = async (page: Page, name: string) => {
  await expect(page.locator("h1")).toHaveCount(1);
  await expect(page.locator("html")).toHaveAttribute("lang", "ja");
  expect(await page.locator("script").count(), "scripts").toBe(0);
  await everyWidth(page, async (width) => {
    await fits(page);
    await axeBothSchemes(page);
    await picture(page, `${width}-desk-${name}`, true);
  });
};

test("signing in", async ({ page }) => {
  await page.goto("/staff/sign-in");
  await look(page, "sign-in");
  await page.locator("input[name=login]").fill("nobody");
  await page.locator("input[name=password]").fill("wrong wrong wrong");
  await page.locator("main button").click();
  await expect(page.locator("[role=alert]")).toBeVisible();
  await look(page, "sign-in-refused");
});

test("the list, a part of it, and a receipt that is not there", async ({ page }) => {
  await signIn(page);
  for (const [name, query] of Object.entries({ all: "", drafts: "state=draft", groups: "state=published&kind=group", receipt: "receipt=AAAA-AAAA" })) {
    await page.goto(`/staff?${query}`);
    await look(page, name);
  }
});

test("choosing what to publish", async ({ page }) => {
  await signIn(page);
  await page.goto("/staff/listings/new");
  await look(page, "choose");
});

test("writing an event: an empty form, and a refused one", async ({ page }) => {
  await signIn(page);
  await page.goto("/staff/listings/new?kind=event");
  await look(page, "new");
  await page.locator("input[name='apply.capacity']").fill("たくさん");
  await page.locator("button[value=published]").click();
  await expect(page.locator("[role=alert]")).toBeVisible();
  await look(page, "refused");
});

for (const kind of KINDS) {
  test(`the form of kind ${kind}`, async ({ page }) => {
    await signIn(page);
    await page.goto(`/staff?kind=${kind}`);
    await page.locator(".desk-row-title a").first().click();
    await expect(page).toHaveURL(/\/staff\/listings\//);
    await look(page, kind);
  });
}

test("importing: offered, refused, looked at, taken in, taken back", async ({ page }) => {
  await signIn(page);
  await page.goto("/staff/import");
  await look(page, "import");
  await offer(page, csv("空.csv", " \n"), "検査");
  await expect(page.locator("[role=alert]")).toBeVisible();
  await look(page, "import-refused");
  const rows = "行事名,開催日,開始時間,場所名称,料金,謎の列\n検査の音楽会,2030年2月3日（日）,午後1時半,みほんホール,無料,青い\n検査の朗読会,2030年2月30日,10:00,みほんホール,500円,赤い\n";
  await offer(page, csv("検査.csv", rows), "検査");
  await expect(page).toHaveURL(/\/staff\/import\//);
  await look(page, "dry-run");
  await page.locator("button[value='1']").click();
  await expect(page).toHaveURL(/\/staff\/imports\//);
  const imported = new URL(page.url()).pathname;
  await look(page, "imported");
  await page.goto("/staff");
  await look(page, "after-import");
  // Its own: others import meanwhile, and would miss theirs.
  await page.locator(`#desk-imports ~ ul a[href^='${imported}']`).first().click();
  await page.locator("form[action$='/undo'] button").click();
  await expect(page.locator("[role=status]")).toBeVisible();
  await look(page, "taken-back");
});

test("a workbook of several sheets, looked at", async ({ page }) => {
  await signIn(page);
  const sheet = (word: string) => [
    ["行事名", "開催日", "謎の列"],
    [`${word}の検査`, "2030年2月3日", "青い"],
  ];
  await offer(page, xlsx("二つ.xlsx", workbook({ 春: sheet("春"), 秋: sheet("秋") })), "二つの検査");
  await expect(page.locator("main")).toContainText("新規 2");
  await expect(page.getByRole("region", { name: /秋/ })).toHaveCount(2);
  await look(page, "dry-run-workbook");
});

test("forms: the list, one form, a workbook with mistakes and one without", async ({ page }) => {
  await signIn(page);
  await page.goto("/staff/forms");
  await look(page, "forms");
  await page.goto("/staff/forms/every_type");
  await look(page, "form");
  await page.goto("/staff/forms/new");
  await look(page, "form-new");
  const offered = async (name: string, buffer: Buffer) => {
    await page.goto("/staff/forms/new");
    await page.locator("input[name=workbook]").setInputFiles(xlsx(name, buffer));
    await page.locator("main form button").first().click();
  };
  await offered("間違い.xlsx", workbook({ survey: [["type", "name", "label"], ["txet", "who", "お名前"]] }));
  await expect(page.locator("main")).toContainText("survey!A2");
  await look(page, "form-mistakes");
  await offered("様式.xlsx", workbookOf(new URL("./forms/every_type.md", import.meta.url).pathname));
  await expect(page.locator("main")).toContainText("すべての種類の質問");
  await look(page, "form-preview");
});

test("forms: entered for somebody, letters, duplicates, the inbox and many at once", async ({ page, request }) => {
  test.setTimeout(180_000);
  const form = await (await staffOf(request)).publish();
  await signIn(page);
  const takeIn = () => page.locator("main button[name=go][value=send]").first().click();
  const enter = async (who: string) => {
    await page.goto(`/staff/forms/${form.id}/intake`);
    await page.locator("[name='i:provenance'][value=paper]").check();
    await page.locator("[name='a:who']").fill(who);
    await page.locator("[name='a:wish']").fill("机を二つと椅子を八つ借りたい");
    await takeIn();
    await expect(page).toHaveURL(/\/staff\/submissions\/.+\/slip/);
    await expect(page.locator("main")).toContainText(/[0-9A-Z]{4}-[0-9A-Z]{4}/);
  };
  await page.goto(`/staff/forms/${form.id}/intake`);
  await look(page, "intake");
  await takeIn();
  await expect(page.locator("[role=alert]").first()).toBeVisible();
  await look(page, "intake-refused");
  await enter("紙で出した縁側の会");
  await look(page, "intake-slip");
  await enter("紙で出した縁側の会");
  await page.goto(`/staff/forms/${form.id}/letters`);
  await look(page, "letters");
  await page.goto("/staff/submissions");
  await look(page, "submissions");
  await page.goto(`/staff/forms/${form.id}/submissions`);
  await look(page, "inbox");
  await expect(page.locator("input[name=id]")).toHaveCount(2);
  // The second of two equal ones is told; nothing is merged by itself.
  await page.locator("main a[href^='/staff/submissions/']").first().click();
  await expect(page.locator("main")).toContainText("同じ内容かもしれないもの");
  await look(page, "submission");
  await page.goto(`/staff/forms/${form.id}/submissions`);
  for (const box of await page.locator("input[name=id]").all()) await box.check();
  if (!(await page.locator("select[name=to]").isVisible())) await page.locator("details:has(select[name=to]) > summary").click();
  await page.locator("select[name=to]").selectOption("in_review");
  await page.locator("button[name=go][value=do]").click();
  await expect(page.locator("main")).toContainText(/できました|2件/);
  await look(page, "bulk");
  await page.goto(`/forms/${form.id}/print`);
  await look(page, "print");
});

test("forms: published, entered from paper, printed, and what follows", async ({ page }) => {
  await signIn(page);
  const id = "desk_axe";
  const survey = [
    ["type", "name", "label", "required"],
    ["text", "who", "お名前", "yes"],
    ["text", "tel", "電話", ""],
    ["begin_repeat", "cost", "経費", ""],
    ["text", "item", "内容", ""],
    ["integer", "yen", "金額", ""],
    ["end_repeat", "", "", ""],
    ["select_multiple c", "what", "活動", ""],
  ];
  const choices = [
    ["list_name", "name", "label"],
    ["c", "a", "清掃"],
    ["c", "b", "見守り"],
  ];
  const settings = [
    ["form_id", "version", "form_title"],
    [id, `v${Date.now()}`, "検査の様式"],
  ];
  await page.goto("/staff/forms/new");
  await look(page, "form-new");
  await page.locator("input[name=workbook]").setInputFiles(xlsx("様式.xlsx", workbook({ survey, choices, settings })));
  await page.locator("main form button").click();
  await look(page, "form-preview");
  await page.locator("main form button.button-primary").click();
  await expect(page).toHaveURL(new RegExp(`/staff/forms/${id}\\?done=`));
  await look(page, "form");
  for (const part of ["letters", "letters?edit=declined", "test", "submissions", "intake?paper=P-1A2B3C4D"]) {
    await page.goto(`/staff/forms/${id}/${part}`);
    await look(page, `form-${part.replace(/\W/g, "-")}`);
  }
  await page.locator("button[value=send]").click();
  await expect(page.locator("[role=alert]").first()).toBeVisible();
  await look(page, "intake-refused");
  await page.locator("input[name='a:who']").fill("紙の人");
  await page.locator("button[value=send]").click();
  await expect(page).toHaveURL(/\/slip$/);
  await look(page, "slip");
  const submission = page.url().replace(/\/slip$/, "");
  for (const part of ["", "?letter=declined", "/print"]) {
    await page.goto(`${submission}${part}`);
    await look(page, `submission${part.replace(/\W/g, "-")}`);
  }
  await page.goto("/staff/submissions");
  await look(page, "submissions");
  await page.goto(`/forms/${id}/print`);
  await look(page, "form-print");
});

test("groups: the list, those that look alike, one group, claiming, a group from inside", async ({ page }) => {
  await signIn(page);
  for (const [name, path] of Object.entries({ groups: "/staff/groups", "groups-alike": "/staff/groups/alike", "my-groups": "/my/groups", "my-groups-find": "/my/groups/claim?q=会" })) {
    await page.goto(path);
    await look(page, name);
  }
  await page.goto("/staff/groups?part=unclaimed");
  const group = (await page.locator("section[aria-labelledby=groups] .desk-row-title a").first().getAttribute("href")) ?? "";
  await page.goto(group);
  await look(page, "group");
  await page.goto(`/my/groups/claim?group=${group.split("/").pop()}`);
  await look(page, "claim");
  await page.goto(group);
  await page.locator("section[aria-labelledby=members] form button").click();
  await look(page, "group-owner-link");
  const link = new URL((await page.locator("main a[href*='/invitation?t=']").getAttribute("href")) ?? "");
  await page.goto(link.pathname + link.search);
  await look(page, "invitation");
  await page.locator("main form button").click();
  await expect(page).toHaveURL(/\/my\/groups\//);
  await look(page, "my-group");
  await page.goto(page.url().replace(/\?.*$/, "/print"));
  await look(page, "my-group-print");
});
