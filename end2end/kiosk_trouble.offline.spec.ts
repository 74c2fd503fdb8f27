// Shared screens in trouble: the browser throws away what it kept, the service worker is broken, an update breaks off, weeks go by without a
// connection and the clock jumps, the line dies in the middle of sending, the tablet was somebody's before. It stays a screen, nothing that
// was sent is lost or doubled, and nothing of anybody stays.
import { expect, type BrowserContext, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { synced } from "./lib/fixtures";
import { attach, begin, field, photo, pressSend, reach, receiptNo, send, stored, write } from "./lib/forms";
import { online } from "./lib/phone";
import { keeperOf, marker, stand, traces, visitor, words } from "./lib/screen";
import { builds, evict, test, waiting } from "./lib/tablet";

test.beforeEach(() => test.setTimeout(180_000));

const rest = (page: Page) => expect(page.locator(".kiosk-rest")).toBeVisible({ timeout: 30_000 });

/** The marks by which a browser knows that it is a screen. */
const marks = (page: Page) =>
  page.evaluate(async () => [localStorage.getItem("engawa-kiosk"), await (await caches.match("/kiosk", { cacheName: "kiosk" }))?.text()].map((it) => JSON.parse(it ?? "{}").active));

test("the browser throws away what it kept, in a session and between two: it is a screen, and has its data again", async ({ tablet, request }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  let { context, page } = await tablet(false);
  await stand(page, keeper);
  await visitor.begin(page);
  const mine = [marker("who"), marker("wish")];
  await visitor.fill(page, form.id, mine[0], mine[1]);
  await evict(context, page, "indexeddb,cache_storage");
  // Whoever is there goes on.
  const number = await visitor.send(page);
  await expect(page.locator("main .tray-slip")).toContainText(words.delivered, { timeout: 30_000 });
  await visitor.finish(page);
  await expect.poll(async () => (await keeper.rows(form.id)).filter((row) => row.includes(number)).length, { timeout: 30_000 }).toBe(1);
  await synced(page, 60_000);

  // Without a connection, too: what the worker keeps is there again.
  ({ context, page } = await tablet(true));
  await page.goto("/kiosk");
  await rest(page);
  await expect(page.locator(".kiosk-slide")).toBeVisible();
  expect(await marks(page)).toEqual([true, true]);

  // Everything but the cookie: the server says what it is, at any address.
  await evict(context, page, "indexeddb,cache_storage,local_storage,service_workers");
  ({ context, page } = await tablet(false));
  await page.goto("/favourites");
  await rest(page);
  await expect(page).toHaveURL(/\/kiosk$/);
  await synced(page, 60_000);
  expect(await marks(page)).toEqual([true, true]);
  ({ context, page } = await tablet(true));
  await page.goto("/kiosk");
  await rest(page);
  await visitor.begin(page);
  await visitor.search(page, "防災");
  await expect(page.locator("main .card").first()).toBeVisible();
  expect(await traces(page, [...mine, number])).toEqual([]);
});

test("its first mark is lost where there is no connection: it is a screen, and no door of a person opens", async ({ tablet, request }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  let { context, page } = await tablet(false);
  await stand(page, keeper);
  await page.evaluate(() => localStorage.clear());
  ({ context, page } = await tablet(true));
  for (const door of ["/favourites", "/drafts", "/outbox", `/forms/${form.id}`, "/kiosk/pair", "/"]) {
    await page.evaluate(() => localStorage.clear()).catch(() => {});
    await page.goto(door).catch(() => {});
    await expect(page, door).toHaveURL(/\/kiosk$/);
    await rest(page);
  }
  expect(await marks(page)).toEqual([true, true]);
  // In the middle of a session, too.
  await visitor.begin(page);
  await page.evaluate(() => localStorage.clear());
  const mine = [marker("who"), marker("wish")];
  await visitor.fill(page, form.id, mine[0], mine[1]);
  const number = await visitor.send(page);
  await visitor.finish(page);
  expect(Object.keys(await stored(page, "drafts"))).toEqual([]);
  expect(await waiting(page)).toBe(1);
  expect(await traces(page, [...mine, number])).toEqual([]);
  await online(context, page);
  await expect.poll(async () => (await keeper.rows(form.id)).length, { timeout: 60_000 }).toBe(1);
  await expect.poll(() => waiting(page), { timeout: 60_000 }).toBe(0);
});

/** A file that only the next build has. */
const LATER = "/manifest.webmanifest?next";

/** The service worker of the next build, as far as a browser can tell. */
const next = (script: string) => script.replace(/(const BUILD ?= ?)"[^"]*"/, '$1"next"').replace(/(FILES ?= ?)\[/, `$1["${LATER}",`);

/** A worker that answers nothing any more. */
const broken = (script: string) => `${script}\nshell = page = file = async () => { throw new Error("broken build"); };\n`;

/** From five seconds after a page began the screen looks for a new version, and takes what waits; what it finds is there the next time. */
const looked = async (page: Page, at: string) => {
  await page.goto(at);
  await rest(page);
  await page.waitForTimeout(6_000);
};

/** What the app says when a part of it does not come. */
const BROKE = /load callback should succeed|RuntimeError: unreachable/;

const ALWAYS = { updates: { from: 0, until: 1_440 } };

test("an update that breaks off leaves everything as it was; it is taken when it is whole, and nobody is there", async ({ tablet, request, link }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  const at = await link.open();
  const { context, page } = await tablet(false, at);
  await stand(page, keeper, ALWAYS);
  const before = await builds(page);
  expect(before).toHaveLength(1);

  // One file of the next build does not come.
  let asked = 0;
  link.worker = next;
  link.breaks = (_, path) => {
    asked += Number(path === LATER);
    return path === LATER ? "before" : undefined;
  };
  await looked(page, "/kiosk");
  await expect.poll(() => asked).toBeGreaterThan(0);
  await context.setOffline(true);
  await page.goto("/kiosk");
  await rest(page);
  await expect(page.locator(".kiosk-slide")).toBeVisible();
  await context.setOffline(false);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting ?? null)).toBeNull();

  // Whole, while somebody is there: it waits.
  await page.goto("/kiosk");
  await rest(page);
  await visitor.begin(page);
  const mine = [marker("who"), marker("wish")];
  await visitor.fill(page, form.id, mine[0], mine[1]);
  link.breaks = () => undefined;
  await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()));
  await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state ?? ""), { timeout: 20_000 }).toBe("installed");
  // The beat of this page finds it, and leaves it alone.
  await page.waitForTimeout(6_000);
  await expect(field(page, "希望すること")).toHaveValue(mine[1]);
  const number = await visitor.send(page);
  expect(await builds(page)).toContain(before[0]);
  await visitor.finish(page);
  // They are gone: at rest it is taken.
  await expect(async () => expect(await builds(page)).toEqual(["engawa-next"])).toPass({ timeout: 30_000 });
  await rest(page);
  await expect.poll(async () => (await keeper.rows(form.id)).filter((row) => row.includes(number)).length, { timeout: 30_000 }).toBe(1);
  await context.setOffline(true);
  await page.goto("/kiosk");
  await rest(page);
  expect(await marks(page)).toEqual([true, true]);
});

