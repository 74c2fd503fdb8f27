// Everything can be read and searched without scripts.
import { type Page } from "@playwright/test";
import { expect, test } from "./lib/fixtures";

/** The link of a card with this title, in a list that is narrowed to its kind. */
const card = async (page: Page, kind: string, title: string) => {
  await page.goto(`/listings?kind=${kind}&q=${encodeURIComponent(title)}`);
  return page.locator(".card-title a").filter({ hasText: title }).first();
};

test("search, narrow, read", async ({ page }) => {
  await page.goto("/");
  await page.locator("input[name=q]").first().fill("防災");
  await page.locator("form").filter({ has: page.locator("input[name=q]") }).first().locator("button").first().click();
  await expect(page).toHaveURL(/\/listings\?.*q=/);
  await expect(page.locator(".card mark").first()).toHaveText("防災");
  await page.locator(".card a").first().click();
  await expect(page.locator("h1")).toHaveCount(1);
});

test("calendar and map move by links", async ({ page }) => {
  await page.goto("/calendar");
  const first = await page.locator("h1").textContent();
  await page.locator(".calendar-moves a").last().click();
  await expect(page.locator("h1")).not.toHaveText(first ?? "");
  await page.goto("/map");
  await page.locator(".map-controls a").first().click();
  await expect(page).toHaveURL(/z=/);
  await expect(page.locator(".map-picture")).toBeVisible();
});

test("languages", async ({ page }) => {
  await page.goto("/about");
  await page.locator("a[href^='/lang/en']").first().click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  // The first time it is not known yet whether this browser keeps cookies.
  await expect(page).toHaveURL(/\/about\?lang=en$/);
  await page.locator("a[href^='/lang/ja?']").first().click();
  await expect(page.locator("html")).toHaveAttribute("data-lang", "ja");
  await expect(page).toHaveURL(/\/about$/);
});

test("two cities live side by side", async ({ page, baseURL }) => {
  await page.goto((baseURL ?? "").replace("localhost", "kobune.localhost"));
  await expect(page.locator("header").first()).toContainText("小舟町");
});

test("writing a listing needs scripts, and says where it goes without", async ({ page }) => {
  await page.goto("/write");
  await expect(page.locator("main a[href='/my/groups']")).toBeVisible();
  await expect(page.getByRole("button", { name: "書き始める" })).toBeHidden();
});

test("a tablet is made a shared screen with a plain form", async ({ page }) => {
  await page.goto("/kiosk");
  await page.locator("main a[href='/kiosk/pair']").click();
  await expect(page.locator("input[type='password']")).toHaveCount(0);
  await page.locator("#code").fill("AAAA-0000");
  await page.locator("main form button[type='submit']").click();
  await expect(page).toHaveURL(/\/kiosk\/pair\?problem=/);
  await expect(page.locator("#code-error")).toBeVisible();
});

test("what was begun at a shared screen is taken in with scripts, and the page says so", async ({ page }) => {
  await page.goto("/hand-over");
  await expect(page.locator("main .quiet").first()).toContainText("スクリプト");
});

test("the page of a listing says what people come for", async ({ page, request }) => {
  await (await card(page, "event", "市民活動フェスタ みほんの見本市")).click();
  await expect(page.locator("h1")).toHaveText("市民活動フェスタ みほんの見本市");
  await expect(page.locator(".glance")).toContainText("無料");
  await expect(page.locator(".glance")).toContainText(/\d+月\d+日.*10:00/);
  await expect(page.locator(".part-when time").first()).toHaveAttribute("datetime", /^\d{4}-\d\d-\d\d$/);
  await expect(page.locator(".part-where")).toContainText("みほん市中央1丁目0番1号");
  await expect(page.locator(".part-contact")).toContainText("000-0000-0079");
  await expect(page.locator(".part-access")).toContainText("点字の案内");
  await expect(page.locator(".part-body")).toContainText("知らなかった活動に、ひとつ出会って帰る日です。");
  await expect(page.locator(".part-organiser a").first()).toHaveText("みほん市民活動センター えんがわ館");
  // What needs scripts is not offered; the calendar file is a link.
  await expect(page.locator(".actions button:visible")).toHaveCount(0);
  const file = await request.get((await page.locator(".actions a[download]").getAttribute("href")) ?? "");
  expect(await file.text()).toContain("SUMMARY:市民活動フェスタ みほんの見本市");
});

test("a group and all that it offers", async ({ page }) => {
  await (await card(page, "group", "藍ノ瀬川クリーンなかま")).click();
  await expect(page).toHaveURL(/\/groups\//);
  await expect(page.locator("h1")).toHaveText("藍ノ瀬川クリーンなかま");
  await expect(page.locator(".part-profile")).toBeVisible();
  await expect(page.locator(".group-own .card").first()).toBeVisible();
  await page.locator(".group-own a.more").click();
  await expect(page).toHaveURL(/\/listings\?.*by=/);
  await expect(page.locator(".card").first()).toContainText("藍ノ瀬川クリーンなかま");
});

test("an organisation shows its support programmes", async ({ page }) => {
  await (await card(page, "group", "みほん市 市民協働推進課")).click();
  await expect(page).toHaveURL(/\/organisations\//);
  await expect(page.locator("h1")).toHaveText("みほん市 市民協働推進課");
  await expect(page.getByRole("heading", { name: "支援制度", exact: true })).toBeVisible();
  await expect(page.locator(".group-own .card").first()).toBeVisible();
});

test("saved things and privacy are explained", async ({ page }) => {
  await page.goto("/favourites");
  await expect(page.locator("h1")).toHaveText("お気に入り");
  await expect(page.locator("main .lead")).toContainText("この端末の中だけ");
  await expect(page.locator("main a[href='/listings']")).toBeVisible();
  await page.goto("/privacy");
  await expect(page.locator("h1")).toHaveText("プライバシー");
  await expect(page.locator("#device ~ ul li")).toHaveCount(3);
  await page.locator("main a[href='/offline#forget']").click();
  await expect(page.locator("h1")).toHaveText("オフラインでの利用");
});

test("what is not there says so", async ({ page, allowed }) => {
  allowed.pattern = /status of 404/;
  for (const path of ["/nothing-here", "/groups/00000000-0000-0000-0000-000000000000"]) {
    expect((await page.goto(path))?.status()).toBe(404);
    await expect(page.locator("h1")).toHaveText(/ページが見つかりません$/);
  }
  await page.locator("main a[href='/listings']").click();
  await expect(page.locator(".card").first()).toBeVisible();
});

test("facets are a plain form", async ({ page }) => {
  await page.goto("/listings");
  await page.locator(".facet-toggle").click();
  await page.locator(".facets input[name=kind][value=course]").check();
  await page.locator(".facets input[name=free][value='1']").check();
  await page.locator(".facet-groups button[type=submit]").click();
  await expect(page).toHaveURL(/\/listings\?.*kind=course/);
  await expect(page.locator(".card[data-kind=course]").first()).toBeVisible();
  await expect(page.locator(".card:not([data-kind=course])")).toHaveCount(0);
  await expect(page.locator(".card").first()).toContainText("無料");
  // The chips take it out again.
  await expect(page.locator(".chip-chosen")).toHaveCount(2);
  await page.locator(".chip-chosen").filter({ hasText: "講座" }).click();
  await expect(page).not.toHaveURL(/kind=course/);
  await expect(page).toHaveURL(/free=1/);
});
