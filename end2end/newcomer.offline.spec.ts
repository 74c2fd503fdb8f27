// The newcomer's journey: online once, then without any network, from a cold start, by deep link, and back.
import { chromium, expect, test } from "@playwright/test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synced, watchOffline } from "./lib/fixtures";

test("one visit is enough", async ({ baseURL, launchOptions, request }) => {
  test.setTimeout(120_000);
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
    const href = (await page.locator(".card a").first().getAttribute("href")) ?? "";
    // The network goes; the open page goes on.
    await context.setOffline(true);
    await page.goto("/calendar");
    await expect(page.locator("h1")).toHaveCount(1);
    await context.close();

    // A cold start without any network, by deep link.
    ({ context, page } = await open(true));
    await page.goto(href);
    await expect(page.locator("h1")).toHaveCount(1);
    const title = await page.locator("h1").textContent();
    expect(title?.length).toBeGreaterThan(1);
    // Search over everything.
    await page.goto("/listings?q=%E9%98%B2%E7%81%BD");
    await expect(page.locator(".card").first()).toBeVisible();
    await expect(page.locator(".card mark").first()).toHaveText("防災");
    // The bar says since when.
    await expect(page.locator(".status-offline")).toContainText(/\d{1,2}:\d{2}/);
    for (const path of ["/", "/map", "/calendar", "/favourites", "/about", "/privacy", "/listings?kind=group"]) {
      await page.goto(path);
      await expect(page.locator("h1")).toHaveCount(1);
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
    expect(problems).toEqual([]);
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
});
