// What a first visit loads, compressed.
import { statSync } from "node:fs";
import { join } from "node:path";
import { build, figure, root } from "./lib.mjs";

export default async () => {
  const { wasm, js, boot, css } = build();
  const kb = (...urls) => urls.reduce((sum, url) => sum + statSync(join(root, "target/site", `${url}.br`)).size / 1024, 0);
  figure("wasm, brotli", kb(wasm), null, "KB", "<= 350 KB", kb(wasm) <= 350);
  figure("JavaScript, brotli", kb(js, boot), null, "KB", "<= 20 KB", kb(js, boot) <= 20);
  figure("CSS, brotli", kb(css), null, "KB", "<= 20 KB", kb(css) <= 20);
};