test("staff see what went wrong: by a code and in words, and nothing of what was on the page", async ({ tablet, request, link, problems }) => {
  const keeper = await keeperOf(request);
  const at = await link.open();
  const { context, page } = await tablet(false, at);
  const kiosk = await stand(page, keeper, ALWAYS);
  // Its first beat is over: what follows stands there until the next page tells it.
  await looked(page, "/kiosk");
  expect(await keeper.seen(kiosk)).not.toContain("<code>script_error</code>");

  // A script breaks, at once and later, and says what somebody typed.
  const typed = marker("typed");
  await page.evaluate((typed) => {
    setTimeout(() => {
      throw new Error(typed);
    });
    void Promise.reject(new Error(typed));
  }, typed);
  await expect.poll(() => problems.filter((it) => it.includes(typed)).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
  problems.splice(0, problems.length, ...problems.filter((it) => !it.includes(typed)));
  expect(await page.evaluate(() => JSON.parse(localStorage.getItem("engawa-kiosk-noted") ?? "{}"))).toMatchObject({ script_error: 1, rejection: 1 });
  // What nobody of ours wrote is told to nobody.
  await page.evaluate((typed) => {
    const noted = JSON.parse(localStorage.getItem("engawa-kiosk-noted") ?? "{}");
    localStorage.setItem("engawa-kiosk-noted", JSON.stringify({ ...noted, [typed]: 1 }));
  }, typed);
  expect(await traces(page, [typed])).not.toEqual([]);

  // The browser throws away what it kept, and then an update breaks off.
  await evict(context, page, "indexeddb,cache_storage");
  await looked(page, "/kiosk");
  link.worker = next;
  link.breaks = (_, path) => (path === LATER ? "before" : undefined);
  const told = { script_error: "画面のプログラムでエラーが起きた", rejection: "画面のプログラムの途中の処理が失敗した", evicted: "ブラウザーが、保存したデータを捨てた", update_failed: "新しい版に切り替えられなかった" };
  await expect(async () => {
    await looked(page, "/kiosk");
    const seen = await keeper.seen(kiosk);
    for (const [code, words] of Object.entries(told)) {
      expect(seen).toContain(`<code>${code}</code>`);
      expect(seen).toContain(words);
    }
  }).toPass({ timeout: 90_000 });
  expect(await keeper.seen(kiosk)).not.toContain(typed);
  expect(await traces(page, [typed])).toEqual([]);
  link.worker = "";
  link.breaks = () => undefined;
});

test("a broken service worker: a repaired one, or the kill switch, brings the screen back, and what was sealed arrives", async ({ tablet, request, link, problems }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  const at = await link.open();
  const { context, page } = await tablet(false, at);
  await stand(page, keeper, ALWAYS);
  for (const cure of ["", readFileSync("../target/site/sw.kill.js", "utf8")]) {
    // Something waits here, and then comes a build that cannot answer.
    await visitor.begin(page);
    const who = marker("who");
    await visitor.fill(page, form.id, who, "なし");
    link.breaks = (method, path) => (method === "POST" && path === "/api/v1/commands" ? "before" : undefined);
    await visitor.send(page);
    await visitor.finish(page);
    expect(await waiting(page)).toBe(1);
    link.worker = broken;
    await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()));
    await expect.poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state ?? "")).toBe("installed");
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.postMessage("skipWaiting"));
    await expect(() => page.goto("/kiosk", { timeout: 5_000 }).then(() => expect("it came").toBe(""), () => {})).toPass({ timeout: 30_000 });

    // A page may have come whose parts did not.
    problems.splice(0, problems.length, ...problems.filter((it) => !BROKE.test(it)));

    // It asks again now and then: each time the browser looks for another worker, a second after nothing came.
    link.worker = cure ? () => cure : "";
    await expect(async () => {
      await page.goto("/kiosk", { timeout: 5_000 });
      await expect(page.locator(".kiosk-rest")).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: 60_000, intervals: [5_000] });
    if (cure) {
      expect(await builds(page)).toEqual([]);
      // The build after that is kept like any other.
      link.worker = "";
      await page.goto("/kiosk");
      await rest(page);
    }
    link.breaks = () => undefined;
    await online(context, page);
    await expect.poll(async () => (await keeper.rows(form.id)).filter((row) => row.includes(who)).length, { timeout: 60_000 }).toBe(1);
    await synced(page, 60_000);
  }
  await context.setOffline(true);
  await page.goto("/kiosk");
  await rest(page);
  expect(await marks(page)).toEqual([true, true]);
});

