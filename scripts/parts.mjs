// Fewer and larger parts: which of the files that the splitter made are fetched as one.
//
// The splitter makes a file for every set of lazy functions that share code: with nine of them up to 511 files, most smaller than the request
// that fetches them, and each compressed alone. Files whose users are nearly the same are joined, as long as what is saved in requests is more
// than what somebody fetches in vain. The first file is one of them: everybody uses it.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { without } from "./sections.mjs";

/** Bytes that fit into the time a file costs by itself: its headers, its own start, and what a compressor learns anew. */
const FILE = 2_500;
/** Where a first visit begins: who only reads waits longer for what is fetched in vain than somebody who stays and writes. */
const READING = ["first", "cards", "whole", "sheets"];
const WEIGHT_OF_READING = 4;

const setOf = (names, all) => names.reduce((set, name) => set | (1 << all.indexOf(name)), 0);
const count = (set) => {
  let bits = 0;
  for (let rest = set; rest; rest &= rest - 1) bits += 1;
  return bits;
};

/** Joins the two whose joining saves most, until none saves anything. */
const joined = (files, names) => {
  const reading = setOf(READING, names);
  const weight = (set) => count(set) + (WEIGHT_OF_READING - 1) * count(set & reading);
  const groups = files.map((file) => ({ ...file }));
  for (;;) {
    let [best, pair] = [0, undefined];
    for (let a = 0; a < groups.length; a++) {
      for (let b = a + 1; b < groups.length; b++) {
        const [x, y] = [groups[a], groups[b]];
        const saved = count(x.users & y.users) * FILE - weight(y.users & ~x.users) * x.bytes - weight(x.users & ~y.users) * y.bytes;
        if (saved > best) [best, pair] = [saved, [a, b]];
      }
    }
    if (!pair) return groups;
    const [y] = groups.splice(pair[1], 1);
    const x = groups[pair[0]];
    groups[pair[0]] = { users: x.users | y.users, bytes: x.bytes + y.bytes, files: [...x.files, ...y.files], isFirst: x.isFirst || y.isFirst };
  }
};

/**
 * What the splitter's loader says: the lazy functions, and the files that each of them needs.
 * Throws if it is written in another way than the version that is installed writes it.
 */
export const read = (loader) => {
  const file = (body) => body.match(/"\.\/([^"]+\.wasm)"/)?.[1];
  const chunks = new Map([...loader.matchAll(/const (__chunk_\d+) = makeLoad\(([^]*?), \[\]\);/g)].map(([, name, body]) => [name, file(body)]));
  const functions = [...loader.matchAll(/export const (__wasm_split_load_(\w+?)_\d+) = wrapAsyncCb\(makeLoad\(([^]*?), \[([^\]]*)\]\)\);/g)];
  const lazy = functions.map(([, symbol, name, body, shared]) => {
    const own = file(body);
    const names = shared.split(",").map((it) => it.trim()).filter(Boolean);
    return { symbol, name, needs: [...(own ? [own] : []), ...names.map((it) => chunks.get(it))] };
  });
  if (lazy.length === 0 || lazy.some(({ needs }) => needs.some((it) => !it))) throw new Error("the loader of the splitter is written in a way that scripts/parts.mjs does not know");
  return lazy;
};

/** Groups of files to be joined: `first` holds what is joined with the first file, each of the others becomes a part with its users. */
export const plan = (folder, first, lazy) => {
  const names = lazy.map(({ name }) => name);
  const usersOf = new Map();
  for (const { name, needs } of lazy) for (const file of needs) usersOf.set(file, [...(usersOf.get(file) ?? []), name]);
  const bytes = (file) => brotliCompressSync(without(/./, readFileSync(join(folder, file))), { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }).length;
  const files = [...usersOf].sort().map(([file, users]) => ({ users: setOf(users, names), bytes: bytes(file), files: [file], isFirst: false }));
  const groups = joined([{ users: setOf(names, names), bytes: bytes(first), files: [], isFirst: true }, ...files], names);
  const others = groups.filter(({ isFirst }) => !isFirst);
  return {
    first: groups.find(({ isFirst }) => isFirst).files,
    others: others.map(({ users, files }) => ({ files, users: names.filter((name) => users & setOf([name], names)) })),
  };
};

const FEATURES = ["--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext", "--enable-mutable-globals", "--enable-reference-types", "--enable-multivalue"];

/** Runs a program of binaryen and gives what it says. */
const binaryen = (programs, name, ...args) => {
  const done = spawnSync(process.execPath, [join(programs, name), ...args], { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8", maxBuffer: 1 << 30 });
  if (done.status !== 0) throw new Error(`${name} failed: ${done.stderr.slice(-2_000)}`);
  return done.stdout;
};

/**
 * A module that has memory, table and stack of the first file and passes them on, written as `hub.wasm`: merged with others it makes one import
 * of what each of them imports.
 */
export const writeHub = (programs, folder, lazy) => {
  const text = binaryen(programs, "wasm-dis", join(folder, lazy[0].needs[0]));
  const imports = [...text.matchAll(/^ \(import "__wasm_split" "(\w+)" \((memory|table|global) \S+ (.*)\)\)$/gm)];
  const lines = imports.map(([, name, kind, type]) => `(import "first" "${name}" (${kind} $${name} ${type})) (export "${name}" (${kind} $${name}))`);
  writeFileSync(join(folder, "hub.wat"), `(module ${lines.join("\n")})`);
  binaryen(programs, "wasm-as", join(folder, "hub.wat"), ...FEATURES, "-o", join(folder, "hub.wasm"));
  rmSync(join(folder, "hub.wat"));
};

/** Writes several modules as one. What they ask of the first file is found in `base`: that file itself, or the hub. */
export const merge = (programs, folder, base, files, out) => {
  const named = [base, "__wasm_split", ...files.flatMap((file) => [file, file])].map((it, at) => (at % 2 ? it : join(folder, it)));
  binaryen(programs, "wasm-merge", ...FEATURES, ...named, "-o", join(folder, out));
};

/** The loader, written anew: each lazy function fetches the parts that it needs, each part once. `addresses`: where each part lies. */
export const loader = (lazy, parts, addresses) => {
  const of = ({ name }) => parts.flatMap(({ users }, at) => (users.includes(name) ? [`p${at}`] : []));
  return `import { initSync } from "./engawa.js";
let shared;
const imports = () => {
  if (!shared) {
    const { __indirect_function_table, __wasm_split_shared0, memory } = initSync(undefined, undefined);
    shared = { first: { __indirect_function_table, __wasm_split_shared0, memory } };
  }
  return shared;
};
// A part is fetched once; one that did not come may be asked for again.
const part = (address) => {
  let loading;
  return () => (loading ??= WebAssembly.instantiateStreaming(fetch(address), imports()).catch((error) => {
    loading = undefined;
    throw error;
  }));
};
const lazy = (...parts) => async (callback, data) => {
  let isDone = true;
  try {
    await Promise.all(parts.map((load) => load()));
  } catch (error) {
    console.error(error);
    isDone = false;
  }
  imports().first.__indirect_function_table.get(callback)(data, isDone);
};
${parts.map((_, at) => `const p${at} = part(${JSON.stringify(addresses[at])});`).join("\n")}
${lazy.map((it) => `export const ${it.symbol} = lazy(${of(it).join(", ")});`).join("\n")}
`;
};
