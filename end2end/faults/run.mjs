// Exactly once, the real thing: node faults/run.mjs [sqlite postgres]
//
// People put submissions with files into the outbox of real tabs, which close at random moments. Between them and the server a line loses
// 30 of 100 requests before and 30 after the server did its work, while the server is killed (SIGKILL) and started again. At the end the
// database and the folder of files are asked what is there.
//   COUNT=500  submissions      SEED=1  the same dice again
//   ENGAWA_TEST_POSTGRES=...    a PostgreSQL server for this alone: scripts/postgres.sh sets it
import { createHash } from "node:crypto";
import { build, launch } from "../bench/lib.mjs";
import { FORM, openCity } from "./city.mjs";
import { dice as dicesOf, pause } from "./dice.mjs";
import { openLink } from "./link.mjs";
import { openPerson } from "./person.mjs";
import { isWhole, submissions, takenIn } from "./store.mjs";

const COUNT = Number(process.env.COUNT || 500);
const SEED = Number(process.env.SEED || Math.floor(Math.random() * 2 ** 31));
/** Sizes of files: from a few KB to more than two pieces of what is sent at once. */
const SMALLEST = 3_000;
const LARGEST = 1_200_000;
/** How long all of it may take. */
const PATIENCE_MS = 60_000 + COUNT * 2_500;