test("a part of the app does not come: the screen asks for it again by itself", async ({ tablet, request, link, problems }) => {
  const keeper = await keeperOf(request);
  const at = await link.open();
  const { context, page } = await tablet(false, at);
  await stand(page, keeper);
  // Nothing is kept, and the line breaks at what a screen needs.
  await evict(context, page, "cache_storage,service_workers");
  await (await context.newCDPSession(page)).send("Network.clearBrowserCache");
  const { needs } = JSON.parse(readFileSync("../target/site/build.json", "utf8")) as { needs: { screen: string[] } };
  link.breaks = (_, path) => (path === needs.screen[0] ? "before" : undefined);
  await page.clock.install();
  await page.goto("/kiosk");
  await expect.poll(() => problems.some((it) => BROKE.test(it)), { timeout: 20_000 }).toBe(true);
  await expect(page.locator(".kiosk-rest")).toHaveCount(0);
  link.breaks = () => undefined;
  await page.clock.fastForward(61_000);
  await rest(page);
  expect(problems.filter((it) => !BROKE.test(it))).toEqual([]);
  problems.splice(0);
});

const DAY_MS = 86_400_000;

/** Sets the clock of a tablet wrong by so much, from the next page on and on this one; nothing else knows of it. */
const setClock = async (context: BrowserContext, page: Page, away: number) => {
  const set = (away: number) => {
    const clock = globalThis as unknown as { away: number; isMoved?: boolean };
    clock.away = away;
    if (clock.isMoved) return;
    clock.isMoved = true;
    const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...given: [number]) {
        super(...((given.length > 0 ? given : [Real.now() + clock.away]) as [number]));
      }
      static now = () => Real.now() + clock.away;
    } as DateConstructor;
  };
  await context.addInitScript(set, away);
  await page.evaluate(set, away);
};

