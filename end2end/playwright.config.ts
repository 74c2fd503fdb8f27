// Every page in three widths, the same pages without scripts, and the offline journeys. A console error fails a test.
import { defineConfig, devices } from "@playwright/test";

const port = Number(process.env.PORT ?? 8971);
const baseURL = process.env.BASE_URL ?? `http://localhost:${port}`;
const size = (width: number, height: number) => ({ viewport: { width, height } });
const scripted = { testMatch: "*.spec.ts", testIgnore: ["*.nojs.spec.ts", "*.offline.spec.ts"] };

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
  projects: [
    { name: "phone", use: size(360, 740), ...scripted },
    // What a tablet draws, not once more what a program does: that is the same as on a phone and at a desk.
    { name: "kiosk", use: size(1024, 768), testMatch: /(kiosk\w*|pages|aria|\w*_axe)\.spec\.ts/, testIgnore: scripted.testIgnore },
    { name: "desktop", use: size(1280, 900), ...scripted },
    { name: "phone-nojs", use: { ...size(360, 740), javaScriptEnabled: false }, testMatch: "*.nojs.spec.ts" },
    { name: "phone-offline", use: size(360, 740), testMatch: "*.offline.spec.ts" },
  ],
  webServer: process.env.BASE_URL
    ? undefined
    : { command: `node lib/serve.mjs ${port}`, url: `${baseURL}/readyz`, timeout: 120_000, reuseExistingServer: false, stdout: "pipe" },
});
