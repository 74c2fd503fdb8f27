// The tools of the month at a screen: somebody in a hurry does what they are told, and what was seen is drawn and judged as it is.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./lib/fixtures";
import { atScreens, keeperOf, marker, stand } from "./lib/screen";
import { secretsOf, take } from "./kiosk/phone.mjs";
import { GROWTH, LINES, WARM, WITHIN, drawing, growth, slopes, told } from "./kiosk/plot.mjs";
import { search } from "./kiosk/profile.mjs";
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

/** Days of ten looks each that begin anew: one line rises by so many bytes a session, and swings by so many. */
const days = (count: number, key: string, rise: number, swing = 0) =>
  Array.from({ length: count * 10 }, (_, at) => {
    const since = ((at % 10) + 1) * 33;
    // A browser that was begun just now takes much at once.
    const begun = since > WARM ? 2e8 : 1e8;
    const moved = since * rise + (at % 2 ? swing : -swing);
    return { day: Math.floor(at / 10), since, ...Object.fromEntries(WITHIN.map((it) => [it.key, begun + (it.key === key ? moved : 0)])) };
  });

test("what rises within a day is seen, though each night ends it", () => {
  for (const { key, most } of WITHIN) {
    const tooMuch = (looks: ReturnType<typeof days>) => slopes(looks).filter((it) => !it.isFlat).map((it) => it.key);
    const each = most / 100;
    for (const count of [1, 30]) {
      expect(tooMuch(days(count, key, 0))).toEqual([]);
      expect(tooMuch(days(count, key, each * 0.9))).toEqual([]);
      expect(tooMuch(days(count, key, each * 1.1))).toEqual([key]);
    }
    // What swings hides it on one day, and not in a month.
    expect(tooMuch(days(1, key, each * 2, most * 5))).toEqual([]);
    expect(tooMuch(days(30, key, each * 2, most * 2))).toEqual([key]);
    expect(slopes(days(3, key, each)).find((it) => it.key === key)?.rise).toBeCloseTo(most, 0);
  }
  for (const none of [[], days(1, "all", 1).slice(0, 4)]) {
    expect(slopes(none).every((it) => it.isFlat)).toBe(true);
    expect(told(slopes(none))).toBe("all processes looked at too seldom, the browser's own looked at too seldom");
  }
  expect(told(slopes(days(3, "browser", 1e5)))).toBe("all processes 0.0MB +-0.0, the browser's own 10.0MB +-0.0 (too much)");
});

test("what is searched for on a disk is found in texts, bytes and names of files, and nothing else is", () => {
  const folder = mkdtempSync(join(tmpdir(), "engawa-search-"));
  const [text, name, none] = [marker("text"), marker("name"), marker("none")];
  const bytes = Buffer.from(marker("bytes"));
  writeFileSync(join(folder, "a"), Buffer.concat([Buffer.from([1, 2, 3]), Buffer.from(text, "utf16le")]));
  writeFileSync(join(folder, "b"), Buffer.concat([Buffer.from("x"), bytes, Buffer.from("yz")]).toString("base64"));
  writeFileSync(join(folder, `${name}.pdf`), "");
  const { leaks } = search(folder, [text, name, none, bytes]);
  rmSync(folder, { recursive: true });
  // Where it has neither of the two signs that differ, one kind of base 64 is the other, too.
  const found = new Set(leaks.map((leak) => leak.replace("base64url", "base64")));
  expect(found).toEqual(new Set([`${name}.pdf: the name of the file has ${name}`, `a: utf-16 of ${text}`, `b: base64 of ${bytes.toString("hex")}`]));
});

test("what a code holds can be taken out of it, and is what is searched for", async () => {
  const fragment = "1.S0xKTkkFAA";
  expect((await take("", fragment)).toString()).toBe("abcde");
  expect(secretsOf(fragment)[0]).toBe(fragment);
  const key = Buffer.alloc(32, 7);
  expect(secretsOf(`2.id.${key.toString("base64url")}`).slice(1)).toEqual([key.toString("base64url"), key]);
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