test("three weeks without a connection, and a clock that jumps: sessions go on, what is sealed waits, and all of it arrives once", async ({ tablet, request }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  let { context, page } = await tablet(false);
  await stand(page, keeper);
  const time = (await page.locator(".kiosk-age").textContent())?.match(/\d{1,2}:\d{2}/)?.[0] ?? "no time";
  const sent: { who: string; number: string }[] = [];
  // As people set clocks: years back, three weeks on (which is what passed), and that while somebody writes.
  for (const [before, during] of [[-900, 21], [21, -3]]) {
    ({ context, page } = await tablet(true));
    await setClock(context, page, before * DAY_MS);
    await page.goto("/kiosk");
    await rest(page);
    // How old it is stands there, with the day.
    await expect(page.locator(".kiosk-age")).toContainText(new RegExp(`\\d{1,2}/\\d{1,2} ${time}`));
    await visitor.begin(page);
    const who = marker("who");
    await visitor.fill(page, form.id, who, "なし");
    await setClock(context, page, during * DAY_MS);
    const number = await visitor.send(page);
    sent.push({ who, number });
    await visitor.finish(page);
    expect(await waiting(page)).toBe(sent.length);
  }
  // Connected, and the clock is right: what was begun under a wrong one does not wait for it.
  ({ context, page } = await tablet(false));
  await page.goto("/kiosk");
  await rest(page);
  await expect.poll(async () => (await keeper.rows(form.id)).length, { timeout: 60_000 }).toBe(sent.length);
  await expect.poll(() => waiting(page), { timeout: 60_000 }).toBe(0);
  const rows = await keeper.rows(form.id);
  expect(rows).toHaveLength(sent.length);
  for (const { who, number } of sent) expect(rows.filter((row) => row.includes(who) && row.includes(number))).toHaveLength(1);
  await expect(page.locator(".kiosk-age")).not.toContainText("/");
});

