// A month at a kiosk: session after session in one browser, and what it takes of the machine. Writes docs/kiosk-soak.svg when asked to.
//   SESSIONS=10000      PLOT=1   draws the figures into docs/
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../bench/lib.mjs";
import { FORM, openCity } from "./city.mjs";
import { memoryOf, open } from "./profile.mjs";
import * as visitor from "./visitor.mjs";

const SESSIONS = Number(process.env.SESSIONS || 10_000);
/** How many times it is looked at. */
const LOOKS = 60;
/** Memory may not grow by more than this part of what it was after the first tenth. */
const GROWTH = 1.25;

const city = await openCity();
const profile = mkdtempSync(join(tmpdir(), "engawa-soak-"));
const looks = [];

/** Bytes of the script's heap and of everything that the site keeps. */
const lookAt = async (page, context, number) => {
  const session = await context.newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const heap = (await session.send("Runtime.getHeapUsage")).usedSize;
  await session.detach();
  const kept = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  looks.push({ number, heap, kept, memory: memoryOf(profile) });
};

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Three lines over the sessions, each from nothing to its largest value. */
const drawing = () => {
  const [width, height, left, top] = [720, 260, 60, 20];
  const x = (number) => left + (number / SESSIONS) * (width - left - 20);
  const lines = [
    ["memory", "#7a3e1d", "memory of the browser"],
    ["heap", "#1d5c7a", "heap of the page"],
    ["kept", "#3d6b2f", "kept on the device"],
  ].map(([key, colour, name], at) => {
    const most = Math.max(...looks.map((look) => look[key])) || 1;
    const points = looks.map((look) => `${x(look.number).toFixed(1)},${(height - 40 - (look[key] / most) * (height - 60 - top)).toFixed(1)}`).join(" ");
    const label = `${name}: at most ${(most / 1e6).toFixed(most < 1e8 ? 1 : 0)} MB`;
    return `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points}"/><text x="${left}" y="${height - 24}" dx="${at * 220}" fill="${colour}">${label}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>${lines.join("")}<text x="${left}" y="${height - 6}">sessions 1 to ${SESSIONS}</text></svg>\n`;
};

try {
  const { code } = await city.enrol();
  const { context, page } = await open(profile);
  await visitor.pair(page, city.line.url, code);
  const begun = Date.now();
  const every = Math.max(1, Math.floor(SESSIONS / LOOKS));
  for (let number = 1; number <= SESSIONS; number++) {
    await visitor.begin(page);
    // What most people do: look at something; now and then somebody fills in a form and sends it.
    if (number % 20 === 0) {
      await visitor.fill(page, FORM.id, `人 ${number}`, "なし");
      await visitor.send(page);
    } else if (number % 3 === 0) {
      await visitor.search(page, "ぼうさい");
    }
    await visitor.finish(page);
    if (number % every === 0 || number === SESSIONS) await lookAt(page, context, number);
  }
  await context.close();
  const first = looks.filter((look) => look.number <= Math.max(SESSIONS / 5, looks[0]?.number ?? 0));
  const last = looks.slice(-Math.max(3, Math.floor(LOOKS / 10)));
  const grown = (key) => median(last.map((look) => look[key])) / Math.max(1, median(first.map((look) => look[key])));
  const [memory, heap, kept] = ["memory", "heap", "kept"].map(grown);
  if (process.env.PLOT) writeFileSync(join(root, "docs/kiosk-soak.svg"), drawing());
  const mb = (value) => (value / 1e6).toFixed(1);
  const end = looks.at(-1);
  console.log(`  ${((Date.now() - begun) / SESSIONS).toFixed(0)} ms a session; at the end ${mb(end.memory)} MB of memory, ${mb(end.heap)} MB heap, ${mb(end.kept)} MB kept`);
  console.log(`sessions=${SESSIONS} memory=x${memory.toFixed(2)} heap=x${heap.toFixed(2)} kept=x${kept.toFixed(2)}`);
  process.exitCode = [memory, heap, kept].every((times) => times <= GROWTH) ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  city.close();
  rmSync(profile, { recursive: true, force: true });
}
process.exit();
