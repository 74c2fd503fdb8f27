// A month at a kiosk: session after session in one browser, and what it takes of the machine. Draws docs/kiosk-soak.svg when asked to, anew at
// every look, so that a run that was broken off leaves what it saw.
//   SESSIONS=10000      PLOT=1   draws the figures into docs/
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../bench/lib.mjs";
import { FORM, openCity } from "./city.mjs";
import { LINES, drawing, growth, mb } from "./plot.mjs";
import { memoryOf, open } from "./profile.mjs";
import { LOOK, NOTHING, SEARCH, quick } from "./quick.mjs";
import * as visitor from "./visitor.mjs";

const SESSIONS = Number(process.env.SESSIONS || 10_000);
/** How many times it is looked at. */
const LOOKS = 100;
/** What most people do is to look at something; every so many look for something, every so many fill in a form and send it. */
const [SEARCH_EVERY, FORM_EVERY] = [10, 50];

const city = await openCity();
const profile = mkdtempSync(join(tmpdir(), "engawa-soak-"));
const looks = [];
const begun = Date.now();

/** Bytes of the script's heap and of everything that the site keeps. The page rests, and waits for what it is told. */
const lookAt = async (page, context, number) => {
  const session = await context.newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const heap = (await session.send("Runtime.getHeapUsage")).usedSize;
  await session.detach();
  const { kept, indexedDB } = await page.evaluate(async () => {
    const estimate = await navigator.storage.estimate();
    return { kept: estimate.usage ?? 0, indexedDB: estimate.usageDetails?.indexedDB ?? 0 };
  });
  const look = { number, heap, kept, indexedDB, memory: memoryOf(profile) };
  looks.push(look);
  if (process.env.PLOT) writeFileSync(join(root, "docs/kiosk-soak.svg"), drawing(looks, SESSIONS));
  const figures = LINES.map(({ key }) => `${key}=${mb(look[key])}MB`).join(" ");
  console.log(`  sessions=${number} of ${SESSIONS} ${figures} ${Math.round((Date.now() - begun) / number)} ms a session`);
};

let last;
let sent = 0;
try {
  const { code } = await city.enrol();
  const { context, page } = await open(profile);
  last = page;
  await visitor.pair(page, city.line.url, code);
  const next = await quick(page);
  // The page that was paired does not ask: its successor does.
  await page.reload();
  const every = Math.max(1, Math.floor(SESSIONS / LOOKS));
  for (let number = 1; number <= SESSIONS; number++) {
    const tell = await next();
    // Behind it lie as many sessions as it is looked at.
    if (number > 1 && (number - 1) % every === 0) await lookAt(page, context, number - 1);
    if (number % FORM_EVERY !== 0) {
      tell(number % SEARCH_EVERY === 0 ? SEARCH : LOOK);
      continue;
    }
    tell(NOTHING);
    await visitor.begin(page);
    await visitor.fill(page, FORM.id, `人 ${number}`, "なし");
    await visitor.send(page);
    sent++;
    await visitor.finish(page);
  }
  (await next())(NOTHING);
  await lookAt(page, context, SESSIONS);
  await context.close();
  const rows = await city.rows();
  const grown = growth(looks);
  console.log(`  ${sent} forms sent, ${rows.length} with the city`);
  console.log(`sessions=${SESSIONS} of ${SESSIONS} ${grown.map(({ key, times }) => `${key}=x${times.toFixed(2)}`).join(" ")}`);
  process.exitCode = grown.every(({ isFlat }) => isFlat) && rows.length === sent ? 0 : 1;
} catch (error) {
  await last?.screenshot({ path: join(root, "end2end/test-results/soak.png") }).catch(() => {});
  console.error(error);
  console.log(`sessions=${looks.at(-1)?.number ?? 0} of ${SESSIONS}`);
  process.exitCode = 1;
} finally {
  city.close();
  rmSync(profile, { recursive: true, force: true });
}
process.exit();