test("a browser that was somebody's: it is no screen while something of theirs was not sent, and then nothing of theirs is left", async ({ tablet, request }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  const { code } = await keeper.enrol();
  const { context, page } = await tablet(false);
  const theirs = [marker("who"), marker("wish"), marker("sent")];
  // A draft with a file, a mark, and something that does not get away.
  await page.goto(`/forms/${form.id}`);
  await synced(page);
  await begin(page, form.id);
  await write(page, "お名前", theirs[0]);
  await write(page, "希望すること", theirs[1]);
  await attach(page, "計画書", await photo(page));
  await expect.poll(async () => Object.values(await stored(page, "drafts")).join("").length, { timeout: 10_000 }).toBeGreaterThan(0);
  await begin(page, form.id);
  await write(page, "お名前", theirs[2]);
  await context.setOffline(true);
  await send(page);
  expect(await waiting(page)).toBe(1);
  await context.setOffline(false);
  // The line is there again, and the city does not take it yet.
  await context.route("**/api/v1/commands", (route) => route.abort("internetdisconnected"));
  await page.goto(`/kiosk/pair#${code}`);
  const press = page.locator("main form button");
  await expect(page.getByRole("main").getByRole("alert").first()).toContainText("まだ送っていないものが1件");
  await expect(press).toBeDisabled();
  await page.locator("main input[name=code]").fill(code);
  await page.locator("main input[name=code]").press("Enter");
  await page.waitForTimeout(1_000);
  await expect(page).toHaveURL(/\/kiosk\/pair/);
  expect(await waiting(page)).toBe(1);
  // It may be known a little later than the page: nothing is lost by whoever is quicker.
  const slow = await context.newCDPSession(page);
  await slow.send("Emulation.setCPUThrottlingRate", { rate: 6 });
  await page.goto("/kiosk/pair", { waitUntil: "commit" });
  await page.locator("main input[name=code]").fill(code);
  await page.locator("main input[name=code]").press("Enter");
  await page.waitForTimeout(3_000);
  await slow.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await expect(page, "paired before it was known what waits").toHaveURL(/\/kiosk\/pair/);
  expect(await waiting(page)).toBe(1);

  await context.unroute("**/api/v1/commands");
  await page.goto("/kiosk/pair");
  await expect.poll(async () => (await keeper.rows(form.id)).filter((row) => row.includes(theirs[2])).length, { timeout: 60_000 }).toBe(1);
  await expect(press).toBeEnabled({ timeout: 20_000 });
  await visitor.pair(page, "", code);
  await rest(page);
  expect(await traces(page, theirs)).toEqual([]);
  for (const store of ["drafts", "outbox", "files", "favourites"]) expect(Object.keys(await stored(page, store)), store).toEqual([]);
});

/** Where a camera says that a picture was taken: nothing else on a tablet has these letters, our own programs included. */
const place = "GPS 35.6895N 139.6917E";
/** What a camera noted in a picture. */
const noted = (file: Buffer) => ["Exif", place].filter((word) => file.includes(word));

test("the line dies while a photo is on its way: it has a receipt at once, arrives once, and without the place where it was taken", async ({ tablet, request, link }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  const at = await link.open();
  const { context, page } = await tablet(false, at);
  await stand(page, keeper);
  await visitor.begin(page);
  const [who, name] = [marker("who"), `${marker("photo")}.jpg`];
  await visitor.fill(page, form.id, who, "なし");
  const taken = await photo(page, name);
  expect(noted(taken.buffer)).toHaveLength(2);
  await attach(page, "計画書", taken);
  // Each kind of request dies twice: once before the city heard of it, and once after it did what was asked.
  const died: string[] = [];
  const ways = new Map([["blobs", ["before", "after"]], ["commands", ["after", "before"]]]);
  link.breaks = (method, path) => {
    const kind = /^\/api\/v1\/(blobs|commands)/.exec(path)?.[1] ?? "";
    const way = method === "GET" || method === "HEAD" ? undefined : ways.get(kind)?.shift();
    if (way) died.push(`${kind} ${way}`);
    return way as "before" | "after" | undefined;
  };
  const number = await visitor.send(page);
  expect(number).toMatch(receiptNo);
  await visitor.finish(page);
  expect(await traces(page, [who, name, number, place])).toEqual([]);
  // As a tablet hears of it when there is a connection again.
  await expect
    .poll(async () => (await online(context, page), (await keeper.rows(form.id)).length), { timeout: 60_000, intervals: [2_000] })
    .toBe(1);
  await expect.poll(async () => (await online(context, page), waiting(page)), { timeout: 60_000, intervals: [2_000] }).toBe(0);
  expect(died.sort()).toEqual(["blobs after", "blobs before", "commands after", "commands before"]);
  const rows = await keeper.rows(form.id);
  expect(rows).toHaveLength(1);
  for (const part of [who, number]) expect(rows[0]).toContain(part);
  const files = await keeper.files(form.id, number);
  expect(files).toHaveLength(1);
  expect(files[0].subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
  expect(noted(files[0])).toEqual([]);
});

/** A photo of some megabytes: noise cannot be made smaller. */
const large = async (page: Page) => {
  const drawn = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(2400, 1800);
    const context = canvas.getContext("2d");
    const image = context?.createImageData(2400, 1800);
    if (!context || !image) throw new Error("nothing to draw on");
    const words = new Uint32Array(image.data.buffer);
    for (let at = 0, state = 1; at < words.length; at++) words[at] = (state = Math.imul(state, 1_664_525) + 1_013_904_223) | 0xff000000;
    context.putImageData(image, 0, 0);
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
    return new Promise<string>((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result).split(",")[1]);
      reader.readAsDataURL(blob);
    });
  });
  return { name: "大きな写真.jpg", mimeType: "image/jpeg", buffer: Buffer.from(drawn, "base64") };
};

