// A kiosk's browser with a profile on disk: started, killed as by a power cut, and searched byte by byte for what was typed at it.
import { chromium } from "@playwright/test";
import { spawn } from "node:child_process";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, inflateSync, brotliDecompressSync } from "node:zlib";
import { pause } from "../faults/dice.mjs";

/** As `engawa kiosk-image` starts it, as far as a test on any machine can: policies lie in /etc, which belongs to nobody's test. */
const FLAGS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"],
  ...["--disable-sync", "--disable-breakpad", "--disable-crash-reporter", "--disable-features=Translate,AutofillServerCommunication", "--password-store=basic"],
];

/** Starts the browser on a profile. */
export const open = async (profile, { offline = false, width = 1024, height = 768 } = {}) => {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS,
    // Playwright's own default would keep the browser from writing some of its files.
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
    offline,
    locale: "ja-JP",
    timezoneId: "Asia/Tokyo",
    viewport: { width, height },
  });
  return { context, page: context.pages()[0] ?? (await context.newPage()) };
};

/**
 * Starts the browser on a profile with nobody attached to it, as it runs on a tablet. Pages can say what they take. Gives how it is ended.
 */
export const alone = (profile, url) => {
  const extra = ["--headless=new", "--lang=ja", "--window-size=1024,768", "--enable-precise-memory-info", "--js-flags=--expose-gc"];
  const env = { ...process.env, TZ: "Asia/Tokyo" };
  const child = spawn(process.env.CHROMIUM ?? "/usr/bin/chromium", [...FLAGS, ...extra, `--user-data-dir=${profile}`, url], { stdio: "ignore", env });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  return () => {
    child.kill();
    return ended;
  };
};

/** The processes that hold a profile open. */
const processesOf = (profile) =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(`--user-data-dir=${profile}`);
      } catch {
        return false;
      }
    });

/** Kills the browser as a power cut does: every process at once, nothing is put in order. */
export const kill = async (profile, context) => {
  for (const pid of processesOf(profile)) {
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch {
      // It was gone already.
    }
  }
  await context.close().catch(() => {});
  for (let n = 0; n < 100 && processesOf(profile).length > 0; n++) await pause(50);
};

