// A kiosk forgets people, proven on its disk: people type, send, bring files along, take forms with them, walk away; the page crashes, the
// browser is killed in the middle of it; then every byte of its profile is searched for what was theirs. What was sent is with the city in
// the end, once.
//   SESSIONS=20   sessions, of which each eight end in each way once, and do each thing once      SEED=1   the same dice again
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dice as dicesOf, pause } from "../faults/dice.mjs";
import { FORM, openCity } from "./city.mjs";
import { root } from "../bench/lib.mjs";
import { secretsOf, take } from "./phone.mjs";
import { kill, open, search as searched } from "./profile.mjs";
import * as visitor from "./visitor.mjs";

const SESSIONS = Number(process.env.SESSIONS || 20);
const SEED = Number(process.env.SEED || Math.floor(Math.random() * 2 ** 31));
/** How long everything that was sealed may take to arrive once there is a connection. */
const PATIENCE_MS = 120_000;
/** The house closes so long after this began: later than it ends by itself. By their clock people may stay until then. */
const OPEN_MINUTES = 6 * 60;
/** The questions for files: what a form of paper and a photo go into. */
const [PAPER, PHOTO] = ["計画書", "写真"];
const QUESTIONS = `
| | file  | plan  | ${PAPER} |
| | image | photo | ${PHOTO} |`;
/** Kana that have a key of their own on the screen's keyboard. */
const KEYS = [..."あかさたなはまらわいきしちにひみりうくすつぬふむゆるんえけせてねへめれおこそとのほもよろ"];
/** So many bytes in the middle of a file are looked for, besides the words in it. */
const PIECE = 32;

/** A word that stands nowhere else in the world: letters, and kanji whose bytes are compressed by nobody. */
const marker = (name) => `${name}${randomBytes(6).toString("hex")}`;
const kanji = () => Array.from(randomBytes(8), (byte) => String.fromCodePoint(0x4e00 + byte * 40 + (byte % 7))).join("");
const kana = () => Array.from(randomBytes(12), (byte) => KEYS[byte % KEYS.length]).join("");
const middle = (bytes) => bytes.subarray((bytes.length - PIECE) >> 1, (bytes.length + PIECE) >> 1);

const dice = dicesOf(SEED);
/** Dealt like cards: so many sessions as there are cards have each of them once. */
const deck = (cards) => {
  let left = [];
  return () => {
    if (left.length === 0) left = [...cards];
    return left.splice(dice.below(left.length), 1)[0];
  };
};

/** The hours of a house that is open from midnight on, today alone, and for so many minutes from now. */
const openFor = (minutes) => {
  const inJapan = new Date(Date.now() + 9 * 3_600_000);
  const today = (inJapan.getUTCDay() + 6) % 7;
  const until = inJapan.getUTCHours() * 60 + inJapan.getUTCMinutes() + minutes;
  return { week: Array.from({ length: 7 }, (_, day) => (day === today ? [{ from: 0, until }] : [])) };
};

const city = await openCity({ questions: QUESTIONS });
const folder = (name) => mkdtempSync(join(tmpdir(), `engawa-${name}-`));
const [profile, ordinary, stick] = ["kiosk", "ordinary", "stick"].map(folder);
const typed = [];
const sent = [];
const said = [];
const say = (text) => said.push(text);
/** How often each way and each thing was taken. */
const taken = new Map();
let leaks = [];
/** The browser at the kiosk, and its page: for whoever looks for the reason of a failure, too. */
let at = {};
let kills = 0;

/** Starts the kiosk's browser. */
const start = async () => {
  at = await open(profile);
  await visitor.timed(at.context);
};

/** Has the screen come up, with or without a connection, and rest. */
const rest = async () => {
  await at.page.goto(`${city.line.url}/kiosk`).catch(() => {});
  await at.page.locator(".kiosk-rest").waitFor({ timeout: 60_000 });
};

/** A photo of noise, and what becomes of it when a page draws it anew as pages of forms do (app/browser/src/forms/pictures.rs). */
const drawn = async (page) => {
  const both = await page.evaluate(async () => {
    const [width, height] = [128, 120];
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    const noise = context.createImageData(width, height);
    crypto.getRandomValues(noise.data);
    noise.data.forEach((_, byte, all) => byte % 4 === 3 && (all[byte] = 255));
    context.putImageData(noise, 0, 0);
    const bytes = async (blob) => [...new Uint8Array(await blob.arrayBuffer())];
    const photo = await canvas.convertToBlob({ type: "image/jpeg" });
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    context.drawImage(await createImageBitmap(photo), 0, 0, width, height);
    return Promise.all([photo, await canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 })].map(bytes));
  });
  const [photo, anew] = both.map((bytes) => Buffer.from(bytes));
  return { photo, anew };
};
let photos;

