// Every public page: answers, has one heading, speaks its language, fits, and axe finds nothing.
import { awake, axe, expect, fits, test } from "./lib/fixtures";

const PAGES = [
  "/",
  "/listings",
  "/listings?q=%E9%98%B2%E7%81%BD",
  "/listings?kind=group&field=environment",
  "/listings?q=zzzzzzzz",
  "/calendar",
  "/calendar?week=2026-11-16",
  "/map",
  "/favourites",
  "/about",
  "/accessibility",
  "/privacy",
  "/offline",
  "/install",
  "/forms",
  "/drafts",
  "/outbox",
  "/join",
  "/write",
  "/hand-over",
  "/kiosk",
  "/kiosk/pair",
];

for (const path of PAGES) {
  test(`page ${path}`, async ({ page }) => {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(200);
    await expect(page.locator("h1")).toHaveCount(1);
    await expect(page.locator("html")).toHaveAttribute("lang", "ja");
    await awake(page);
    await fits(page);
    await axe(page);
    await page.screenshot({ path: `screenshots/${test.info().project.name}${path.replace(/\W+/g, "_")}.png` });
  });
}

for (const kind of ["event", "course", "group", "call", "place", "equipment", "programme", "project", "story", "challenge", "notice", "guide"]) {
  test(`a ${kind}`, async ({ page }) => {
    await page.goto(`/listings?kind=${kind}`);
    const link = page.locator(".card a").first();
    const title = (await link.textContent())?.trim() ?? "";
    await page.goto((await link.getAttribute("href")) ?? "");
    await expect(page.locator("h1")).toContainText(title.slice(0, 8));
    await awake(page);
    await fits(page);
    await axe(page);
    await page.screenshot({ path: `screenshots/${test.info().project.name}-${kind}.png` });
  });
}

for (const lang of ["ja-easy", "en"]) {
  test(`home and list in ${lang}`, async ({ page }) => {
    for (const path of ["/", "/listings"]) {
      await page.goto(`${path}?lang=${lang}`);
      await expect(page.locator("html")).toHaveAttribute("lang", lang === "en" ? "en" : "ja");
      await fits(page);
      await axe(page);
    }
  });
}

test("what is not there says so", async ({ page, allowed }) => {
  allowed.pattern = /404/;
  for (const path of ["/nothing-here", "/listings/00000000-0000-0000-0000-000000000000"]) {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(404);
    await expect(page.locator("h1")).toHaveCount(1);
    await axe(page);
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
