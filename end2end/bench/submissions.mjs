// Submissions per second on one server, beside two bounds on the same disk: how often the disk can be made to keep something (fsync), and a
// route that inserts one row and does nothing else (server/examples/plain_insert.rs).
//
// Each submission is a command of its own with a new id, over 32 connections, as from 32 people: checked by the form's rules, kept with
// record, audit row and receipt. They name many addresses, because the server counts what one address sends.
import { spawn, spawnSync } from "node:child_process";
import { closeSync, copyFileSync, fsyncSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import autocannon from "autocannon";
import { sheets, workbook } from "../lib/workbook.mjs";
import { figure, root } from "./lib.mjs";
import { answers, freePort } from "./peers/ours.mjs";

const CONNECTIONS = 32;
const SECONDS = 8;
const TABLES = `
| survey |
| | type    | name   | label    | required | constraint |
| | text    | who    | お名前   | yes      |            |
| | integer | people | 人数     | yes      | . < 1000   |
| | text    | what   | 内容     | yes      |            |
| settings |
| | form_id | version | form_title |
| | bench   | 1       | 計測の様式 |
`;
const WORDS = "川沿いの清掃と、子どもたちへの読み聞かせを毎月続けています。".repeat(8);

const command = () => {
  const values = { who: "みほん縁側の会", people: "24", what: WORDS };
  const submit = { form_id: "bench", version: "1", answers: { values, rows: {} }, provenance: "web" };
  return JSON.stringify([{ id: crypto.randomUUID(), body: { room: "forms", do: { submit } } }]);
};

/** How often a second a byte more can be made to stay in a file of this folder. */
const fsyncs = (folder) => {
  const file = openSync(join(folder, "fsync"), "w");
  const end = performance.now() + 3_000;
  let count = 0;
  for (; performance.now() < end; count++) {
    writeSync(file, "x");
    fsyncSync(file);
  }
  closeSync(file);
  return count / 3;
};

let asked = 0;
/** Shoots one request a time from each connection; every answer has to be right. */
const shoot = async (url, isRight) => {
  let wrong = 0;
  const setupRequest = (request) => ({
    ...request,
    body: command(),
    headers: { "content-type": "application/json", "x-forwarded-for": `10.1.${(asked >> 8) & 255}.${asked++ & 255}` },
  });
  const options = { url, method: "POST", connections: CONNECTIONS, requests: [{ method: "POST", setupRequest, onResponse: (status, body) => (wrong += isRight(status, body) ? 0 : 1) }] };
  await autocannon({ ...options, duration: 2 });
  wrong = 0;
  const result = await autocannon({ ...options, duration: SECONDS });
  if (wrong > 0 || result.errors > 0) throw new Error(`${url}: ${wrong} answers are wrong, ${result.errors} errors`);
  return { perSecond: result.requests.average, p99: result.latency.p99 };
};

export default async () => {
  const binary = process.env.ENGAWA_BIN ?? join(root, "target/release/engawa");
  // Beside the binaries: a folder for temporary files may lie in memory.
  const data = mkdtempSync(join(process.env.BENCH_FOLDER ?? join(root, "target"), "bench-submissions-"));
  const servers = [];
  const serve = async (program, args, url) => {
    const server = spawn(program, args, { cwd: root, stdio: "ignore", env: { ...process.env, ENGAWA_LOG: "error" } });
    servers.push(server);
    await answers(`${url}/readyz`, server);
    return server;
  };
  try {
    mkdirSync(join(data, "mihon"));
    copyFileSync(join(root, "server/sample/mihon/site.toml"), join(data, "mihon/site.toml"));
    writeFileSync(join(data, "form.xlsx"), workbook(sheets(TABLES)));
    const done = spawnSync(binary, ["import-form", join(data, "form.xlsx"), "--publish", "--data", data], { cwd: root, encoding: "utf8" });
    if (done.status !== 0) throw new Error(`engawa import-form: ${done.error?.message ?? done.stderr}`);
    const limit = fsyncs(data);
    const [port, plainPort] = [await freePort(), await freePort()];
    const [url, plainUrl] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${plainPort}`];
    const plainServer = await serve(join(binary, "../examples/plain_insert"), [join(data, "plain.sqlite"), `127.0.0.1:${plainPort}`], plainUrl);
    const plain = await shoot(plainUrl, (status) => status === 200);
    plainServer.kill();
    await serve(binary, ["serve", "--data", data, "--site", "target/site", "--listen", `127.0.0.1:${port}`, "--trust-proxy", "x-forwarded-for"], url);
    const ours = await shoot(`${url}/api/v1/commands`, (status, body) => status === 200 && JSON.parse(body)[0].status === "done");
    figure("submissions, beside the disk's fsync", ours.perSecond, limit, "per s", "-", true, { higher: true });
    figure("submissions, beside a plain insert (axum, sqlx)", ours.perSecond, plain.perSecond, "per s", "-", true, { higher: true });
    figure("a submission, p99, beside a plain insert", ours.p99, plain.p99, "ms", "-", true);
    console.log(`    ${CONNECTIONS} connections, SQLite; fsync ${Math.round(limit)} per s in the same folder`);
  } finally {
    servers.forEach((server) => server.kill());
    rmSync(data, { recursive: true, force: true });
  }
};
