// The newcomer's journey: online once, then without any network, from a cold start, by deep link, and back.
import { type Page, chromium, expect, test } from "@playwright/test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synced, watchOffline } from "./lib/fixtures";

const listingsWith = (words: string, kind: string) => `/listings?q=${encodeURIComponent(words)}&kind=${kind}`;

/** What stands on each page that needs no network: address, heading, and something that no other page has. */
const PAGES: [string, string | RegExp, string][] = [
  ["/", "まちの縁側へ、ようこそ。", ".home-sections .card"],
  ["/listings?kind=group", "さがす", ".card[data-kind='group']"],
  ["/map", "地図", ".map-picture"],
  ["/calendar", /\d月のカレンダー$/, ".calendar-page table"],
  ["/favourites", "お気に入り", ".favourites-page .lead"],
  ["/about", "このサイトについて", "#open-data"],
  ["/privacy", "プライバシー", "main a[href='/offline#forget']"],
  ["/accessibility", "ウェブアクセシビリティ方針", "#limits"],
  ["/install", "アプリとして使う", "#ios"],
  ["/offline", "オフラインでの利用", "main dl.facts"],
  ["/about?lang=en", "About this site", "#open-data"],
  ["/offline?lang=ja-easy", "インターネットが ない とき", "main dl.facts"],
];

/** A page is what it says it is: the page that says "not found" has one heading, too. */
const shows = async (page: Page, path: string, heading: string | RegExp, part: string) => {
  await page.goto(path);
  await expect(page.locator("h1"), path).toHaveText(heading);
  await expect(page.locator(part).first(), path).toBeVisible();
};

test("one visit is enough", async ({ baseURL, launchOptions, request }) => {
  test.setTimeout(180_000);
  const profile = mkdtempSync(join(tmpdir(), "engawa-profile-"));
  const problems: string[] = [];
  const open = async (offline: boolean) => {
    const context = await chromium.launchPersistentContext(profile, { ...launchOptions, baseURL, offline, viewport: { width: 360, height: 740 }, locale: "ja-JP" });
    watchOffline(context, problems);
    return { context, page: context.pages()[0] ?? (await context.newPage()) };
  };
  try {
    // Online, once.
    let { context, page } = await open(false);
    await page.goto("/");
    await synced(page);
    const first = page.locator(".card-title a").first();
    const [href, title] = [(await first.getAttribute("href")) ?? "", (await first.textContent()) ?? ""];
    expect(title.length).toBeGreaterThan(1);
    // The network goes; the open page goes on.
    await context.setOffline(true);
    await shows(page, "/calendar", /\d月のカレンダー$/, ".calendar-page table");
    await context.close();

    // A cold start without any network, by deep link.
    ({ context, page } = await open(true));
    await shows(page, href, title, "article.detail .part");
    // Search over everything.
    await page.goto("/listings?q=%E9%98%B2%E7%81%BD");
    await expect(page.locator(".card").first()).toBeVisible();
    await expect(page.locator(".card mark").first()).toHaveText("防災");
    // The bar says since when.
    await expect(page.locator(".status-offline")).toContainText(/\d{1,2}:\d{2}/);
    for (const [path, heading, part] of PAGES) await shows(page, path, heading, part);
    await expect(page.locator("html")).toHaveAttribute("data-lang", "ja-easy");
    await expect(page.locator("main dl.facts")).toContainText("つながって いません");
    // A group and an organisation, found here and read here, the organisation in English, too.
    for (const [words, start] of [["藍ノ瀬川クリーンなかま", "/groups/"], ["みほん市立中央図書館", "/organisations/"]]) {
      await page.goto(listingsWith(words, "group"));
      const link = page.locator(`.card-title a[href^='${start}']`).filter({ hasText: words }).first();
      const address = (await link.getAttribute("href")) ?? "";
      await shows(page, address, words, ".group-page .part-profile");
      if (start === "/organisations/") await shows(page, `${address}?lang=en`, "Mihon City Central Library", ".group-page .part-profile");
    }
    // What is not there says so without a network, too.
    for (const path of ["/nothing-here", "/listings/00000000-0000-0000-0000-000000000000"]) {
      await page.goto(path);
      await expect(page.locator("h1")).toHaveText(/(ページが見つかりません|このページには接続が必要です)$/);
    }

    // Meanwhile staff publish something.
    await request.post("/staff/sign-in", { form: { login: "staff", password: "correct horse battery", next: "/staff" } });
    const id = "0193f2aa-0000-7000-8000-00000000d0d0";
    const listing = { id, state: "published", title: "たったいま決まった催し", organiser: { name: "試験の会" }, details: { event: {} } };
    const answer = await request.post("/api/v1/commands", {
      data: [{ id: "0193f2aa-0000-7000-8000-00000000c0de", body: { room: "listings", do: { save: listing } } }],
    });
    expect((await answer.json())[0].status).toBe("done");

    // Back online: the difference arrives by itself.
    await page.goto("/listings");
    await context.setOffline(false);
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await expect(page.locator(".status-offline")).toHaveCount(0, { timeout: 40_000 });
    const box = page.locator("input[name=q]");
    await box.fill("たったいま決まった");
    await expect(page.locator(".card").first()).toContainText("たったいま決まった催し", { timeout: 20_000 });
    await context.close();
    // Where the service worker still had a connection the server said so, which a browser logs.
    expect(problems.filter((text) => !/ 404 \(Not Found\) \S*\/(nothing-here|listings\/0{8}-\S*)$/.test(text))).toEqual([]);
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
});
