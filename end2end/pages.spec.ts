// Every public page: answers, has one heading, speaks its language, fits, and axe finds nothing.
import { type Locator, type Page } from "@playwright/test";
import { awake, axe, everyWidth, expect, fits, picture, synced, test } from "./lib/fixtures";
import { KINDS, PAGES } from "./lib/pages";

// What the worker keeps for use without a connection is no matter of how a page looks.
test.use({ serviceWorkers: "block" });

/** In every width a page fits, and axe finds nothing. */
const look = (page: Page, name = "") =>
  everyWidth(page, async (width) => {
    await fits(page);
    await axe(page);
    if (name) await picture(page, `${width}${name}`);
  });

for (const path of PAGES) {
  test(`page ${path}`, async ({ page }) => {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(200);
    await expect(page.locator("h1")).toHaveCount(1);
    await expect(page.locator("html")).toHaveAttribute("lang", "ja");
    await awake(page);
    await look(page, path.replace(/\W+/g, "_"));
  });
}

for (const kind of KINDS) {
  test(`a ${kind}`, async ({ page }) => {
    await page.goto(`/listings?kind=${kind}`);
    const link = page.locator(".card a").first();
    const title = (await link.textContent())?.trim() ?? "";
    await page.goto((await link.getAttribute("href")) ?? "");
    await expect(page.locator("h1")).toContainText(title.slice(0, 8));
    await awake(page);
    await look(page, `-${kind}`);
  });
}

for (const [lang, calendar, map] of [["ja-easy", /の カレンダー$/, "ちず"], ["en", /^Calendar for /, "Map"]] as const) {
  test(`pages in ${lang}`, async ({ page }) => {
    test.setTimeout(120_000);
    // A reading is joined to its word by a character that nobody sees, where the server drew it.
    const words = async (part: Locator) => (await part.textContent())?.replaceAll("\u2060", "").trim() ?? "";
    const visit = async (path: string, heading: string | RegExp) => {
      await page.goto(`${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
      await expect(page.locator("html")).toHaveAttribute("lang", lang === "en" ? "en" : "ja");
      await expect(page.locator("html")).toHaveAttribute("data-lang", lang);
      await expect.poll(() => words(page.locator("h1"))).toMatch(heading);
      await look(page);
    };
    await visit("/", /./);
    // A group that speaks all three languages, and what it does: one list leads to both.
    await visit(`/listings?q=${encodeURIComponent("藍ノ瀬川クリーンなかま")}`, lang === "en" ? "Search" : "さがす");
    const links = ["/groups/", "/listings/"].map((start) => page.locator(`.card-title a[href^='${start}']`).first());
    const found = await Promise.all(links.map(async (link) => [(await link.getAttribute("href")) ?? "", await words(link)] as const));
    for (const [href, title] of found) await visit(href, title);
    await visit("/calendar", calendar);
    await visit("/map", map);
  });
}

test("an organisation", async ({ page }) => {
  await page.goto(`/listings?kind=group&q=${encodeURIComponent("市民協働推進課")}`);
  const link = page.locator(".card-title a[href^='/organisations/']").first();
  const title = (await link.textContent())?.trim() ?? "";
  await page.goto((await link.getAttribute("href")) ?? "");
  await expect(page.locator("h1")).toHaveText(title);
  await expect(page.locator(".group-own .card").first()).toBeVisible();
  await awake(page);
  await look(page, "-organisation");
});

test("a list that is narrowed in every way", async ({ page }) => {
  await page.goto(`/listings?q=${encodeURIComponent("の")}&kind=event&kind=course&field=community_building&area=${encodeURIComponent("中央")}&for=child&speaks=en&free=1&barrier_free=1&online=1&from=2026-01-05&to=2036-12-20&age=8&ended=1&sort=date`);
  await awake(page);
  await expect(page.locator(".chip-chosen")).toHaveCount(14);
  const toggle = page.locator(".facet-toggle");
  await everyWidth(page, async () => {
    if (await toggle.isVisible()) await toggle.click();
    await expect(page.locator("#facet-from")).toBeVisible();
    await expect(page.locator("#facet-from")).toHaveValue("2026-01-05");
    for (const [name, value] of [["kind", "event"], ["field", "community_building"], ["for", "child"], ["speaks", "en"], ["free", "1"], ["ended", "1"]]) {
      await expect(page.locator(`.facets input[name='${name}'][value='${value}']`)).toBeChecked();
    }
    await fits(page);
    await axe(page);
  });
});

test.describe("cut off", () => {
  test.use({ serviceWorkers: "allow" });

  test("without a connection the bar says so", async ({ page, context, allowed }) => {
    allowed.pattern = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch/;
    await page.goto("/listings");
    await synced(page);
    await context.setOffline(true);
    await page.evaluate(() => void dispatchEvent(new Event("offline")));
    await expect(page.locator(".status-offline")).toContainText(/\d{1,2}:\d{2}/);
    await look(page);
  });
});

test("what is not there says so", async ({ page, allowed }) => {
  allowed.pattern = /404/;
  for (const path of ["/nothing-here", "/listings/00000000-0000-0000-0000-000000000000", "/organisations/00000000-0000-0000-0000-000000000000"]) {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(404);
    await expect(page.locator("h1")).toHaveText(/ページが見つかりません$/);
    await expect(page.locator("main a[href='/listings']").first()).toBeVisible();
    await look(page);
  }
});

test("the policy is strict, and nothing inline is needed", async ({ page, request }) => {
  const answer = await page.goto("/");
  const policy = answer?.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval' 'nonce-");
  expect(policy).not.toContain("unsafe-inline");
  expect(await page.locator("[style]").count()).toBe(0);
  expect(answer?.headers()["x-content-type-options"]).toBe("nosniff");
  const other = await request.get("/", { headers: { host: "evil.example" } });
  expect(other.status()).toBe(421);
  const staff = await request.get("/staff", { maxRedirects: 0 });
  expect(staff.headers()["location"]).toContain("/staff/sign-in");
});
