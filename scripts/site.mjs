// Builds the site folder: everything a browser loads, hashed, small and precompressed.
//
//   node scripts/site.mjs [--dev]      from engawa_browser.wasm and engawa_worker.wasm in target/wasm32-unknown-unknown/<profile>
//
// --dev skips wasm-opt and the slow compression. Work whose inputs did not change is not done again.
import { createHash } from "node:crypto";
import { spawn, spawnSync } from "node:child_process";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync, transformSync } from "esbuild";
import { bundle } from "lightningcss";
import { loader, merge, plan, read, writeHub } from "./parts.mjs";
import { withShortImports, without, withoutEmptyEntries } from "./sections.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dev = process.argv.includes("--dev");
const profile = dev ? "debug" : "wasm-release";
const out = join(root, "target/site");
const work = join(root, "target/site-work");
const bindgen = process.env.WASM_BINDGEN ?? "wasm-bindgen";
const binaryen = join(root, "scripts/node_modules/binaryen/bin");
const splitter = process.env.WASM_SPLIT ?? "wasm-split-cli";

const hash = (...parts) => {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(part).update("\0");
  return sum.digest("hex");
};
const files = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
const run = (program, ...args) => {
  const done = spawnSync(program, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (done.status !== 0) throw new Error(`${program} failed (${done.error?.message ?? done.status})`);
};

const built = (crate) => {
  const file = join(root, `target/wasm32-unknown-unknown/${profile}/${crate.replace("-", "_")}.wasm`);
  if (!existsSync(file)) throw new Error(`${relative(root, file)} is missing: build the crate ${crate} first (make build)`);
  return file;
};
const wasmIn = built("engawa-browser");
const workerIn = built("engawa-worker");
const scripts = ["scripts/site.mjs", "scripts/parts.mjs", "scripts/sections.mjs"].map((name) => join(root, name));
const inputs = [...files(join(root, "public")), ...files(join(root, "style")), wasmIn, workerIn, ...scripts];
const stamp = hash(dev ? "dev" : "release", ...inputs.flatMap((file) => [relative(root, file), readFileSync(file)]));
const stampFile = join(work, "stamp");
if (existsSync(stampFile) && existsSync(join(out, "build.json")) && readFileSync(stampFile, "utf8") === stamp) {
  console.log("site: unchanged");
  process.exit(0);
}

/** Makes a part smaller, in its place. */
const smaller = (part) =>
  new Promise((resolve, reject) => {
    const options = [
      ...["--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext", "--enable-mutable-globals"],
      ...["--enable-reference-types", "--enable-multivalue", "-Oz", "--strip-debug", "--strip-producers", part, "-o", part],
    ];
    const child = spawn(process.execPath, [join(binaryen, "wasm-opt"), ...options], { stdio: ["ignore", "inherit", "inherit"] });
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`wasm-opt failed on ${part} (${code})`))));
  });

// 1. WebAssembly: one file is made into a first one and parts that are loaded when they are needed, then glue, then fewer and smaller.
// Debian's wasm-opt breaks bundles silently, so only the one from npm is used.
mkdirSync(work, { recursive: true });
const bound = join(work, "bound");
const boundWorker = join(work, "bound-worker");
const wasmStamp = hash(dev ? "dev" : "release", readFileSync(wasmIn), readFileSync(workerIn), ...scripts.map((file) => readFileSync(file)));
const wasmStampFile = join(work, "wasm-stamp");
if (!(existsSync(wasmStampFile) && readFileSync(wasmStampFile, "utf8") === wasmStamp)) {
  rmSync(bound, { recursive: true, force: true });
  mkdirSync(bound, { recursive: true });
  run(splitter, wasmIn, bound, "--target", "web", "--out-name", "engawa");
  const first = join(bound, "engawa.wasm");
  run(bindgen, "--target", "web", "--no-typescript", "--keep-lld-exports", "--no-demangle", "--out-name", "engawa", "--out-dir", bound, first);
  rmSync(first);
  const main = "engawa_bg.wasm";
  const lazy = read(readFileSync(join(bound, "__wasm_split.js"), "utf8"));
  const groups = plan(bound, main, lazy);
  writeHub(binaryen, bound, lazy);
  merge(binaryen, bound, main, groups.first, main);
  const parts = groups.others.map(({ files: together, users }, at) => {
    const name = `part_${at}.wasm`;
    merge(binaryen, bound, "hub.wasm", together, name);
    return { name, users };
  });
  for (const file of ["hub.wasm", ...lazy.flatMap(({ needs }) => needs)]) rmSync(join(bound, file), { force: true });
  writeFileSync(join(bound, "parts.json"), JSON.stringify({ lazy, parts }));
  // The service worker's part: a script of the older kind, because not every browser takes modules there.
  rmSync(boundWorker, { recursive: true, force: true });
  mkdirSync(boundWorker, { recursive: true });
  const bare = join(boundWorker, "bare.wasm");
  // What the linker left for the splitter would stay in the file otherwise.
  writeFileSync(bare, without(/^(reloc\..*|linking)$/, readFileSync(workerIn)));
  run(bindgen, "--target", "no-modules", "--no-typescript", "--out-name", "worker", "--out-dir", boundWorker, bare);
  rmSync(bare);
  const modules = [...files(bound), ...files(boundWorker)].filter((file) => file.endsWith(".wasm"));
  if (!dev) {
    console.log("site: making the WebAssembly smaller (about a minute)");
    // The largest first, as many at once as there are processors.
    const waiting = [...modules].sort((a, b) => statSync(a).size - statSync(b).size);
    const turn = async () => {
      for (let part = waiting.pop(); part; part = waiting.pop()) await smaller(part);
    };
    await Promise.all(Array.from({ length: availableParallelism() }, turn));
  }
  // Long names and empty entries cost as much when compressed as 5 KB of code.
  for (const [folder, glue, file, module] of [
    [bound, "engawa.js", main, "./engawa_bg.js"],
    [boundWorker, "worker.js", "worker_bg.wasm", "./worker_bg.js"],
  ]) {
    const small = withShortImports(withoutEmptyEntries(readFileSync(join(folder, file))), module, readFileSync(join(folder, glue), "utf8"));
    writeFileSync(join(folder, file), small.bytes);
    writeFileSync(join(folder, glue), small.glue);
  }
  const compiled = await Promise.all(modules.map(async (module) => WebAssembly.compile(readFileSync(module))));
  const exported = new Set(compiled.flatMap((module) => WebAssembly.Module.exports(module).map((it) => it.name)));
  for (const name of ["start", "outbox_send", "send"]) {
    if (!exported.has(name)) throw new Error(`the bundle does not export ${name}`);
  }
  writeFileSync(wasmStampFile, wasmStamp);
}

