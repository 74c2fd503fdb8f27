// A kiosk forgets people, proven on its disk: people type, send, walk away; the browser is killed in the middle of it; then every byte of
// its profile is searched for what was typed. What was sent is with the city in the end, once.
//   SESSIONS=20   sessions, of which each six end in each way once      SEED=1   the same dice again
import { mkdtempSync, rmSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dice as dicesOf, pause } from "../faults/dice.mjs";
import { FORM, openCity } from "./city.mjs";
import { root } from "../bench/lib.mjs";
import { kill, open, search as searched } from "./profile.mjs";
import * as visitor from "./visitor.mjs";

const SESSIONS = Number(process.env.SESSIONS || 20);
const SEED = Number(process.env.SEED || Math.floor(Math.random() * 2 ** 31));
/** How long everything that was sealed may take to arrive once there is a connection. */
const PATIENCE_MS = 120_000;

/** A word that stands nowhere else in the world: letters, and kanji whose bytes are compressed by nobody. */
const marker = (name) => `${name}${randomBytes(6).toString("hex")}`;
const kanji = () => Array.from(randomBytes(8), (byte) => String.fromCodePoint(0x4e00 + byte * 40 + (byte % 7))).join("");

const dice = dicesOf(SEED);
/** How sessions end: dealt like cards, so that six of them are one of each. */
const ways = {
  left: [],
  next: () => {
    if (ways.left.length === 0) ways.left = ["send", "send", "send and leave", "leave", "kill", "send and kill"];
    return ways.left.splice(dice.below(ways.left.length), 1)[0];
  },
};
const city = await openCity();
const profile = mkdtempSync(join(tmpdir(), "engawa-kiosk-"));
const ordinary = mkdtempSync(join(tmpdir(), "engawa-ordinary-"));
const typed = [];
const sent = [];
const said = [];
const say = (text) => said.push(text);
let leaks = [];
/** The page in use, for whoever looks for the reason of a failure. */
let last;
let kills = 0;

/** The search finds what an ordinary browser keeps: otherwise it would prove nothing. */
const control = async () => {
  const word = marker("kept");
  const { context, page } = await open(ordinary);
  await page.goto(`${city.line.url}/forms/${FORM.id}`);
  await page.getByRole("main").getByRole("button", { name: "記入を始める" }).or(page.getByRole("main").getByRole("link", { name: "記入を始める" })).first().click();
  await page.getByRole("main").getByLabel(/^\s*お名前/).first().fill(word);
  await pause(3_000);
  await kill(ordinary, context);
  const { leaks: found } = searched(ordinary, [word]);
  if (found.length === 0) throw new Error("the search does not find a draft on a person's own device: it proves nothing");
};

const session = async (page, context, number) => {
  last = page;
  const words = { query: marker("look"), who: `${kanji()} ${marker("who")}`, wish: marker("wish") };
  typed.push(...Object.values(words), ...words.who.split(" "));
  await visitor.begin(page);
  if (dice.next() < 0.7) await visitor.search(page, words.query);
  const isOffline = dice.next() < 0.4;
  if (isOffline) city.line.cut(true);
  await visitor.fill(page, FORM.id, words.who, words.wish);
  const way = ways.next();
  if (way.startsWith("send")) {
    const receipt = await visitor.send(page);
    sent.push({ ...words, receipt });
    typed.push(receipt);
  }
  say(`${number}: ${way}${isOffline ? ", without a connection" : ""}`);
  if (way.endsWith("kill")) {
    kills++;
    if (dice.next() < 0.5) await pause(dice.below(1_500));
    await kill(profile, context);
    return true;
  }
  await visitor.finish(page);
  city.line.cut(dice.next() < 0.2);
  return false;
};

try {
  await control();
  const { code } = await city.enrol();
  let { context, page } = await open(profile);
  await visitor.pair(page, city.line.url, code);
  // Chromium writes cookies to the disk every half minute. A power cut before that does not undo the pairing.
  await visitor.spare(page);
  await kill(profile, context);
  ({ context, page } = await open(profile));
  await page.goto(`${city.line.url}/kiosk`);
  await page.locator(".kiosk-rest").waitFor({ timeout: 60_000 });
  for (let n = 0; !(await visitor.known(page)); n++) {
    if (n === 60) throw new Error("the pairing did not outlive the browser");
    await pause(500);
  }
  for (let number = 1; number <= SESSIONS; number++) {
    const isKilled = await session(page, context, number);
    if (isKilled) {
      ({ context, page } = await open(profile));
      await page.goto(`${city.line.url}/kiosk`).catch(() => {});
      await page.locator(".kiosk-rest").waitFor({ timeout: 60_000 });
    }
    if (number % 5 === 0 || number === SESSIONS) {
      // What the browser still writes by itself is written by then.
      await pause(2_000);
      leaks = [...new Set([...leaks, ...searched(profile, typed).leaks])];
    }
  }
  city.line.cut(false);
  const until = Date.now() + PATIENCE_MS;
  let rows = [];
  do {
    await pause(1_000);
    rows = await city.rows();
  } while (rows.length < sent.length && Date.now() < until);
  // Nothing is doubled by what comes later.
  await pause(3_000);
  rows = await city.rows();
  await context.close();
  leaks = [...new Set([...leaks, ...searched(profile, typed).leaks, ...typed.filter((word) => city.log().includes(word)).map((word) => `the server's log: ${word}`)])];
  const missing = sent.filter(({ who, receipt }) => rows.filter((row) => row.includes(who) && row.includes(receipt)).length !== 1);
  said.forEach((line) => console.log(`  ${line}`));
  missing.forEach(({ receipt }) => console.error(`  ${receipt} is not with the city exactly once`));
  leaks.forEach((leak) => console.error(`  ${leak}`));
  console.log(`  SEED=${SEED}: ${kills} times killed; sent=${sent.length} arrived=${rows.length}`);
  console.log(`sessions=${SESSIONS} leaks=${leaks.length}`);
  process.exitCode = leaks.length === 0 && missing.length === 0 && rows.length === sent.length ? 0 : 1;
} catch (error) {
  said.forEach((line) => console.log(`  ${line}`));
  await last?.screenshot({ path: join(root, "end2end/test-results/forensics.png") }).catch(() => {});
  console.error(error);
  process.exitCode = 1;
} finally {
  city.close();
  for (const folder of [profile, ordinary]) rmSync(folder, { recursive: true, force: true });
}
process.exit();
