// node bench/run.mjs [payload search cold server peer_page sync forms submissions people frames lighthouse]: a line per figure: name | ours | peer | ratio | budget | ok or MISS
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { figures, root } from "./lib.mjs";

const ALL = ["payload", "search", "cold", "server", "peer_page", "sync", "forms", "submissions", "people", "frames", "lighthouse"];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !ALL.includes(name));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(", ")}; there are: ${ALL.join(", ")}`);
  process.exit(2);
}
for (const name of ALL.filter((it) => wanted.length === 0 || wanted.includes(it))) {
  try {
    await (await import(`./${name}.mjs`)).default();
  } catch (error) {
    console.log(`${name}  |  failed: ${error.message}`);
    process.exitCode = 1;
  }
}
writeFileSync(join(root, "target/bench.json"), JSON.stringify(figures, null, 1));