/** Ways in which a browser may write a text, or bytes. */
const writings = (text) => {
  const isText = typeof text === "string";
  const plain = isText ? Buffer.from(text, "utf8") : text;
  const found = [
    [isText ? "utf-8" : "bytes", plain],
    ["hex", Buffer.from(plain.toString("hex"))],
    ["reversed", Buffer.from(plain).reverse()],
  ];
  const utf16 = isText ? Buffer.from(text, "utf16le") : undefined;
  if (utf16) {
    const ascii = JSON.stringify(text).slice(1, -1).replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
    found.push(["utf-16", utf16], ["utf-16be", Buffer.from(utf16).swap16()], ["percent", Buffer.from(encodeURIComponent(text))], ["json", Buffer.from(ascii)]);
  }
  // Base 64 of a part of something longer: one of three ways to stand in it. The first and last characters depend on the neighbours.
  for (const bytes of utf16 ? [plain, utf16] : [plain]) {
    for (const before of [0, 1, 2]) {
      const code = Buffer.concat([Buffer.alloc(before), bytes, Buffer.alloc(3)]).toString("base64").replace(/=+$/, "");
      const inner = code.slice(before === 0 ? 0 : before + 2, -6);
      if (inner.length >= 12) found.push(["base64", Buffer.from(inner)], ["base64url", Buffer.from(inner.replace(/\+/g, "-").replace(/\//g, "_"))]);
    }
  }
  return found;
};

const filesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

/** What a file holds: its bytes, and what they are when they are unpacked. */
const contents = (path) => {
  const bytes = readFileSync(path);
  const all = [bytes];
  for (const unpack of [gunzipSync, inflateSync, brotliDecompressSync]) {
    try {
      const inside = unpack(bytes, { maxOutputLength: 64_000_000 });
      if (inside.length > 0) all.push(inside);
    } catch {
      // It is not packed in this way.
    }
  }
  return all;
};

/** LevelDB compresses its blocks with snappy: a text may then stand in pieces. This unpacks the raw blocks that it can find. */
export const snappy = (bytes) => {
  let at = 0;
  let length = 0;
  for (let shift = 0; at < 5; shift += 7) {
    const byte = bytes[at++];
    if (byte === undefined) return null;
    length |= (byte & 127) << shift;
    if ((byte & 128) === 0) break;
  }
  if (length <= 0 || length > 8_000_000) return null;
  const out = Buffer.alloc(length);
  let to = 0;
  while (at < bytes.length && to < length) {
    const tag = bytes[at++];
    if ((tag & 3) === 0) {
      let run = tag >> 2;
      if (run >= 60) {
        const more = run - 59;
        run = bytes.readUIntLE(at, more);
        at += more;
      }
      run += 1;
      if (at + run > bytes.length || to + run > length) return null;
      bytes.copy(out, to, at, at + run);
      at += run;
      to += run;
    } else {
      let [run, back] = [0, 0];
      if ((tag & 3) === 1) [run, back] = [((tag >> 2) & 7) + 4, ((tag >> 5) << 8) | bytes[at++]];
      else if ((tag & 3) === 2) ([run, back] = [(tag >> 2) + 1, bytes.readUInt16LE(at)]), (at += 2);
      else ([run, back] = [(tag >> 2) + 1, bytes.readUInt32LE(at)]), (at += 4);
      if (back === 0 || back > to || to + run > length) return null;
      for (let n = 0; n < run; n++, to++) out[to] = out[to - back];
    }
  }
  return to === length ? out : null;
};

/** The blocks of a LevelDB table, unpacked: its index is at the end (table format of LevelDB, doc/table_format.md). */
const tableBlocks = (bytes) => {
  const blocks = [];
  const number = (from) => {
    let [value, at, factor] = [0, from, 1];
    for (;;) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * factor;
      if (byte < 128) return [value, at];
      factor *= 128;
    }
  };
  const block = (offset, size) => {
    const raw = bytes.subarray(offset, offset + size);
    return bytes[offset + size] === 1 ? snappy(raw) : raw;
  };
  try {
    const footer = bytes.length - 48;
    let at = footer;
    let [offset, size] = [0, 0];
    [, at] = number(at);
    [, at] = number(at);
    [offset, at] = number(at);
    [size, at] = number(at);
    const index = block(offset, size);
    if (!index) return blocks;
    const restarts = index.readUInt32LE(index.length - 4);
    const end = index.length - 4 - 4 * restarts;
    const inIndex = (from) => {
      let [value, here, factor] = [0, from, 1];
      for (;;) {
        const byte = index[here++] ?? 0;
        value += (byte & 127) * factor;
        if (byte < 128) return [value, here];
        factor *= 128;
      }
    };
    for (let here = 0; here < end; ) {
      let [own, value] = [0, 0];
      [, here] = inIndex(here);
      [own, here] = inIndex(here);
      [value, here] = inIndex(here);
      const [from, after] = inIndex(here + own);
      const [length] = inIndex(after);
      const found = block(from, length);
      if (found) blocks.push(found);
      here += own + value;
    }
  } catch {
    // A table that is broken or half written: its raw bytes were searched.
  }
  return blocks;
};

/** Where a beginning of four bytes stands in the sieve. */
const slot = (start) => Math.imul(start, 0x9e3779b1) >>> 12;

/**
 * What is searched for, by its first four bytes: however many texts there are, everything is gone through once. The sieve lets through what
 * may be such a beginning.
 */
const needlesOf = (texts) => {
  const byStart = new Map();
  const sieve = new Uint8Array(1 << 20);
  for (const text of texts) {
    const name = typeof text === "string" ? text : text.toString("hex");
    for (const [how, bytes] of writings(text)) {
      if (bytes.length < 4) throw new Error(`${name} is too short to be searched for`);
      const start = bytes.readUInt32BE(0);
      byStart.set(start, [...(byStart.get(start) ?? []), { name, how, bytes }]);
      sieve[slot(start)] = 1;
    }
  }
  return { byStart, sieve };
};

/** What of it stands in these bytes. */
const standing = (bytes, { byStart, sieve }) => {
  const found = new Set();
  let start = 0;
  for (let at = 0; at < bytes.length; at++) {
    start = (start << 8) | bytes[at];
    if (sieve[slot(start)] === 0 || at < 3) continue;
    for (const needle of byStart.get(start >>> 0) ?? []) {
      if (bytes.subarray(at - 3, at - 3 + needle.bytes.length).equals(needle.bytes)) found.add(needle);
    }
  }
  return found;
};

/** Everywhere in a profile where one of the texts, or of the bytes, stands, also in the name of a file: `file: how`. */
export const search = (profile, texts) => {
  const needles = needlesOf(texts);
  const leaks = new Set();
  let searched = 0;
  for (const path of filesBelow(profile)) {
    const place = path.slice(profile.length + 1);
    for (const { name } of standing(Buffer.from(place), needles)) leaks.add(`${place}: the name of the file has ${name}`);
    let all;
    try {
      if (statSync(path).size > 256_000_000) continue;
      all = contents(path);
      if (/\.(ldb|sst)$/.test(path)) all.push(...tableBlocks(all[0]));
    } catch {
      continue;
    }
    for (const bytes of all) {
      searched += bytes.length;
      for (const { name, how } of standing(bytes, needles)) leaks.add(`${place}: ${how} of ${name}`);
    }
  }
  return { leaks: [...leaks], searched };
};

/** What a process is to the browser: `browser`, `renderer`, `gpu-process`, `utility network`. */
const kindOf = (pid) => {
  const [, type = "browser"] = /--type=([\w-]+)/.exec(readFileSync(`/proc/${pid}/cmdline`, "utf8")) ?? [];
  if (type !== "utility") return type;
  return `utility ${/--utility-sub-type=(\w+)/.exec(readFileSync(`/proc/${pid}/cmdline`, "utf8"))?.[1] ?? ""}`;
};

/** The memory of a profile's browser, in bytes: what its processes have for themselves, by what they are. */
export const memoryOf = (profile) => {
  const family = new Set(processesOf(profile));
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  // Renderers name their parent, not the profile.
  for (let grew = true; grew; ) {
    grew = false;
    for (const pid of all) {
      try {
        const parent = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1];
        if (parent && family.has(parent) && !family.has(pid)) (family.add(pid), (grew = true));
      } catch {
        // It ended meanwhile.
      }
    }
  }
  const kinds = {};
  for (const pid of family) {
    try {
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
      const kind = kindOf(pid);
      // Pages of files are shared with whatever else runs on this machine, so they are nothing that a session takes.
      const bytes = ["Pss_Anon", "Pss_Shmem"].reduce((sum, name) => sum + Number(new RegExp(`^${name}:\\s*(\\d+)`, "m").exec(rollup)?.[1] ?? 0) * 1024, 0);
      kinds[kind] = (kinds[kind] ?? 0) + bytes;
    } catch {
      // It ended meanwhile.
    }
  }
  return kinds;
};
