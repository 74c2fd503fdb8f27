// A city with kiosks: the sample city, a form, a member of staff who enrols them, and a line that can be cut.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answers, freePort } from "../bench/peers/ours.mjs";
import { root } from "../bench/lib.mjs";
import { sheets, workbook } from "../lib/workbook.mjs";
import { enrol } from "./enrol.mjs";

export const FORM = { id: "shared_screen", version: "1" };

/** The form, with more questions if there are. */
const tables = (questions) => `
| survey |
| | type    | name   | label      | required |
| | text    | who    | お名前     | yes      |
| | text    | wish   | 希望すること |        |
${questions}
| settings |
| | form_id    | version         | form_title |
| | ${FORM.id} | ${FORM.version} | 端末の様式 |
`;

/** The script that each page of the site begins with. */
const BOOT = /^\/pkg\/boot\.\w+\.js$/;

/** A proxy that answers nothing while it is cut. `answer` takes what is meant for the tool itself, `script` runs in each page. */
const openLine = async (port, { answer: own = () => false, script = "" } = {}) => {
  const line = { isCut: false };
  const server = createServer((incoming, outgoing) => {
    if (line.isCut) return void incoming.socket.destroy();
    if (own(incoming, outgoing)) return;
    const isLonger = script !== "" && BOOT.test(incoming.url);
    const headers = { ...incoming.headers };
    // As it is, whole: something is written behind it.
    if (isLonger) for (const name of ["accept-encoding", "if-none-match", "if-modified-since"]) delete headers[name];
    const asked = request({ host: "127.0.0.1", port, path: incoming.url, method: incoming.method, headers, agent: false }, (answer) => {
      if (isLonger) delete answer.headers["content-length"];
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on("error", () => outgoing.destroy());
      answer.on("end", () => outgoing.end(isLonger ? script : undefined));
      answer.pipe(outgoing, { end: false });
    });
    asked.on("error", () => incoming.socket.destroy());
    incoming.on("error", () => {});
    outgoing.on("error", () => {});
    incoming.pipe(asked);
  });
  server.on("clientError", (_, socket) => socket.destroy());
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  line.url = `http://localhost:${server.address().port}`;
  line.cut = (isCut) => {
    line.isCut = isCut;
    if (isCut) server.closeAllConnections();
  };
  line.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return line;
};

/** Staff, as programs sign in. */
const staffOf = async (base) => {
  const cookies = new Map();
  const send = async (path, init = {}) => {
    const headers = { ...init.headers, cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") };
    const answer = await fetch(`${base}${path}`, { redirect: "manual", ...init, headers });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name, value] = cookie.split(";")[0].split("=");
      cookies.set(name, value);
    }
    return answer;
  };
  const form = (fields) => ({ method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams(fields) });
  await send("/staff/sign-in", form({ login: "staff", password: "correct horse battery", next: "/staff" }));
  return {
    send,
    form,
    run: async (body) => {
      const command = { id: randomUUID(), body };
      const answer = await send("/api/v1/commands", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify([command]) });
      const [receipt] = await answer.json();
      if (receipt.status !== "done") throw new Error(`refused: ${JSON.stringify(receipt)}`);
      return receipt;
    },
  };
};

/** Starts the city, with a form of these questions more. What `openLine` takes goes to its line. */
export const openCity = async ({ questions = "", ...aside } = {}) => {
  const binary = process.env.ENGAWA_BIN ?? join(root, "target/debug/engawa");
  const data = mkdtempSync(join(tmpdir(), "engawa-kiosks-"));
  const run = (args, input) => {
    const done = spawnSync(binary, args, { cwd: root, input, encoding: "utf8" });
    if (done.status !== 0) throw new Error(`engawa ${args[0]}: ${done.error?.message ?? done.stderr}`);
  };
  run(["demo", "--data", data]);
  run(["user", "add", "--data", data, "--site-name", "mihon", "--name", "staff", "--admin", "--desk", "main", "--role", "lead", "--password-stdin"], "correct horse battery");
  writeFileSync(join(data, "form.xlsx"), workbook(sheets(tables(questions))));
  run(["import-form", join(data, "form.xlsx"), "--publish", "--data", data, "--site-name", "mihon"]);
  const port = await freePort();
  const log = [];
  const env = { ...process.env, ENGAWA_LOG: "info", ENGAWA_SEALING_KEY: randomBytes(32).toString("base64url") };
  const server = spawn(binary, ["serve", "--data", data, "--site", "target/site", "--listen", `127.0.0.1:${port}`], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (piece) => log.push(piece.toString()));
  await answers(`http://127.0.0.1:${port}/readyz`, server);
  const line = await openLine(port, aside);
  const staff = await staffOf(line.url);
  return {
    line,
    staff,
    /** What the server logged. */
    log: () => log.join(""),
    /** Makes a kiosk, and gives its id and the code that pairs it. */
    enrol: (config) => enrol(staff.run, async (path) => (await staff.send(path, staff.form({}))).text(), config),
    /** The rows of the form's table, as staff take them away. */
    rows: async () => {
      const text = await (await staff.send(`/staff/forms/${FORM.id}/export.csv`)).text();
      return (text.match(/(?:"[^"]*"|[^"\r\n])+/g) ?? []).slice(1);
    },
    close: () => {
      line.close();
      server.kill("SIGKILL");
      rmSync(data, { recursive: true, force: true });
    },
  };
};
