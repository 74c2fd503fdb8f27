// A tablet on a stand with a store of its own, which can be switched off and on again, cut off, and put behind a line that fails.
import { type BrowserContext, type Page } from "@playwright/test";
import { stored } from "./forms";
import { test as base } from "./phone";
import { WeakLink } from "./weak_link";

/** `offline`: it is switched on without a connection; `at`: the site is behind another address. */
export type Tablet = (offline: boolean, at?: string) => Promise<{ context: BrowserContext; page: Page }>;

export const test = base.extend<{ tablet: Tablet; link: WeakLink }>({
  link: async ({ baseURL }, use) => {
    const link = new WeakLink(new URL(baseURL ?? ""));
    await use(link);
    link.close();
  },
  tablet: async ({ phone }, use) =>
    use(async (offline, at) => {
      const tablet = await phone(offline, at);
      await tablet.page.setViewportSize({ width: 1024, height: 768 });
      return tablet;
    }),
});

/** How much is sealed and was not delivered yet. */
export const waiting = async (page: Page) => Object.keys(await stored(page, "outbox")).length;

/** Deletes what the browser keeps of these kinds, as one that is short of room does: nobody is asked, also while pages are open. */
export const evict = async (context: BrowserContext, page: Page, kinds: string) => {
  const session = await context.newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin: new URL(page.url()).origin, storageTypes: kinds });
  await session.detach();
};

/** The caches of the app: one for each build that is kept here. */
export const builds = (page: Page) => page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith("engawa-") && name !== "engawa-media"));