/** A UUIDv7: what is asked for is named by its author. */
const newId = (dice, at) => {
  const hex = Date.now().toString(16).padStart(12, "0") + dice.bytes(10).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-${(8 + (at & 3)).toString(16)}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** A submission with its file, if it has one, and the text that `outbox_send` takes. */
const item = (dice, number, earlier) => {
  const id = newId(dice, number);
  const values = { who: `とどく会 ${number}`, number: String(number) };
  let file = null;
  if (dice.next() < 0.9) {
    // Now and then somebody sends a file that was sent before: it is kept once.
    const again = earlier.length > 0 && dice.next() < 0.1 ? dice.pick(earlier).file : null;
    const bytes = again?.bytes ?? Buffer.concat([Buffer.from("%PDF-1.7\n"), dice.bytes(Math.floor(SMALLEST * (LARGEST / SMALLEST) ** dice.next()))]);
    file = { bytes, sha256: createHash("sha256").update(bytes).digest("hex"), name: `計画書 ${number}.pdf` };
    values.plan = `sha256:${file.sha256}/${file.name}`;
  }
  const attachments = file ? [{ path: "plan", sha256: file.sha256, name: file.name, bytes: file.bytes.length, media_type: "application/pdf" }] : [];
  const submit = { ...FORM, answers: { values, rows: {} }, attachments, provenance: "web" };
  // Some are about the same draft: they go one after the other.
  const subject = `draft:${dice.next() < 0.2 ? `shared-${number % 5}` : id}`;
  const body = JSON.stringify({ room: "forms", do: { submit } });
  const title = `とどくための様式 ${number}`;
  // Made when it is needed: all of them together would not fit.
  const text = () => JSON.stringify({ id, subject, title, body, file: file && { name: file.name, base64: file.bytes.toString("base64") } });
  return { id, number, file, text };
};

/** Compares what was sent with what is there. Every difference is a sentence. */
const compare = async (city, people, problems) => {
  const sent = new Map(people.flatMap((person) => person.sent).map((it) => [it.id, it]));
  const rows = submissions(city, FORM.form_id);
  const numbers = new Map();
  let stored = 0;
  for (const row of rows) {
    const it = sent.get(row.id);
    const { values } = JSON.parse(row.answers);
    // Also under another id: what was sent twice is double, whoever named it.
    numbers.set(values.number, (numbers.get(values.number) ?? 0) + 1);
    if (!it) {
      problems.push(`${row.id} is stored and nobody sent it`);
      continue;
    }
    const before = problems.length;
    if (values.number !== String(it.number) || values.who !== `とどく会 ${it.number}`) problems.push(`${row.id} has other answers: ${row.answers}`);
    if ((row.sha256 ?? null) !== (it.file?.sha256 ?? null)) problems.push(`${row.id} has another file: ${row.sha256}`);
    else if (it.file && !isWhole(city, it.file.sha256, it.file.bytes.length)) problems.push(`${row.id}: its file is not whole`);
    if (problems.length === before) stored++;
  }
  const there = new Set(rows.map((row) => row.id));
  for (const id of sent.keys()) if (!there.has(id)) problems.push(`${id} was sent and is not stored`);
  const twice = [...numbers.values()].reduce((sum, times) => sum + times - 1, 0) + (Number(takenIn(city)) - rows.length);
  const receiptOf = new Map(rows.map((row) => [row.id, row.receipt_no]));
  for (const person of people) {
    const expected = person.sent.map(({ id }) => receiptOf.get(id)).filter(Boolean);
    const words = await person.reads(expected);
    for (const number of expected) if (!words.includes(number)) problems.push(`the receipt ${number} is not shown in the outbox`);
  }
  return { sent: sent.size, stored, double: twice };
};

const run = async (engine, database) => {
  const begun = Date.now();
  const dice = dicesOf(SEED);
  const problems = [];
  const { js, wasm } = build();
  const city = await openCity({ database, dice });
  const link = await openLink({ port: city.port, dice, onCommand: () => !link.isFair && dice.next() < 0.08 && city.kill(dice.below(25)) });
  const browser = await launch();
  const people = [];
  try {
    for (let n = 0; n < Math.min(5, Math.max(2, Math.ceil(COUNT / 50))); n++) {
      const person = await openPerson({ browser, link, dice, files: { js, wasm }, tabs: 2 + (n % 2), problems });
      people.push(person);
      await person.visit();
    }
    link.isFair = false;
    const noise = [city.killSometimes(), ...people.flatMap((person) => [person.fidget(), person.hope()])];
    noise.forEach((it) => it.catch((error) => problems.push(`the test itself: ${error.message}`)));
    const items = [];
    for (let number = 1; number <= COUNT; number++) items.push(item(dice, number, items.filter((it) => it.file)));
    const sending = people.map(async (person, at) => {
      for (const it of items.filter((_, number) => number % people.length === at)) {
        await person.send(it);
        await pause(dice.below(150));
      }
    });
    const outcome = await Promise.allSettled(sending);
    outcome.filter((it) => it.status === "rejected").forEach((it) => problems.push(`could not be put into the outbox: ${it.reason?.message}`));
    for (;;) {
      const done = (await Promise.all(people.map((person) => person.done()))).reduce((a, b) => a + b, 0);
      if (done >= people.reduce((sum, person) => sum + person.sent.length, 0)) break;
      if (city.broken) throw city.broken;
      if (Date.now() - begun > PATIENCE_MS) {
        const stuck = (await Promise.all(people.map((person) => person.stuck()))).flat();
        problems.push(`${stuck.length} were not sent in time`, ...stuck.slice(0, 5));
        break;
      }
      await pause(500);
    }
    link.isFair = true;
    await city.calm();
    const { sent, stored, double } = await compare(city, people, problems);
    const { passed, before, after, dead } = link.counts;
    const seconds = Math.round((Date.now() - begun) / 1000);
    console.log(`  ${passed} requests got through, ${before} were lost before the server, ${after} answers after it, ${dead} met a dead server; ${city.kills} kills; ${people.reduce((sum, person) => sum + person.deadTabs, 0)} tabs did not start; ${seconds} s`);
    problems.slice(0, 20).forEach((problem) => console.error(`  ${problem}`));
    console.log(`${engine}: sent=${sent} stored=${stored} double=${double}`);
    return sent === COUNT && stored === COUNT && double === 0 && problems.length === 0;
  } finally {
    await Promise.all(people.map((person) => person.close().catch(() => {})));
    await browser.close();
    link.close();
    await city.close();
  }
};

const ENGINES = { sqlite: undefined, postgres: process.env.ENGAWA_TEST_POSTGRES };
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(ENGINES);
console.log(`faults: SEED=${SEED} COUNT=${COUNT}`);
for (const engine of wanted) {
  if (!(engine in ENGINES) || (engine === "postgres" && !ENGINES.postgres)) {
    console.error(`${engine}: there is no such engine here; run by scripts/postgres.sh for PostgreSQL`);
    process.exitCode = 2;
    continue;
  }
  const whole = await run(engine, ENGINES[engine]).catch((error) => (console.error(error), false));
  if (!whole) {
    console.error(`${engine}: not exactly once; again with SEED=${SEED} COUNT=${COUNT}`);
    process.exitCode = 1;
  }
}
// Loops that wait for their next turn end with the process.
process.exit();
