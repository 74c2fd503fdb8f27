// What really is in the store: asked of the database and of the folder of files themselves, not of the server under test.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const run = (program, args) => {
  const done = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(`${program}: ${done.error?.message ?? done.stderr}`);
  return done.stdout;
};

/** PostgreSQL's client: on the path, else beside the server that `scripts/postgres.sh` starts. */
const psql = () => {
  const beside = existsSync("/usr/lib/postgresql") ? readdirSync("/usr/lib/postgresql").map((version) => `/usr/lib/postgresql/${version}/bin/psql`) : [];
  return beside.filter((path) => existsSync(path)).sort().pop() ?? "psql";
};

/** The rows of a query. */
const ask = ({ site, database }, sql) => {
  if (!database) return JSON.parse(run("sqlite3", ["-readonly", "-json", join(site, "engawa.sqlite"), sql]).trim() || "[]");
  return JSON.parse(run(psql(), [database, "-X", "-A", "-t", "-c", `SELECT COALESCE(json_agg(found), '[]') FROM (${sql}) AS found`]));
};

/** Every submission with its receipt number and its file, as stored. */
export const submissions = (city, form) =>
  ask(
    city,
    `SELECT s.id AS id, s.receipt_no AS receipt_no, s.answers AS answers, a.sha256 AS sha256, a.bytes AS bytes, a.name AS name
     FROM form_submission s LEFT JOIN form_attachment a ON a.submission_id = s.id WHERE s.form_id = '${form}' ORDER BY s.id`,
  );

/** How often the city took in a submission, as its history tells. */
export const takenIn = (city) => ask(city, "SELECT COUNT(*) AS times FROM form_event WHERE to_state = 'received'")[0].times;

/** Whether a file is there whole: its bytes are those of its name. */
export const isWhole = ({ site }, sha256, bytes) => {
  const path = join(site, "blobs", sha256.slice(0, 2), sha256);
  if (!existsSync(path)) return false;
  const content = readFileSync(path);
  return content.length === bytes && createHash("sha256").update(content).digest("hex") === sha256;
};
