// A fresh server with the sample city for one test run: own folder, gone afterwards. It has the forms of the tests beside the
// ready ones.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { workbookOf } from "./workbook.mjs";

const root = new URL("../..", import.meta.url).pathname;
const engawa = process.env.ENGAWA_BIN ?? join(root, "target/debug/engawa");
const data = mkdtempSync(join(tmpdir(), "engawa-e2e-"));
const run = (args, input) => {
  const done = spawnSync(engawa, args, { cwd: root, input, stdio: ["pipe", "inherit", "inherit"] });
  if (done.status !== 0) process.exit(done.status ?? 1);
};
run(["demo", "--data", data]);
run(["user", "add", "--data", data, "--site-name", "mihon", "--name", "staff", "--password-stdin"], "correct horse battery");
for (const form of ["every_type", "short"]) {
  const file = join(data, "form.xlsx");
  writeFileSync(file, workbookOf(join(root, `end2end/forms/${form}.md`)));
  run(["import-form", file, "--publish", "--data", data, "--site-name", "mihon"]);
}
const server = spawn(engawa, ["serve", "--data", data, "--site", "target/site", "--listen", `127.0.0.1:${process.argv[2]}`], { cwd: root, stdio: "inherit" });
const stop = () => {
  server.kill();
  rmSync(data, { recursive: true, force: true });
};
process.on("SIGTERM", () => (stop(), process.exit(0)));
process.on("SIGINT", () => (stop(), process.exit(0)));
server.on("exit", (code) => (rmSync(data, { recursive: true, force: true }), process.exit(code ?? 0)));