// 2. Everything into place. Names in /pkg carry a hash of their content.
rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "pkg"), { recursive: true });
cpSync(join(root, "public"), out, { recursive: true });
const put = (name, content) => {
  const bytes = Buffer.from(content);
  const url = `/pkg/${name.replace("*", hash(bytes).slice(0, 12))}`;
  writeFileSync(join(out, url), bytes);
  return url;
};
const small = (text) => (dev ? text : transformSync(text, { minify: true, format: "esm", target: "es2022" }).code);
const css = put("engawa.*.css", bundle({ filename: join(root, "style/main.css"), minify: true }).code);
const wasm = put("engawa.*.wasm", readFileSync(join(bound, "engawa_bg.wasm")));
// The parts are found by their addresses in the loader, which becomes one module with the glue.
const { lazy, parts } = JSON.parse(readFileSync(join(bound, "parts.json"), "utf8"));
const addresses = parts.map(({ name }) => put("part.*.wasm", readFileSync(join(bound, name))));
// Which files each lazy function of the app needs, so that boot.js can fetch them beside the first one.
const needs = Object.fromEntries(lazy.map(({ name }) => [name, addresses.filter((_, at) => parts[at].users.includes(name))]));
const joined = join(work, "joined");
rmSync(joined, { recursive: true, force: true });
mkdirSync(joined);
cpSync(join(bound, "engawa.js"), join(joined, "engawa.js"));
writeFileSync(join(joined, "__wasm_split.js"), loader(lazy, parts, addresses));
if (existsSync(join(bound, "snippets"))) cpSync(join(bound, "snippets"), join(joined, "snippets"), { recursive: true });
const glue = buildSync({ entryPoints: [join(joined, "engawa.js")], bundle: true, write: false, format: "esm", target: "es2022", minify: !dev, logLevel: "error" });
const js = put("engawa.*.js", glue.outputFiles[0].text);
const bootText = readFileSync(join(root, "public/boot.js"), "utf8").replaceAll("__JS__", js).replaceAll("__WASM__", wasm).replaceAll("__NEEDS__", JSON.stringify(needs));
const boot = put("boot.*.js", small(bootText));
rmSync(join(out, "boot.js"));
const script = (text) => (dev ? text : transformSync(text, { minify: true, target: "es2022" }).code);
const workerJs = put("worker.*.js", script(readFileSync(join(boundWorker, "worker.js"), "utf8")));
const workerWasm = put("worker.*.wasm", readFileSync(join(boundWorker, "worker_bg.wasm")));

const icons = files(join(out, "icons")).map((file) => `/${relative(out, file)}`).filter((url) => /\.(png|svg)$/.test(url));
const precache = [css, js, wasm, boot, workerJs, workerWasm, ...addresses, ...icons, "/manifest.webmanifest"];
const swText = readFileSync(join(root, "public/sw.js"), "utf8");
const build = hash(swText, ...precache, ...icons.map((url) => readFileSync(join(out, url)))).slice(0, 12);
const sw = swText
  .replaceAll("__BUILD__", build)
  .replaceAll("__PRECACHE__", JSON.stringify(precache))
  .replaceAll("__WORKER_JS__", workerJs)
  .replaceAll("__WORKER_WASM__", workerWasm);
writeFileSync(join(out, "sw.js"), script(sw));
// The emergency brake, ready to be put in its place: docs/kiosk.md.
const brake = sw.replace("const KILL = false;", "const KILL = true;");
if (brake === sw) throw new Error("public/sw.js has no kill switch");
writeFileSync(join(out, "sw.kill.js"), script(brake));
writeFileSync(join(out, "build.json"), JSON.stringify({ build, css, boot, js, wasm, workerJs, workerWasm, needs, precache }, null, 1));

// 3. Compressed once, here.
for (const file of files(out)) {
  if (![".js", ".css", ".wasm", ".svg", ".json"].includes(extname(file)) || statSync(file).size < 300) continue;
  const bytes = readFileSync(file);
  const quality = dev ? 4 : 11;
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}
const size = (url) => statSync(existsSync(join(out, `${url}.br`)) ? join(out, `${url}.br`) : join(out, url)).size;
const kb = (...urls) => `${(urls.reduce((sum, url) => sum + size(url), 0) / 1024).toFixed(1)} KB`;
writeFileSync(stampFile, stamp);
const all = [wasm, ...addresses];
for (const [name, urls] of Object.entries(needs)) console.log(`site: ${name} needs ${kb(wasm, ...urls)} of wasm in ${urls.length + 1} files`);
console.log(`site: build ${build}, brotli: all ${all.length} wasm files ${kb(...all)}, js ${kb(js)}, css ${kb(css)}, worker ${kb(workerJs, workerWasm)}`);
