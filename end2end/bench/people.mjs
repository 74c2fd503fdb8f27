// People: a thousand who sign in and two hundred groups that publish, all at the same moment, and whether the feed of each scope stays as
// quick when there are ten thousand accounts more. Accounts are put into the database by server/examples/bench_people.rs.
//
// Each person is a request of its own with an address of its own, all of them begun at the same moment: the last waits for all others, so
// that the p99 says how long the unluckiest stands there. Any answer that is not the right one fails the benchmark. On a machine with more
// than two cores the server is held to two of them.
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { cpus } from "node:os";
import { join } from "node:path";
import { figure, root } from "./lib.mjs";
import { answers, freePort } from "./peers/ours.mjs";

const PEOPLE = 1_000;
const GROUPS = 200;
const MORE = 10_000;
const MORE_GROUPS = 1_000;
const PASSWORD = "correct horse battery";

const agent = new Agent({ keepAlive: true, maxSockets: PEOPLE + GROUPS });
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

/** Everything of a scope since a cursor: how many records, and the new cursor. */
const follow = async (url, { scope, cookie = "" }, since = 0) => {
  for (let records = 0, cursor = since; ; ) {
    const answer = await ask(`${url}/api/v1/feed/${scope}?since=${cursor}`, { headers: { cookie } });
    if (answer.status !== 200) throw new Error(`the feed of ${scope} answers ${answer.status}`);
    const page = JSON.parse(answer.body);
    records += page.records.length;
    cursor = page.cursor;
    if (!page.more) return { records, cursor };
  }
};

/** The median of asking for what is new since a cursor, when there is nothing. */
const fresh = async (url, { scope, cookie = "" }, cursor) => {
  const took = [];
  for (let n = 0; n < 200; n++) {
    const answer = await ask(`${url}/api/v1/feed/${scope}?since=${cursor}`, { headers: { cookie } });
    const { records } = answer.status === 200 ? JSON.parse(answer.body) : {};
    if (records?.length !== 0) throw new Error(`the feed of ${scope} answers ${answer.status} and ${records?.length} records`);
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
    // Those who publish are signed in before; those who sign in are others.
    const groups = put("p", GROUPS + PEOPLE, GROUPS);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const args = ["serve", "--data", data, "--site", "target/site", "--listen", `127.0.0.1:${port}`, "--trust-proxy", "x-forwarded-for"];
    const held = cpus().length > 2 ? ["taskset", ["-c", "0,1", binary, ...args]] : [binary, args];
    server = spawn(...held, { cwd: root, stdio: "ignore", env: { ...process.env, ENGAWA_LOG: "error" } });
    await answers(`${url}/readyz`, server);

    const owners = await Promise.all(groups.map(([login], at) => signIn(url, login, at)));
    const cookieOf = (answer) => (answer.status === 303 ? answer.headers["set-cookie"]?.[0]?.split(";")[0] : undefined);
    const cookies = owners.map(cookieOf);
    if (!cookies.every(Boolean)) throw new Error("the owners of groups were not signed in");

    const begun = performance.now();
    const all = { signedIn: 0 };
    const signingIn = Promise.all(Array.from({ length: PEOPLE }, (_, at) => signIn(url, `p${GROUPS + at}`, GROUPS + at))).then((answers) => {
      all.signedIn = performance.now() - begun;
      return answers;
    });
    const publishing = Promise.all(groups.map(([, listing, rev], at) => publish(url, { cookie: cookies[at], listing, rev }, at)));
    const [signedIn, sent] = await Promise.all([signingIn, publishing]);
    const wrong = signedIn.filter((it) => !cookieOf(it)).length;
    if (wrong > 0) throw new Error(`${wrong} of ${PEOPLE} were not signed in`);
    const refused = sent.filter((it) => it.status !== 200 || JSON.parse(it.body)[0].status !== "done");
    if (refused.length > 0) throw new Error(`${refused.length} of ${GROUPS} were not published: ${refused[0].body}`);
    const waited = signedIn.map((it) => it.took);
    const took = sent.map((it) => it.took);
    figure("1,000 people sign in while 200 groups publish, p50", percentile(waited, 0.5), null, "ms", "-", true);
    figure("1,000 people sign in while 200 groups publish, p99", percentile(waited, 0.99), null, "ms", "under 30 s, no error", percentile(waited, 0.99) < 30_000);
    figure("sign-ins a second", PEOPLE / (all.signedIn / 1000), null, "per s", "-", true);
    figure("200 groups publish while 1,000 people sign in, p50", percentile(took, 0.5), null, "ms", "-", true);
    figure("200 groups publish while 1,000 people sign in, p99", percentile(took, 0.99), null, "ms", "under 5 s, no error", percentile(took, 0.99) < 5_000);

    const [login, , , group] = groups[0];
    const scopes = [{ scope: "public" }, { scope: `account:${login}`, cookie: cookies[0] }, { scope: `group:${group}`, cookie: cookies[0] }];
    const before = [];
    for (const scope of scopes) {
      const { cursor } = await follow(url, scope);
      before.push({ cursor, took: await fresh(url, scope, cursor) });
    }
    put("q", MORE, MORE_GROUPS);
    for (const [at, scope] of scopes.entries()) {
      const { cursor, took } = before[at];
      // Others' accounts and groups are no news of this scope: what was known stays known.
      const news = await follow(url, scope, cursor);
      if (news.records > 0) throw new Error(`${news.records} records came into ${scope.scope} with other accounts`);
      const after = await fresh(url, scope, cursor);
      figure(`nothing new in the feed of ${scope.scope.split(":")[0]}, 10,000 accounts more`, after, took, "ms", "below twice", after < took * 2 + 1);
    }
  } finally {
    server?.kill();
    rmSync(data, { recursive: true, force: true });
  }
};
