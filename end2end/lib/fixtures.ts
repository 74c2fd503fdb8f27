// A page that tolerates no error: console errors, uncaught errors and CSP violations fail the test that saw them.
import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { SIZES } from "./sizes";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What a browser logs by itself when there is no network, or the line breaks; everything else counts. */
const OFFLINE = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|Failed to fetch/;

export const watch = (page: Page, problems: string[], allow?: RegExp) => {
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !(allow?.test(text) ?? false)) problems.push(`console: ${text} ${message.location().url}`);
  });
  page.on("pageerror", (error) => problems.push(`uncaught: ${error}`));
};

export const watchOffline = (context: BrowserContext, problems: string[]) => {
  context.pages().forEach((page) => watch(page, problems, OFFLINE));
  context.on("page", (page) => watch(page, problems, OFFLINE));
};

export const test = base.extend<{ allowed: { pattern?: RegExp } }>({
  allowed: async ({}, use) => use({}),
  page: async ({ page, allowed }, use) => {
    const problems: string[] = [];
    watch(page, problems);
    await use(page);
    expect(problems.filter((text) => !allowed.pattern?.test(text)), "errors in the console").toEqual([]);
  },
});

/** What depends on the colours of a page, and on nothing else of it. */
const OF_COLOURS: string[] = ["color-contrast", "link-in-text-block"];

/** axe finds nothing (WCAG 2.2 A and AA, best practices); `only`: of these rules. */
export const axe = async (page: Page, only?: string[]) => {
  // Colours on their way from one to another are nobody's choice. What is not drawn moves, and never arrives: nobody waits for that.
  const arrived = page.evaluate(() => Promise.all(document.getAnimations().filter((it) => it.effect?.getComputedTiming().endTime !== Infinity).map((it) => it.finished.catch(() => {}))));
  await Promise.race([arrived.catch(() => {}), new Promise((resolve) => setTimeout(resolve, 2_000))]);
  // Something may have set out meanwhile: a slide of a screen comes every few seconds.
  await page.evaluate(() => document.getAnimations().forEach((it) => it.effect?.getComputedTiming().endTime !== Infinity && it.finish()));
  // Half a megabyte of it is read once by each document, not at every look.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(`${axeSource}; 0`);
  const options = only ? { resultTypes: ["violations"], runOnly: only } : { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } };
  const results = await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`) as { violations: { id: string; help: string; nodes: { html: string; failureSummary: string }[] }[] };
  const words = results.violations.map((it) => `${it.id}: ${it.help}\n  ${it.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} — ${node.failureSummary}`).join("\n  ")}`);
  expect(words, "accessibility").toEqual([]);
};

/** No sideways scrolling at this width. */
export const fits = async (page: Page) => {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content, "sideways scrolling").toBeLessThanOrEqual(window);
};

/**
 * The page has this width and is drawn in it: else a look would see the one before, and find nothing. Twice a picture: what listens to the
 * width hears of it before the second.
 */
const settled = (page: Page, width: number) => {
  const drawn = () =>
    new Promise<number>((resolve) => {
      const done = () => resolve(innerWidth);
      requestAnimationFrame(() => requestAnimationFrame(done));
      // A page behind another one is never drawn.
      setTimeout(done, 500);
    });
  return expect.poll(() => page.evaluate(drawn), { message: "the width of the page" }).toBe(width);
};

/**
 * Looks at a page in every width, and leaves it in the one that it had. For pages whose style alone knows the width: such a page is the same
 * whether it is loaded in a width or comes to have it, so what leads there is done once. (The pages of filling in ask for the width when they
 * open.)
 */
export const everyWidth = async (page: Page, look: (name: string) => Promise<void>) => {
  const before = page.viewportSize();
  for (const name of ["desktop", "kiosk", "phone"] as const) {
    await page.setViewportSize(SIZES[name]);
    await settled(page, SIZES[name].width);
    await look(name);
  }
  if (before) await page.setViewportSize(before);
};

/** axe finds nothing in either colour scheme. In the dark one only what depends on colours is asked again. */
export const axeBothSchemes = async (page: Page) => {
  for (const [colorScheme, only] of [["dark", OF_COLOURS], ["light", undefined]] as const) {
    // Without the transition from one scheme to the other.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await axe(page, only);
  }
};

/** A picture of a page for whoever wants to see it (PICTURES=1, in the folder `screenshots`). No test looks at one. */
export const picture = async (page: Page, name: string, fullPage = false) => {
  if (process.env.PICTURES) await page.screenshot({ path: `screenshots/${name}.png`, fullPage });
};

/** The app runs: scripts took over the page. */
export const awake = async (page: Page) => {
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).length > 0), { timeout: 20_000 }).toBe(true);
};

export { SIZES };
export { synced } from "./synced.mjs";
export { expect };
