// A page that tolerates no error: console errors, uncaught errors and CSP violations fail the test that saw them.
import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

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

/** axe finds nothing (WCAG 2.2 A and AA, best practices). */
export const axe = async (page: Page) => {
  // Colours on their way from one to another are nobody's choice.
  await page.evaluate(() => Promise.all(document.getAnimations().filter((it) => it.effect?.getComputedTiming().endTime !== Infinity).map((it) => it.finished.catch(() => {}))));
  const results = await page.evaluate(`${axeSource}; axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } })`) as { violations: { id: string; help: string; nodes: { html: string; failureSummary: string }[] }[] };
  const words = results.violations.map((it) => `${it.id}: ${it.help}\n  ${it.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} — ${node.failureSummary}`).join("\n  ")}`);
  expect(words, "accessibility").toEqual([]);
};

/** No sideways scrolling at this width. */
export const fits = async (page: Page) => {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content, "sideways scrolling").toBeLessThanOrEqual(window);
};

/** The app runs: scripts took over the page. */
export const awake = async (page: Page) => {
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).length > 0), { timeout: 20_000 }).toBe(true);
};

export { synced } from "./synced.mjs";
export { expect };
