// The tools of the month at a screen: somebody in a hurry does what they are told, and what was seen is drawn and judged as it is.
import { expect, test } from "./lib/fixtures";
import { atScreens, keeperOf, stand } from "./lib/screen";
import { GROWTH, LINES, drawing, growth } from "./kiosk/plot.mjs";
import { ASK, LOOK, NOTHING, SEARCH, TROUBLE, WEIGH, script } from "./kiosk/quick.mjs";

atScreens();

/** So many looks, of which each is as the one before but for this line, which grows to this many times what it was. */
const looks = (key: string, times: number, base: number) =>
  Array.from({ length: 50 }, (_, at) => ({
    number: (at + 1) * 6,
    ...Object.fromEntries(LINES.map((line) => [line.key, line.key === key ? base * (1 + ((times - 1) * at) / 49) : base])),
  }));

test("what was seen is judged and drawn", () => {
  for (const { key } of LINES) {
    const flat = (times: number, base: number) => growth(looks(key, times, base)).filter((it) => !it.isFlat).map((it) => it.key);
    expect(flat(1.1, 2e8)).toEqual([]);
    expect(flat(2 * GROWTH, 2e8)).toEqual([key]);
    // A journal of a few megabytes is tidied up later; memory has none.
    expect(flat(3, 1e6)).toEqual(["kept", "indexedDB"].includes(key) ? [] : [key]);
  }
  const svg = drawing(looks("heap", 2, 1e7), 10_000);
  expect(svg.match(/<polyline/g)).toHaveLength(LINES.length);
  for (const part of ["sessions=300 of 10000", "of that IndexedDB", "heap of the page: at most 20.0 MB"]) expect(svg).toContain(part);
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  expect(drawing([], 10_000)).toContain("sessions=0 of 10000");
});

test("somebody in a hurry has sessions like anybody else", async ({ page, request }) => {
  await stand(page, await keeperOf(request));
  const acts = [LOOK, WEIGH, SEARCH, LOOK];
  const said: string[] = [];
  const trouble: string[] = [];
  // Each page asks once, and once more after it said what it takes: the next one asks when the session of the one before has ended.
  await page.route(`**${ASK}`, async (route) => {
    said.push(route.request().postData() ?? "");
    await route.fulfill({ body: acts.shift() ?? NOTHING });
  });
  await page.route(`**${TROUBLE}`, async (route) => {
    trouble.push(route.request().postData() ?? "");
    await route.fulfill({ body: "" });
  });
  await page.addInitScript(script("short"));
  await page.reload();
  await expect.poll(() => said.length + trouble.length, { timeout: 60_000 }).toBe(5);
  await expect(page.locator(".kiosk-rest")).toBeVisible();
  expect(trouble).toEqual([]);
  // Somebody was told to say what the page takes, and nobody else did.
  expect(said.map((it) => it !== "")).toEqual([false, false, true, false, false]);
  const weighed = JSON.parse(said[2]);
  expect(weighed.heap).toBeGreaterThan(0);
  expect(weighed.indexedDB).toBeGreaterThan(0);
  expect(weighed.kept).toBeGreaterThan(weighed.indexedDB);
});
