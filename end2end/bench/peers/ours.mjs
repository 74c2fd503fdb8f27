// Our server for the benchmarks beside peers: the sample city filled up to 10,000 listings, on a free port, with one account of staff.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../lib.mjs";

const PASSWORD = "correct horse battery";

/** A port that nobody listens on. */
export const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Waits until an address answers; fails when the server ended or took too long. */
export const answers = async (url, child, seconds = 60) => {
  for (const end = Date.now() + seconds * 1000; Date.now() < end && child.exitCode === null; ) {
    if ((await fetch(url).catch(() => null))?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} does not answer`);
};

/** Runs `work` with our server and ends it. `engawa` has its process, address, and a cookie of staff. */
export const withOurs = async (work) => {
  const binary = process.env.ENGAWA_BIN ?? join(root, "target/release/engawa");
  const data = mkdtempSync(join(tmpdir(), "engawa-peers-"));
  const run = (args, input) => {
    const done = spawnSync(binary, [...args, "--data", data], { cwd: root, input, encoding: "utf8" });
    if (done.status !== 0) throw new Error(`engawa ${args[0]}: ${done.error?.message ?? done.stderr}`);
  };
  let server;
  try {
    run(["demo", "--listings", "10000"]);
    run(["user", "add", "--site-name", "mihon", "--name", "staff", "--password-stdin"], PASSWORD);
    const port = await freePort();
    server = spawn(binary, ["serve", "--data", data, "--site", "target/site", "--listen", `127.0.0.1:${port}`], { cwd: root, stdio: "ignore" });
    const url = `http://localhost:${port}`;
    await answers(`${url}/readyz`, server);
    const form = new URLSearchParams({ login: "staff", password: PASSWORD, next: "/staff" });
    const signIn = async () => {
      const answer = await fetch(`${url}/staff/sign-in`, { method: "POST", body: form, redirect: "manual" });
      const cookie = answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
      if (answer.status !== 303 || !cookie) throw new Error(`sign-in: ${answer.status}`);
      return cookie;
    };
    return await work({ server, url, signIn });
  } finally {
    server?.kill();
    rmSync(data, { recursive: true, force: true });
  }
};

/** The lines of the snapshot: its head, then the record of a listing each; the peers know no forms. */
export const snapshot = async (url) => {
  const lines = (await (await fetch(`${url}/api/v1/feed/public/snapshot`)).text()).trimEnd().split("\n");
  return lines.filter((line, at) => at === 0 || JSON.parse(line).collection === "listing");
};

/** Processor time that a process has used, in milliseconds (Linux). */
export const processorMs = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  // User and system time, in clock ticks of a hundredth of a second.
  return (Number(fields[11]) + Number(fields[12])) * 10;
};