/** Puts a file onto the stick that somebody brings along. Gives where it is, and what of it must stand nowhere. */
const bring = (kind) => {
  const [name, word] = [marker(kind), marker("inside")];
  const put = (file, ...parts) => {
    // Names of people's files are theirs, too; the folder is not.
    const path = join(stick, `${name}.${file}`);
    writeFileSync(path, Buffer.concat(parts.map((part) => Buffer.from(part))));
    return path;
  };
  const noise = randomBytes(30_000);
  if (kind === "text") return { label: PAPER, path: put("txt", `${word}\n`.repeat(200)), mine: [name, word] };
  if (kind === "paper") return { label: PAPER, path: put("pdf", "%PDF-1.7\n", `% ${word}\n`, noise), mine: [name, word, middle(noise)] };
  // A camera's comment, right behind the beginning of a JPEG.
  const [beginning, length] = [photos.photo.subarray(0, 2), Buffer.alloc(2)];
  length.writeUInt16BE(word.length + 2);
  const path = put("jpg", beginning, [0xff, 0xfe], length, word, photos.photo.subarray(2));
  return { label: PHOTO, path, mine: [name, word, middle(photos.photo), middle(photos.anew)] };
};

/** The search finds what an ordinary browser keeps: otherwise it would prove nothing. */
const control = async () => {
  const word = marker("kept");
  const { context, page } = await open(ordinary);
  await page.goto(`${city.line.url}/forms/${FORM.id}`);
  photos = await drawn(page);
  const [paper, photo] = ["paper", "photo"].map(bring);
  await page.getByRole("main").getByRole("button", { name: "記入を始める" }).or(page.getByRole("main").getByRole("link", { name: "記入を始める" })).first().click();
  await page.getByRole("main").getByLabel(/^\s*お名前/).first().fill(word);
  for (const { label, path } of [paper, photo]) await visitor.attach(page, label, path);
  await pause(3_000);
  await kill(ordinary, context);
  const isFound = (what) => searched(ordinary, what).leaks.length > 0;
  if (!isFound([word])) throw new Error("the search does not find a draft on a person's own device: it proves nothing");
  if (!isFound([paper.mine[1]]) || !isFound([paper.mine[2]])) throw new Error("the search does not find a file on a person's own device: it proves nothing of files");
  say(`on a person's own device the search finds a draft, a paper${isFound([middle(photos.anew)]) ? " and a photo" : ", and no photo"}`);
};

/** Fills a form in and sends it at once. */
const sendOne = async () => {
  const words = { who: `${kanji()} ${marker("who")}`, wish: marker("wish") };
  typed.push(...Object.values(words), ...words.who.split(" "));
  await visitor.fill(at.page, FORM.id, words.who, words.wish);
  return keepReceipt(words, await visitor.send(at.page));
};

/** Notes what was sent, with the two numbers of its receipt. */
const keepReceipt = async (words, receipt) => {
  const secret = await visitor.secretOf(at.page, receipt);
  sent.push({ ...words, receipt, secret });
  typed.push(receipt, receipt.toLowerCase(), secret, secret.replaceAll("-", ""));
  return { receipt, secret };
};

/** Whether the city has what belongs to a receipt. */
const isThere = async ({ receipt }) => (await city.rows()).some((row) => row.includes(receipt));

/** Looks up what somebody sent earlier, and has come with its numbers; nobody did: they send it now. */
const lookUp = async () => {
  const rows = await city.rows();
  const earlier = sent.find(({ receipt }) => rows.some((row) => row.includes(receipt)));
  const { receipt, secret } = earlier ?? (await sendOne());
  for (let n = 0; !(await isThere({ receipt })); n++) {
    if (n === 60) throw new Error(`${receipt} did not come to the city`);
    await pause(500);
  }
  await visitor.lookUp(at.page, receipt, secret);
};

const typeByKeys = async () => {
  const words = kana();
  typed.push(words);
  await visitor.searchByKeys(at.page, words);
};

const attach = (kind) => async () => {
  const { label, path, mine } = bring(kind);
  typed.push(...mine);
  await visitor.attach(at.page, label, path);
};

/** Has the form handed over, and takes it as a phone does. `form`: that of the fragment. */
const handOver = (form) => async () => {
  const [, fragment = ""] = (await visitor.handOver(at.page)).split("#");
  // Where a parcel cannot be left at once, a small form goes inside the code: that is searched for as well.
  if (form === 2 && fragment.startsWith("1.")) say("  it could not be left at the server, and went inside the code");
  else if (!fragment.startsWith(`${form}.`)) throw new Error(`handed over by another way than ${form}: ${fragment.slice(0, 2)}`);
  typed.push(...secretsOf(fragment));
  if (!(await take(city.line.url, fragment)).includes(FORM.id)) throw new Error("what was handed over is not the form");
};

