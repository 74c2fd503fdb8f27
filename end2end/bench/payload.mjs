// What a first visit loads, compressed.
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { build, figure, root } from "./lib.mjs";

export default async () => {
  const { wasm, js, boot, css, needs, precache } = build();
  const kb = (...urls) => urls.reduce((sum, url) => sum + statSync(join(root, "target/site", existsSync(join(root, "target/site", `${url}.br`)) ? `${url}.br` : url)).size / 1024, 0);
  const pages = { first: "home", cards: "list", whole: "listing", sheets: "calendar and map", prose: "about" };
  for (const [part, page] of Object.entries(pages)) {
    const weight = kb(wasm, ...needs[part]);
    figure(`wasm that a first visit to ${page} needs, brotli`, weight, null, "KB", "<= 350 KB", weight <= 350);
  }
  const all = precache.filter((url) => url.endsWith(".wasm"));
  figure("all wasm, fetched afterwards for use offline, brotli", kb(...all), null, "KB", "-", true);
  figure("JavaScript, brotli", kb(js, boot), null, "KB", "<= 20 KB", kb(js, boot) <= 20);
  figure("CSS, brotli", kb(css), null, "KB", "<= 20 KB", kb(css) <= 20);
};
