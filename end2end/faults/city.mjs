// A city for faults: one site without listings, a form that takes files, a server that is killed and started again on the same port.
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answers, freePort } from "../bench/peers/ours.mjs";
import { root } from "../bench/lib.mjs";
import { sheets, workbook } from "../lib/workbook.mjs";
import { pause } from "./dice.mjs";

export const FORM = { form_id: "faults", version: "1" };

const TABLES = `
| survey |
| | type    | name   | label      | required |
| | text    | who    | お名前     | yes      |
| | integer | number | 番号       | yes      |
| | file    | plan   | 計画書     |          |
| settings |
| | form_id         | version         | form_title       |
| | ${FORM.form_id} | ${FORM.version} | とどくための様式 |
`;

/** Makes the city; `database` is the address of a PostgreSQL database, nothing means SQLite. */
export const openCity = async ({ database, dice }) => {
  const binary = process.env.ENGAWA_BIN ?? join(root, "target/debug/engawa");
  const data = mkdtempSync(join(tmpdir(), "engawa-faults-"));
  const site = join(data, "mihon");
  const env = { ...process.env, ENGAWA_LOG: process.env.ENGAWA_LOG ?? "error", ...(database ? { ENGAWA_DATABASE_URL_MIHON: database } : {}) };
  const forget = () => rmSync(data, { recursive: true, force: true });
  try {
    mkdirSync(site);
    copyFileSync(join(root, "server/sample/mihon/site.toml"), join(site, "site.toml"));
    writeFileSync(join(data, "form.xlsx"), workbook(sheets(TABLES)));
    const done = spawnSync(binary, ["import-form", join(data, "form.xlsx"), "--publish", "--data", data], { cwd: root, env, encoding: "utf8" });
    if (done.status !== 0) throw new Error(`engawa import-form: ${done.error?.message ?? done.stderr}`);
  } catch (error) {
    forget();
    throw error;
  }

  const port = await freePort();
  const city = { port, site, database, kills: 0 };
  let server = null;
  let isOver = false;
  let isCalm = false;
  let dying = null;

  const start = async () => {
    const args = ["serve", "--data", data, "--site", "target/site", "--listen", `127.0.0.1:${port}`, "--trust-proxy", "x-forwarded-for"];
    server = spawn(binary, args, { cwd: root, env, stdio: ["ignore", "ignore", "inherit"] });
    await answers(`http://127.0.0.1:${port}/readyz`, server);
  };

  const die = async (after) => {
    await pause(after);
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGKILL");
    await gone;
    city.kills++;
    await pause(dice.below(600));
    if (!isOver) await start();
  };

  /** Kills the server in `after` milliseconds, unless it is dying already, and starts it again. */
  city.kill = (after = 0) => {
    if (isOver || isCalm || dying || !server) return;
    dying = die(after).catch((error) => (city.broken = error)).finally(() => (dying = null));
  };
  /** Kills at random moments until the city is closed. */
  city.killSometimes = async () => {
    while (!isOver) {
      await pause(1_000 + dice.below(4_000));
      city.kill();
    }
  };
  /** No more kills: waits until the server runs. */
  city.calm = async () => {
    isCalm = true;
    while (dying) await dying;
    if (city.broken) throw city.broken;
  };
  city.close = async () => {
    isOver = true;
    while (dying) await dying;
    if (server?.exitCode === null && server.signalCode === null) {
      const gone = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGKILL");
      await gone;
    }
    forget();
  };
  try {
    await start();
  } catch (error) {
    await city.close();
    throw error;
  }
  return city;
};
