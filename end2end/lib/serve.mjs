// A fresh server with the sample city for one test run: own folder, gone afterwards. It has the forms of the tests beside the
// ready ones.
import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createECDH, randomBytes } from "node:crypto";
import { freePort } from "../bench/peers/ours.mjs";
import { startProvider } from "./oidc.mjs";
import { mailFile } from "./mail_file.mjs";
import { workbookOf } from "./workbook.mjs";

const root = new URL("../..", import.meta.url).pathname;
const engawa = process.env.ENGAWA_BIN ?? join(root, "target/debug/engawa");
const data = mkdtempSync(join(tmpdir(), "engawa-e2e-"));
const run = (args, input) => {
  const done = spawnSync(engawa, args, { cwd: root, input, stdio: ["pipe", "inherit", "inherit"] });
  if (done.status !== 0) process.exit(done.status ?? 1);
};
run(["demo", "--data", data]);
// What time brings: a group is asked by mail whether its page is still right.
run(["tidy", "--data", data, "--site-name", "mihon"]);
// Every test signs in anew, as one of few: the twentieth of them must not sign out one that still runs.
appendFileSync(join(data, "mihon/site.toml"), "\n[sign_in]\nsessions_max = 100\n");
run(["user", "add", "--data", data, "--site-name", "mihon", "--name", "staff", "--password-stdin"], "correct horse battery");
// Whoever looks after shared screens, and leads the main desk.
run(["user", "add", "--data", data, "--site-name", "mihon", "--name", "screens", "--admin", "--desk", "main", "--role", "lead", "--password-stdin"], "correct horse battery");
// Whoever signs in at the city's identity provider.
run(["user", "add", "--data", data, "--site-name", "mihon", "--name", "kakari", "--password-stdin"], "correct horse battery");
// Whoever only reads at the main desk.
run(["user", "add", "--data", data, "--site-name", "mihon", "--name", "reader", "--desk", "main", "--role", "reader", "--password-stdin"], "correct horse battery");
for (const form of ["every_type", "short"]) {
  const file = join(data, "form.xlsx");
  writeFileSync(file, workbookOf(join(root, `end2end/forms/${form}.md`)));
  run(["import-form", file, "--publish", "--data", data, "--site-name", "mihon"]);
}
run(["import-postcodes", join(root, "end2end/forms/postcodes.csv"), "--own", "99201", "--data", data, "--site-name", "mihon"]);
const port = process.argv[2];
const provider = await startProvider("engawa", "secret-for-tests", [`http://localhost:${port}/sign-in/oidc/back`]);
const vapid = createECDH("prime256v1");
vapid.generateKeys();
// Mails of this run: an SMTP server beside it keeps what it gets as lines of JSON.
const smtp = await freePort();
const sink = spawn(process.execPath, [join(root, "end2end/lib/mail_sink.mjs"), String(smtp), mailFile(port)], { stdio: "inherit" });
const env = {
  ...process.env,
  ENGAWA_OIDC_ISSUER_MIHON: provider.issuer,
  ENGAWA_OIDC_CLIENT_ID_MIHON: "engawa",
  ENGAWA_OIDC_CLIENT_SECRET_MIHON: "secret-for-tests",
  ENGAWA_VAPID_KEY: Buffer.from(vapid.getPrivateKey("hex").padStart(64, "0"), "hex").toString("base64url"),
  ENGAWA_PUSH_ALLOW_LOCAL: "1",
  ENGAWA_SEALING_KEY: randomBytes(32).toString("base64url"),
  ENGAWA_SMTP_URL: `smtp://127.0.0.1:${smtp}`,
  ENGAWA_MAIL_FROM: "Engawa <noreply@mihon.example>",
};
const server = spawn(engawa, ["serve", "--data", data, "--site", "target/site", "--listen", `127.0.0.1:${port}`], { cwd: root, env, stdio: "inherit" });
// Its data are thrown away, so nobody waits for what it still writes. Nothing of this run stays behind, neither its data nor its mails.
const stop = () => server.kill("SIGKILL");
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
server.on("exit", (code) => {
  provider.stop();
  sink.kill();
  rmSync(mailFile(port), { force: true });
  rmSync(data, { recursive: true, force: true });
  process.exit(code ?? 0);
});
