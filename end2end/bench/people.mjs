// People: a thousand who sign in at once, two hundred groups that publish at once, and whether a feed stays as quick when there are ten
// thousand accounts more. Accounts are put into the database by server/examples/bench_people.rs.
//
// Each person is a request of its own with an address of its own, all of them begun at the same moment: the last waits for all others, so
// that the p99 says how long the unluckiest stands there. Any answer that is not the right one fails the benchmark.
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { figure, root } from "./lib.mjs";
import { answers, freePort } from "./peers/ours.mjs";

const PEOPLE = 1_000;
const GROUPS = 200;
const MORE = 10_000;
const PASSWORD = "correct horse battery";

const agent = new Agent({ keepAlive: true, maxSockets: PEOPLE });
/** One request; its status, headers, body and how long it took in ms. */
const ask = (url, { method = "GET", headers = {}, body = "" } = {}) =>
  new Promise((resolve, reject) => {
    const begun = performance.now();
    const sent = request(url, { method, agent, headers: { ...headers, "content-length": Buffer.byteLength(body) } }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts).toString(), took: performance.now() - begun }),
      );
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });

const address = (at) => ({ "x-forwarded-for": `10.2.${(at >> 8) & 255}.${at & 255}` });
const percentile = (numbers, share) => numbers.toSorted((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];

const signIn = (url, login, at) =>
  ask(`${url}/staff/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...address(at) },
    body: new URLSearchParams({ login, password: PASSWORD, next: "/" }).toString(),
  });

const publish = (url, { cookie, listing, rev }, at) =>
  ask(`${url}/api/v1/commands`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie, ...address(at) },
    body: JSON.stringify([
      { id: crypto.randomUUID(), base_rev: Number(rev), body: { room: "listings", do: { set_state: { id: listing, state: "published" } } } },
    ]),
  });

/** The median of asking for what is new since a cursor, when there is nothing. */
const fresh = async (url) => {
  const { cursor } = JSON.parse((await ask(`${url}/api/v1/feed/public?since=0&limit=2000`)).body);
  const took = [];
  for (let n = 0; n < 200; n++) {
    const answer = await ask(`${url}/api/v1/feed/public?since=${cursor}`);
    if (answer.status !== 200) throw new Error(`the feed answers ${answer.status}`);
    took.push(answer.took);
  }
  return percentile(took, 0.5);
};

export default async () => {
  const binary = process.env.ENGAWA_BIN ?? join(root, "target/release/engawa");
  const data = mkdtempSync(join(process.env.BENCH_FOLDER ?? join(root, "target"), "bench-people-"));
  const put = (prefix, accounts, groups) => {
    const done = spawnSync(join(binary, "../examples/bench_people"), [data, "mihon", prefix, `${accounts}`, `${groups}`], { cwd: root, encoding: "utf8" });
    if (done.status !== 0) throw new Error(`bench_people: ${done.error?.message ?? done.stderr}`);
    return done.stdout.trim().split("\n").filter(Boolean).map((line) => line.split(" "));
  };
  let server;
  try {
    mkdirSync(join(data, "mihon"));
    copyFileSync(join(root, "server/sample/mihon/site.toml"), join(data, "mihon/site.toml"));
    const groups = put("p", PEOPLE, GROUPS);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const args = ["serve", "--data", data, "--site", "target/site", "--listen", `127.0.0.1:${port}`, "--trust-proxy", "x-forwarded-for"];
    server = spawn(binary, args, { cwd: root, stdio: "ignore", env: { ...process.env, ENGAWA_LOG: "error" } });
    await answers(`${url}/readyz`, server);

    const begun = performance.now();
    const signedIn = await Promise.all(Array.from({ length: PEOPLE }, (_, at) => signIn(url, `p${at}`, at)));
    const all = performance.now() - begun;
    const cookies = signedIn.map((it) => it.headers["set-cookie"]?.[0]?.split(";")[0]);
    const wrong = signedIn.filter((it, at) => it.status !== 303 || !cookies[at]).length;
    if (wrong > 0) throw new Error(`${wrong} of ${PEOPLE} were not signed in`);
    const waited = signedIn.map((it) => it.took);
    figure("1,000 people sign in at once, p50", percentile(waited, 0.5), null, "ms", "-", true);
    figure("1,000 people sign in at once, p99", percentile(waited, 0.99), null, "ms", "under 30 s, no error", percentile(waited, 0.99) < 30_000);
    figure("sign-ins a second", PEOPLE / (all / 1000), null, "per s", "-", true);

    const sent = await Promise.all(groups.map(([, listing, rev], at) => publish(url, { cookie: cookies[at], listing, rev }, at)));
    const refused = sent.filter((it) => it.status !== 200 || JSON.parse(it.body)[0].status !== "done");
    if (refused.length > 0) throw new Error(`${refused.length} of ${GROUPS} were not published: ${refused[0].body}`);
    const took = sent.map((it) => it.took);
    figure("200 groups publish at once, p50", percentile(took, 0.5), null, "ms", "-", true);
    figure("200 groups publish at once, p99", percentile(took, 0.99), null, "ms", "under 5 s, no error", percentile(took, 0.99) < 5_000);

    const before = await fresh(url);
    put("q", MORE, 0);
    const after = await fresh(url);
    figure("nothing new in the feed, 10,000 accounts more", after, before, "ms", "below twice", after < before * 2 + 1);
  } finally {
    server?.kill();
    rmSync(data, { recursive: true, force: true });
  }
};