test("a slow tablet, a large photo, and somebody who goes at once: the session ends when it is sealed, and it arrives", async ({ tablet, request }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  const { context, page } = await tablet(false);
  await stand(page, keeper);
  await visitor.begin(page);
  const who = marker("who");
  await visitor.fill(page, form.id, who, "なし");
  const taken = await large(page);
  expect(taken.buffer.length).toBeGreaterThan(2_000_000);
  await attach(page, "計画書", taken);
  await reach(page, page.locator(".fill-send"));
  await context.setOffline(true);
  const slow = await context.newCDPSession(page);
  await slow.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  // What the page said until it went.
  const said: string[] = [];
  await page.exposeFunction("engawaSaid", (text: string) => void said.push(text));
  await page.evaluate(() => {
    const tell = () => {
      const cover = document.querySelector(".kiosk-dark h1, .kiosk-dark h2, .kiosk-dark p")?.textContent;
      if (cover) void (globalThis as unknown as { engawaSaid: (text: string) => void }).engawaSaid(cover);
    };
    new MutationObserver(tell).observe(document.body, { subtree: true, childList: true });
  });
  await visitor.ended(page, () =>
    page.evaluate(() => {
      document.querySelector<HTMLElement>(".fill-send")?.click();
      document.querySelector<HTMLElement>(".kiosk-finish")?.click();
      // The form is still open: it is asked, and the person is sure.
      const sure = setInterval(() => document.querySelector<HTMLElement>(".kiosk-panel .button-danger")?.click(), 20);
      setTimeout(() => clearInterval(sure), 10_000);
    }),
  );
  await slow.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  expect(await waiting(page), `sealed before the session ended; said: ${said.join(", ")}`).toBe(1);
  expect(await traces(page, [who, taken.name])).toEqual([]);
  await online(context, page);
  await expect.poll(async () => (await keeper.rows(form.id)).filter((row) => row.includes(who)).length, { timeout: 60_000 }).toBe(1);
  expect(said.filter((text) => text.includes("送れませんでした"))).toEqual([]);
});

test("the store takes nothing more: whoever sends is told, what they wrote is still there, and it goes when there is room", async ({ tablet, request }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  const { page } = await tablet(false);
  await stand(page, keeper);
  await visitor.begin(page);
  const [who, wish] = [marker("who"), marker("wish")];
  await visitor.fill(page, form.id, who, wish);
  // As a disk that is full.
  await page.evaluate(() => {
    const store = globalThis as unknown as { isFull: boolean };
    store.isFull = true;
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...given: [unknown]) {
      if (store.isFull && ["outbox", "files"].includes(this.name)) throw new DOMException("full", "QuotaExceededError");
      return put.apply(this, given);
    } as typeof put;
  });
  await pressSend(page);
  await expect(page.getByRole("main").getByRole("alert").filter({ hasText: "この端末に空きがない" }).first()).toBeVisible({ timeout: 30_000 });
  await expect(page.locator("main .tray-number")).toHaveCount(0);
  await expect(await reach(page, field(page, "希望すること"))).toHaveValue(wish);
  await page.evaluate(() => void ((globalThis as unknown as { isFull: boolean }).isFull = false));
  // What they were told is not sent is not sent by itself later: they send it once more.
  await page.waitForTimeout(5_000);
  expect(await waiting(page)).toBe(0);
  expect(await keeper.rows(form.id)).toEqual([]);
  const number = await visitor.send(page);
  await visitor.finish(page);
  await expect.poll(async () => (await keeper.rows(form.id)).length, { timeout: 60_000 }).toBe(1);
  expect((await keeper.rows(form.id))[0]).toContain(number);
  await expect.poll(() => waiting(page), { timeout: 60_000 }).toBe(0);
  expect(await traces(page, [who, wish])).toEqual([]);
});