/** What somebody does besides, before they fill in a form or behind that; and whether the line is cut then, if that is not left to the dice. */
const THINGS = [
  { name: "nothing more" },
  { name: "the screen's own keys", before: typeByKeys },
  { name: "a receipt looked up", isCut: false, before: lookUp },
  { name: "a text", behind: attach("text") },
  { name: "a paper", behind: attach("paper") },
  { name: "a photo", behind: attach("photo") },
  { name: "to the phone by the server", isCut: false, behind: handOver(2) },
  { name: "to the phone inside the code", isCut: true, behind: handOver(1) },
];

const killed = async () => {
  kills++;
  if (dice.next() < 0.5) await pause(dice.below(1_500));
  await kill(profile, at.context);
  await start();
  await rest();
};

const crashed = async () => {
  const { context, page } = at;
  await visitor.crash(page);
  at.page = await context.newPage();
  await Promise.race([page.close().catch(() => {}), pause(5_000)]);
  await rest();
};

const finish = () => visitor.finish(at.page);
const leave = () => visitor.leave(at.page);

/** How a session ends. */
const WAYS = [
  { name: "sent, finished", sends: true, end: finish },
  { name: "finished", end: finish },
  { name: "sent, left alone", sends: true, end: leave },
  { name: "left alone", end: leave },
  { name: "closing time", end: () => visitor.stay(at.page, OPEN_MINUTES + 1) },
  { name: "crashed", end: crashed },
  { name: "killed", end: killed },
  { name: "sent, killed", sends: true, end: killed },
];
const [nextWay, nextThing] = [deck(WAYS), deck(THINGS)];

const session = async (number) => {
  const words = { query: marker("look"), who: `${kanji()} ${marker("who")}`, wish: marker("wish") };
  typed.push(...Object.values(words), ...words.who.split(" "));
  const [way, thing] = [nextWay(), nextThing()];
  const isCut = dice.next() < 0.4;
  say(`${number}: ${way.name}; ${thing.name}${thing.isCut ?? isCut ? "; without a connection" : ""}`);
  if (thing.isCut === false) city.line.cut(false);
  await visitor.begin(at.page);
  if (dice.next() < 0.7) await visitor.search(at.page, words.query);
  await thing.before?.();
  if (thing.isCut ?? isCut) city.line.cut(true);
  await visitor.fill(at.page, FORM.id, words.who, words.wish);
  await thing.behind?.();
  if (way.sends) await keepReceipt(words, await visitor.send(at.page));
  await way.end();
  for (const { name } of [way, thing]) taken.set(name, (taken.get(name) ?? 0) + 1);
  city.line.cut(dice.next() < 0.2);
};

/** Which of these were taken, and how often. */
const takenOf = (cards) => cards.filter(({ name }) => taken.has(name)).map(({ name }) => `${name} x${taken.get(name)}`).join("; ");

try {
  await control();
  const { code } = await city.enrol({ hours: openFor(OPEN_MINUTES) });
  await start();
  await visitor.pair(at.page, city.line.url, code);
  // Chromium writes cookies to the disk every half minute. A power cut before that does not undo the pairing.
  await visitor.spare(at.page);
  await kill(profile, at.context);
  await start();
  await rest();
  for (let n = 0; !(await visitor.known(at.page)); n++) {
    if (n === 60) throw new Error("the pairing did not outlive the browser");
    await pause(500);
  }
  for (let number = 1; number <= SESSIONS; number++) {
    await session(number);
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
  await at.context.close();
  const logged = typed.filter((word) => typeof word === "string" && city.log().includes(word)).map((word) => `the server's log: ${word}`);
  leaks = [...new Set([...leaks, ...searched(profile, typed).leaks, ...logged])];
  const missing = sent.filter(({ who, receipt }) => rows.filter((row) => row.includes(who) && row.includes(receipt)).length !== 1);
  said.forEach((line) => console.log(`  ${line}`));
  missing.forEach(({ receipt }) => console.error(`  ${receipt} is not with the city exactly once`));
  leaks.forEach((leak) => console.error(`  ${leak}`));
  console.log(`  ways of ending (${WAYS.filter(({ name }) => taken.has(name)).length} of ${WAYS.length}): ${takenOf(WAYS)}`);
  console.log(`  besides (${THINGS.filter(({ name }) => taken.has(name)).length} of ${THINGS.length}): ${takenOf(THINGS)}`);
  console.log(`  SEED=${SEED}: ${kills} times killed; sent=${sent.length} arrived=${rows.length}`);
  console.log(`sessions=${SESSIONS} leaks=${leaks.length}`);
  process.exitCode = leaks.length === 0 && missing.length === 0 && rows.length === sent.length ? 0 : 1;
} catch (error) {
  said.forEach((line) => console.log(`  ${line}`));
  await at.page?.screenshot({ path: join(root, "end2end/test-results/forensics.png") }).catch(() => {});
  console.error(error);
  process.exitCode = 1;
} finally {
  city.close();
  for (const it of [profile, ordinary, stick]) rmSync(it, { recursive: true, force: true });
}
process.exit();
