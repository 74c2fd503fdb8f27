// Makes the module that the benchmarks call from JavaScript: glued and made small as the product's files are, in target/bench-module.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, "target/bench-module");
const run = (program, ...args) => {
  const done = spawnSync(program, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (done.status !== 0) throw new Error(`${program} failed (${done.error?.message ?? done.status})`);
};
rmSync(out, { recursive: true, force: true });
run(
  process.env.WASM_BINDGEN ?? "wasm-bindgen",
  ...["--target", "web", "--no-typescript", "--out-name", "bench", "--out-dir", out],
  join(root, "target/wasm32-unknown-unknown/wasm-release/engawa_bench.wasm"),
);
const wasm = join(out, "bench_bg.wasm");
run(
  process.execPath,
  join(root, "scripts/node_modules/binaryen/bin/wasm-opt"),
  ...["--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext", "--enable-mutable-globals"],
  ...["--enable-reference-types", "--enable-multivalue", "-Oz", "--strip-debug", "--strip-producers", wasm, "-o", wasm],
);
