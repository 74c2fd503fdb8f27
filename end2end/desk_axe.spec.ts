// Every page of staff, in each width and both colour schemes: carries no script, fits, and axe finds nothing.
import { type Page } from "@playwright/test";
import { csv, offer, signIn, xlsx } from "./lib/desk";
import { workbook } from "./lib/files";
import { axe, expect, fits, test } from "./lib/fixtures";

const KINDS = ["event", "course", "group", "call", "place", "equipment", "programme", "project", "story", "challenge", "notice", "guide"];

// A refused form answers 422, which the browser mentions.
test.beforeEach(({ allowed }) => void (allowed.pattern = /status of 422/));

const look = async (page: Page, name: string) => {
  await expect(page.locator("h1")).toHaveCount(1);
  await expect(page.locator("html")).toHaveAttribute("lang", "ja");
  expect(await page.locator("script").count(), "scripts").toBe(0);
  await fits(page);
  for (const colorScheme of ["dark", "light"] as const) {
    // Without the transition from one scheme to the other.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await axe(page);
  }
  await page.screenshot({ path: `screenshots/${test.info().project.name}-desk-${name}.png`, fullPage: true });
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
  await offer(page, csv("検査.csv", rows), `検査 ${test.info().project.name}`);
  await expect(page).toHaveURL(/\/staff\/import\//);
  await look(page, "dry-run");
  await page.locator("button[value='1']").click();
  await expect(page).toHaveURL(/\/staff\/imports\//);
  await look(page, "imported");
  await page.goto("/staff");
  await look(page, "after-import");
  await page.locator("#desk-imports ~ ul a").first().click();
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
