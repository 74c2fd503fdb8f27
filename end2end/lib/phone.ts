// A phone with a store of its own, which can be switched off and on again, with and without a connection.
import { chromium, expect, test as base, type BrowserContext, type Page } from "@playwright/test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { watchOffline } from "./fixtures";

/** A phone with a store of its own, which can be switched off and on again. */
export const test = base.extend<{ phone: (offline: boolean, at?: string) => Promise<{ context: BrowserContext; page: Page }>; problems: string[] }>({
  problems: async ({}, use) => {
    const problems: string[] = [];
    await use(problems);
    expect(problems, "errors in the console").toEqual([]);
  },
  phone: async ({ baseURL, launchOptions, problems }, use) => {
    const profile = mkdtempSync(join(tmpdir(), "engawa-profile-"));
    let open: BrowserContext | undefined;
    try {
      await use(async (offline, at = baseURL) => {
        await open?.close();
        open = await chromium.launchPersistentContext(profile, { ...launchOptions, baseURL: at, offline, viewport: { width: 360, height: 740 }, locale: "ja-JP", timezoneId: "Asia/Tokyo" });
        watchOffline(open, problems);
        const page = open.pages()[0] ?? (await open.newPage());
        // Only the pages are cut off: the browser itself has a connection and would start the worker, which sends. Tests start it themselves.
        const sync = { permission: { name: "background-sync" }, setting: "denied" as const, origin: new URL(at ?? "").origin };
        await (await open.newCDPSession(page)).send("Browser.setPermission", sync);
        return { context: open, page };
      });
    } finally {
      await open?.close();
      rmSync(profile, { recursive: true, force: true });
    }
  },
});

/** The connection is back, and the page hears of it. */
export const online = async (context: BrowserContext, page: Page) => {
  await context.setOffline(false);
  await page.evaluate(() => void dispatchEvent(new Event("online")));
};
