// A month at a kiosk: session after session in one browser that nobody is attached to, begun anew each night as the timer of the kiosk image
// does, and what it takes of the machine at the end of each day, and within it. Draws docs/kiosk-soak.svg when asked to, anew at every look, so
// that a run that was broken off leaves what it saw.
//   SESSIONS=10000      PLOT=1   draws the figures into docs/      DAY=333   sessions of a day; 0: one stretch without a night
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pause } from "../faults/dice.mjs";
import { root } from "../bench/lib.mjs";
import { FORM as FORM_OF_CITY, openCity } from "./city.mjs";
import { LINES, drawing, growth, mb, slopes, told } from "./plot.mjs";
import { alone, memoryOf, open } from "./profile.mjs";
import { FORM, LOOK, NOTHING, SEARCH, WEIGH, counter, script } from "./quick.mjs";
import * as visitor from "./visitor.mjs";

const SESSIONS = Number(process.env.SESSIONS || 10_000);
/** Sessions between two looks at rest, and so of a day: thirty days are a month of ten thousand. */
const USUAL = 333;
/** Sessions of a day, after which the browser is begun anew; 0: never. */
const DAY = Number(process.env.DAY || USUAL);
/** Sessions between two looks within a day, which are short: nobody rests for them. */
const GLANCE = 33;
/** What most people do is to look at something; every so many look for something, every so many fill in a form and send it. */
const [SEARCH_EVERY, FORM_EVERY] = [10, 50];
/**
 * How long nobody comes before a look, in milliseconds. People do not change within a tenth of a second all month: a session lasts a minute or
 * more, and asks for files when it begins. Chromium collects what pages left within seconds of quiet, and lets go of the answers of a service
 * worker after half a minute without a question to it. What is taken without such a pause is looked at and judged, too (`busy`).
 */
const REST_MS = 35_000;

const pages = counter();
const city = await openCity({ answer: pages.answer, script: script(FORM_OF_CITY.id) });
const profile = mkdtempSync(join(tmpdir(), "engawa-soak-"));
const looks = [];
/** What was seen within days. */
const glances = [];
let day = 0;
let began = 0;
let end = async () => {};
let rested = 0;

const sum = (kinds) => Object.values(kinds).reduce((all, bytes) => all + bytes, 0);

/** Pairs the browser by hand. What waits for its cookie to be written is written when it is closed. */
const pair = async () => {
  const { code } = await city.enrol();
  const { context, page } = await open(profile);
  await visitor.pair(page, city.line.url, code);
  await visitor.spare(page);
  await context.close();
  pages.clear();
};

const inWords = (kinds) => Object.entries(kinds).map(([kind, bytes]) => `${kind} ${mb(bytes)}`).join(", ");

/** Notes what it takes by process, as it stands without a pause. Gives all of it. */
const glance = (number, kinds) => {
  const look = { day, since: number - began, all: sum(kinds), browser: kinds.browser ?? 0 };
  glances.push(look);
  return look.all;
};

/** What it takes of the machine after so many sessions; the page rests, and waits for what it is told. Gives the page as it asks again. */
const lookAt = async (page, number, sessionMs) => {
  const busy = glance(number, memoryOf(profile));
  await pause(REST_MS);
  rested += REST_MS;
  const kinds = memoryOf(profile);
  page.tell(WEIGH);
  const weighed = await pages.next();
  const look = { number, ...JSON.parse(weighed.said), memory: sum(kinds), busy };
  looks.push(look);
  if (process.env.PLOT) writeFileSync(join(root, "docs/kiosk-soak.svg"), drawing(looks, SESSIONS));
  const figures = LINES.map(({ key }) => `${key}=${mb(look[key])}MB`).join(" ");
  console.log(`  sessions=${number} of ${SESSIONS} ${figures} (${inWords(kinds)}) ${Math.round(sessionMs)} ms a session`);
  console.log(`    a hundred sessions of day ${day}: ${told(slopes(glances.filter((look) => look.day === day)))}`);
  return weighed;
};

/** Ends the browser if it runs, and starts it, after so many sessions. Gives the page that asks what to do. */
const morning = async (number) => {
  await end();
  pages.clear();
  day++;
  began = number;
  end = alone(profile, `${city.line.url}/kiosk`);
  return pages.next();
};

try {
  await pair();
  let page = await morning(0);
  const begun = Date.now();
  for (let number = 1; number <= SESSIONS; number++) {
    page.tell(number % FORM_EVERY === 0 ? FORM : number % SEARCH_EVERY === 0 ? SEARCH : LOOK);
    page = await pages.next();
    if (number % (DAY || USUAL) !== 0 && number !== SESSIONS) {
      if ((number - began) % GLANCE !== 0) continue;
      const kinds = memoryOf(profile);
      console.log(`    day ${day}, after ${number - began}: ${mb(glance(number, kinds))}MB (${inWords(kinds)})`);
      continue;
    }
    page = await lookAt(page, number, (Date.now() - begun - rested) / number);
    if (DAY !== 0 && number !== SESSIONS) page = await morning(number);
  }
  page.tell(NOTHING);
  const sent = Math.floor(SESSIONS / FORM_EVERY);
  const rows = await city.rows();
  const grown = growth(looks);
  const risen = slopes(glances);
  console.log(`  ${sent} forms sent, ${rows.length} with the city`);
  console.log(`  a hundred sessions within a day: ${told(risen)}`);
  console.log(`sessions=${SESSIONS} of ${SESSIONS} ${grown.map(({ key, times }) => `${key}=x${times.toFixed(2)}`).join(" ")}`);
  process.exitCode = [...grown, ...risen].every(({ isFlat }) => isFlat) && rows.length === sent ? 0 : 1;
} catch (error) {
  console.error(error);
  console.log(`sessions=${looks.at(-1)?.number ?? 0} of ${SESSIONS}`);
  process.exitCode = 1;
} finally {
  await end();
  city.close();
  rmSync(profile, { recursive: true, force: true });
}
process.exit();
