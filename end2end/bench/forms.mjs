// Filling in: a form of 300 questions with a table of 100 rows, beside ODK's own engine for browsers (@getodk/xforms-engine), in the same
// Chromium. Both get the same form (peers/long_form.mjs) and the same keys, and afterwards every value of one is compared with the other's.
//
// - Load is from what a device holds until everything is computed: for us the definition as the server gives it out, for the peer the XForm.
// - A key is what its text does: the answer is taken and all that depends on it is computed again. Nobody draws anything.
// - Kind to the peer: it is not asked what is wrong with the answers; ours says that at each key.
// - The page is isolated, so that the clock has steps of 5 µs.
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { workbook } from "../lib/workbook.mjs";
import { MODULE, MODULE_JS, figure, files, launch, root } from "./lib.mjs";
import { SETTINGS, questions, sheets, typing, xform } from "./peers/long_form.mjs";
import { answers, freePort } from "./peers/ours.mjs";

const ROWS = 100;
const ROUNDS = 3;

/** The definition that our server makes of the workbook and gives to devices. */
const definition = async () => {
  const binary = process.env.ENGAWA_BIN ?? join(root, "target/release/engawa");
  const data = mkdtempSync(join(tmpdir(), "engawa-long-form-"));
  let server;
  try {
    mkdirSync(join(data, "mihon"));
    copyFileSync(join(root, "server/sample/mihon/site.toml"), join(data, "mihon/site.toml"));
    writeFileSync(join(data, "form.xlsx"), workbook(sheets()));
    const done = spawnSync(binary, ["import-form", join(data, "form.xlsx"), "--publish", "--data", data], { cwd: root, encoding: "utf8" });
    if (done.status !== 0) throw new Error(`engawa import-form: ${done.error?.message ?? done.stderr}`);
    const port = await freePort();
    server = spawn(binary, ["serve", "--data", data, "--site", "target/site", "--listen", `127.0.0.1:${port}`], { cwd: root, stdio: "ignore" });
    await answers(`http://127.0.0.1:${port}/readyz`, server);
    return await (await fetch(`http://localhost:${port}/api/v1/forms/${SETTINGS.form_id}/versions/${SETTINGS.version}`)).text();
  } finally {
    server?.kill();
    rmSync(data, { recursive: true, force: true });
  }
};

/** In the page: one engine does all of it. `start` is the source of what makes `{load, rows, find, answer, values}`. */
const measure = (page, start, argument) =>
  page.evaluate(
    `(async () => {
      const { rows, rounds, typed } = ${JSON.stringify({ rows: ROWS, rounds: ROUNDS, typed: typing(ROWS) })};
      const engine = await (${start})(${JSON.stringify(argument)});
      const loads = [], keys = [], inTable = [];
      let adding;
      for (let round = 0; round < rounds; round++) {
        let at = performance.now();
        await engine.load();
        loads.push(performance.now() - at);
        at = performance.now();
        await engine.rows(rows - 1);
        adding = performance.now() - at;
        for (const [path, texts] of typed) {
          const place = engine.find(path);
          for (const text of texts) {
            at = performance.now();
            engine.answer(place, text);
            const took = performance.now() - at;
            keys.push(took);
            if (/unit$|qty$/.test(path)) inTable.push(took);
          }
        }
      }
      const share = (all, part) => all.sort((a, b) => a - b)[Math.floor((all.length - 1) * part)];
      return { load: Math.min(...loads), adding, p50: share(keys, 0.5), p95: share(keys, 0.95), most: share(keys, 1), table: share(inTable, 0.95), values: engine.values() };
    })()`,
  );

const OURS = `async ({ js, definition }) => {
  const app = await import(js);
  await app.default();
  const sure = (value, what) => { if (!value) throw new Error("ours: " + what); return value; };
  return {
    load: () => sure(app.bench_form_load(definition), "the definition cannot be read"),
    rows: (count) => sure(app.bench_form_rows("cost", count), "no rows"),
    find: (path) => sure(app.bench_form_find(path), path),
    answer: (place, text) => app.bench_form_answer(place, text),
    values: () => JSON.parse(app.bench_form_values()),
  };
}`;

const PEER = `async ({ module, xform }) => {
  const { createInstance } = await import(module);
  let root;
  const nameOf = (node) => node.definition.nodeset.split("/").pop();
  const below = (node) => node.currentState.children ?? [];
  const step = (node, text) => {
    const [, name, row] = /^(\\w+)(?:\\[(\\d+)\\])?$/.exec(text);
    const found = below(node).find((child) => nameOf(child) === name);
    return row ? below(found)[row - 1] : found;
  };
  const find = (path) => path.split("/").reduce(step, root);
  const collect = (node, path, into) => {
    const isRange = node.nodeType.startsWith("repeat-range");
    below(node).forEach((child, at) => {
      const here = isRange ? path + "[" + (at + 1) + "]" : (path && path + "/") + nameOf(child);
      if (child.currentState.children) collect(child, here, into);
      else into[here] = child.currentState.instanceValue;
    });
    return into;
  };
  return {
    load: async () => { root = (await createInstance(xform)).root; },
    rows: (count) => find("cost").addInstances(0, count),
    find,
    answer: (node, text) => (node.nodeType === "select" ? node.selectValue(text) : node.setValue(text)),
    values: () => collect(root, "", {}),
  };
}`;

/** Fails where the two do not hold the same; how many values were compared. */
const compare = (ours, peer) => {
  const said = (values) => Object.fromEntries(Object.entries(values).filter(([path, value]) => value !== "" && !path.startsWith("meta/")));
  const [a, b] = [said(ours), said(peer)];
  const paths = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const other = paths.filter((path) => a[path] !== b[path]);
  if (other.length > 0) throw new Error(`${other.length} values differ, such as ${other[0]}: ours ${a[other[0]]}, peer ${b[other[0]]}`);
  return paths.length;
};

export default async () => {
  const made = await definition();
  const folders = [MODULE, ["/node_modules/", join(root, "end2end/node_modules/")]];
  const server = await files(folders, { isolated: true });
  const browser = await launch();
  try {
    const run = async (start, argument) => {
      const page = await browser.newPage();
      await page.goto(server.url);
      const result = await measure(page, start, argument);
      await page.close();
      return result;
    };
    const ours = await run(OURS, { js: MODULE_JS, definition: made });
    const peer = await run(PEER, { module: "/node_modules/@getodk/xforms-engine/dist/index.js", xform: xform() });
    const compared = compare(ours.values, peer.values);
    const about = `form of ${questions} questions, ${ROWS} rows`;
    figure(`${about}: key, p95, beside xforms-engine`, ours.p95, peer.p95, "ms", "< 8 ms and 5x below", ours.p95 < 8 && ours.p95 * 5 <= peer.p95);
    figure(`${about}: key in the table, p95, beside xforms-engine`, ours.table, peer.table, "ms", "< 8 ms and 5x below", ours.table < 8 && ours.table * 5 <= peer.table);
    figure(`${about}: key, p50, beside xforms-engine`, ours.p50, peer.p50, "ms", "-", true);
    figure(`${about}: longest key, beside xforms-engine`, ours.most, peer.most, "ms", "-", true);
    figure(`${about}: load, beside xforms-engine`, ours.load, peer.load, "ms", "-", true);
    figure(`${about}: adding ${ROWS - 1} rows, beside xforms-engine`, ours.adding, peer.adding, "ms", "-", true);
    console.log(`    ${compared} values are the same in both`);
  } finally {
    await browser.close();
    server.close();
  }
};
