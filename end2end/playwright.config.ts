// Every page in three widths, the same pages without scripts, and the offline journeys. A console error fails a test.
//
// A width is tested where it matters, and what does not depend on it is done once:
//   widths    pages whose style alone knows the width: a test comes to a page once and looks at it in each width (`everyWidth`)
//   phone     journeys of people, also those that are the same in every width (tag @once, or a file in ONCE)
//   desktop   the journeys that a wide screen changes: where all questions of a form stand on one page, and where the keyboard goes
//   kiosk     shared screens
import { defineConfig, devices } from "@playwright/test";
import { freePort } from "./bench/peers/ours.mjs";
import { SIZES } from "./lib/sizes";

// This file is read again by every worker, which inherits what the first reading chose.
process.env.PORT ??= String(await freePort());
const port = Number(process.env.PORT);
const baseURL = process.env.BASE_URL ?? `http://localhost:${port}`;
const WIDTHS = /[/\\](pages|aria|keys|fleet|group_life|\w+_axe)\.spec\.ts$/;
const SCREENS = /[/\\]kiosk\w*\.spec\.ts$/;
/** What is done with a listing, and searching: no width changes it. */
const ONCE = /[/\\](actions|search)\.spec\.ts$/;
const OTHERS = ["*.nojs.spec.ts", "*.offline.spec.ts"];

export default defineConfig({
  testDir: ".",
  outputDir: "test-results",
  timeout: 60_000,
  workers: 2,
  // On a machine that is busy with other things a test may be late once; who runs them at the desk sees it at once.
  retries: process.env.CI ? 2 : 0,
  reporter: [["list"]],
  use: {
    ...devices["Desktop Chrome"],
    baseURL,
    locale: "ja-JP",
    timezoneId: "Asia/Tokyo",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
  // The longest first. Journeys of people do not meet each other, so those of one file are shared out; what staff do in one city does.
  projects: [
    { name: "phone", use: { viewport: SIZES.phone }, testMatch: "*.spec.ts", testIgnore: [...OTHERS, WIDTHS, SCREENS], fullyParallel: true },
    { name: "kiosk", use: { viewport: SIZES.kiosk }, testMatch: SCREENS, testIgnore: OTHERS, fullyParallel: true },
    { name: "phone-offline", use: { viewport: SIZES.phone }, testMatch: "*.offline.spec.ts", fullyParallel: true },
    { name: "desktop", use: { viewport: SIZES.desktop }, testMatch: "*.spec.ts", testIgnore: [...OTHERS, WIDTHS, SCREENS, ONCE], grepInvert: /@once/, fullyParallel: true },
    { name: "widths", use: { viewport: SIZES.desktop }, testMatch: WIDTHS, timeout: 120_000 },
    { name: "phone-nojs", use: { viewport: SIZES.phone, javaScriptEnabled: false }, testMatch: "*.nojs.spec.ts" },
  ],
  webServer: process.env.BASE_URL
    ? undefined
    : {
        command: `node lib/serve.mjs ${port}`,
        url: `${baseURL}/readyz`,
        timeout: 120_000,
        reuseExistingServer: false,
        stdout: "pipe",
        // It clears away what it made.
        gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
      },
});
