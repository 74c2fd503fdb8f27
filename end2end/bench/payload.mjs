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
  // A part of its own, with what runs forms: only who fills in, writes or works in the field waits for it. It has no budget yet.
  figure("wasm that a first visit to forms, writing and the field needs, brotli", kb(wasm, ...needs.papers), null, "KB", "none yet: a part of its own", true);
  const all = precache.filter((url) => url.endsWith(".wasm"));
  figure("all wasm, fetched afterwards for use offline, brotli", kb(...all), null, "KB", "-", true);
  figure("JavaScript, brotli", kb(js, boot), null, "KB", "<= 20 KB", kb(js, boot) <= 20);
  figure("CSS, brotli", kb(css), null, "KB", "<= 20 KB", kb(css) <= 20);
};
