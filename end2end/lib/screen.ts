// A shared screen in a browser of the tests: enrolled by staff and paired; what people do at it; what they left; the phone beside it.
import { type APIRequestContext, type Browser, type Page } from "@playwright/test";
import { randomBytes } from "node:crypto";
import { PLACE, enrol } from "../kiosk/enrol.mjs";
import * as visitor from "../kiosk/visitor.mjs";
import { axe, expect, fits, picture, test, watch } from "./fixtures";
import { staffOf } from "./forms";

export { visitor };

/** What the interface says (app/messages/kiosk/screen.rs). */
export const words = {
  makeCode: "書きかけをスマホに移す",
  takeMarked: "印を付けた1件もスマホに移す",
  stays: "この画面の書きかけは、「終わる」を押すまで残ります。",
  inside: "書いた内容がこのコードの中に入っています。",
  once: "30分以内に、1回だけ受け取れます。",
  offline: "いまはインターネットにつながらず",
  readPage: "このページを読む",
  stopReading: "読むのを止める",
  mark: "゛゜小 濁点・半濁点・小文字",
  tell: "入力を確かめる",
  proceed: "続ける",
  close: "閉じる",
  codeWrong: "このコードは使えません。",
  sealed: "封をして預かりました",
  delivered: "市に届きました",
  lookUp: "確かめる",
  numbersUnknown: "この二つの番号のものは見つかりません",
  lookUpOffline: "いまはインターネットにつながらず、確かめられません",
  noneSent: "この画面からは、まだ何も送っていません。",
  used: "このコードは、もう使われたか、30分を過ぎています",
  nothingToTake: "受け取るものがありません",
  closed: "ただいま閉館しています",
  revoked: "この画面は使えません",
  stillHere: "まだお使いですか",
} as const;

/** Each test of this file is a new screen, which fetches the whole city first. */
export const atScreens = () =>
  test.beforeEach(() => {
    test.setTimeout(180_000);
  });

// --- Staff ---

/** Whoever looks after screens. */
export const keeperOf = async (request: APIRequestContext) => {
  const staff = await staffOf(request, "screens");
  const run = (it: unknown) => staff.command({ room: "kiosk", do: it });
  const post = async (path: string) => (await request.post(path, { form: {} })).text();
  return {
    publish: staff.publish,
    setOpen: staff.setOpen,
    rows: staff.rows,
    sendBack: staff.sendBack,
    /** What staff see of a screen. */
    seen: async (kiosk: string) => (await request.get(`/staff/kiosks/${kiosk}`)).text(),
    files: staff.files,
    /** Makes a screen, and gives its id and the code that pairs it. */
    enrol: (config: Record<string, unknown> = {}): Promise<{ id: string; code: string }> => enrol(staff.command, post, config),
    /** Tells a screen something else. */
    save: (kiosk: string, config: Record<string, unknown>) => run({ save: { kiosk, config: { ...PLACE, ...config } } }),
    /** Says something on a screen; nothing: no more. */
    say: (kiosk: string, said: { ja: string; en: string } | null) => run({ say: { kiosk, words: said } }),
    revoke: (kiosk: string) => run({ revoke: { kiosk } }),
    /** Has a screen load anew. */
    reload: (kiosk: string) => run({ reload: { kiosk } }),
  };
};

export type Keeper = Awaited<ReturnType<typeof keeperOf>>;

/** Makes this browser a new screen, which rests then. Gives its id. */
export const stand = async (page: Page, keeper: Keeper, config: Record<string, unknown> = {}) => {
  const { id, code } = await keeper.enrol(config);
  await visitor.pair(page, "", code);
  return id;
};

// --- At the screen ---

/** The keys of the bar, in their order; they are called something else in each language. */
const KEYS = ["first", "back", "languages", "look", "phone", "finish"] as const;

export const key = (page: Page, name: (typeof KEYS)[number]) => page.locator(".kiosk-bar > .kiosk-key").nth(KEYS.indexOf(name));

export const panel = (page: Page) => page.locator(".kiosk-panel");

/** Goes on in another language. */
export const speak = async (page: Page, language: string) => {
  await key(page, "languages").click();
  await panel(page).getByRole("button", { name: language, exact: true }).click();
  await expect(panel(page)).toHaveCount(0);
};

/** Closes the panel. */
export const shut = async (page: Page) => {
  await panel(page).getByRole("button", { name: words.close, exact: true }).click();
  await expect(panel(page)).toHaveCount(0);
};

/** What can be scanned in the panel "to my phone". */
export const offered = async (page: Page) => (await panel(page).locator("[data-address]:visible").first().getAttribute("data-address")) ?? "";

/** Makes the code that hands the open form over, and gives its address. */
export const handOver = async (page: Page) => {
  await key(page, "phone").click();
  await panel(page).getByRole("button", { name: words.makeCode }).click();
  await expect(panel(page)).toContainText(words.stays, { timeout: 20_000 });
  return offered(page);
};

/** A phone of the person who stands at the screen. What goes wrong on it is in `problems`. */
export const phoneBeside = async (browser: Browser, baseURL: string | undefined) => {
  const context = await browser.newContext({ baseURL, viewport: { width: 360, height: 740 }, locale: "ja-JP", timezoneId: "Asia/Tokyo" });
  const page = await context.newPage();
  const problems: string[] = [];
  watch(page, problems, /status of 410/);
  return { context, page, problems };
};

/** A word that stands nowhere else in the world. */
export const marker = (name: string) => `${name}${randomBytes(6).toString("hex")}`;

/** Text that cannot be made smaller. */
export const noise = (length: number) => Array.from(randomBytes(length), (byte, at) => String.fromCodePoint(0x4e00 + byte * 60 + (at % 60))).join("");

/**
 * Where one of these texts stands: `place: text`. Looked through are the page with its fields and its address, and all that the browser keeps
 * for the site: databases, storage, caches, cookies that scripts see.
 */
export const traces = (page: Page, texts: string[]): Promise<string[]> =>
  page.evaluate(async (texts) => {
    const found = new Set<string>();
    const settle = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = () => reject(request.error))));
    const look = (place: string, text: string) => texts.filter((it) => text.includes(it)).forEach((it) => found.add(`${place}: ${it}`));
    const read = async (place: string, value: unknown): Promise<void> => {
      if (typeof value === "string") look(place, value);
      else if (value instanceof Blob) await read(place, await value.arrayBuffer());
      else if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) ["utf-8", "utf-16le"].forEach((encoding) => look(place, new TextDecoder(encoding).decode(value)));
      else if (value && typeof value === "object") for (const [name, inner] of Object.entries(value)) (look(place, name), await read(place, inner));
    };
    for (const { name } of await indexedDB.databases()) {
      const db = await settle(indexedDB.open(name ?? ""));
      for (const store of Array.from(db.objectStoreNames)) {
        const all = db.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([settle(all.getAllKeys()), settle(all.getAll())]);
        await read(`${name}/${store}`, [keys, values]);
      }
      db.close();
    }
    look("localStorage", JSON.stringify({ ...localStorage }));
    look("sessionStorage", JSON.stringify({ ...sessionStorage }));
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        look(name, decodeURI(request.url));
        look(name, (await (await cache.match(request))?.text()) ?? "");
      }
    }
    const fields = Array.from(document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea"), (field) => field.value);
    const shown = [document.documentElement.outerHTML, document.title, ...fields, document.cookie, window.name];
    look("page", shown.join("\n"));
    look("address", decodeURI(location.href) + JSON.stringify(history.state ?? null));
    return [...found];
  }, texts);

/** Everything that is pressed or typed into. */
const TARGETS = "a[href], button, summary, input, select, textarea, label:has(input), [role=button], [tabindex='0'], .button";

/**
 * What is pressed is at least 48 by 48 CSS pixels. Exempt are links in running text (WCAG 2.2, 2.5.8) and marks in the picture of the map,
 * each of which is a link of the list beside it; a small box is as large as its label, and a title that covers its card as large as that.
 */
export const large = async (page: Page) => {
  const small = await page.evaluate((targets) => {
    const boxOf = (it: Element) => it.getBoundingClientRect();
    const isLarge = (it: Element) => Math.min(boxOf(it).width, boxOf(it).height) >= 47.5;
    const isInText = (it: Element) =>
      it.matches("a") && getComputedStyle(it).display === "inline" && (it.parentElement?.textContent?.trim().length ?? 0) > (it.textContent?.trim().length ?? 0);
    const isLabelled = (it: Element) => it instanceof HTMLInputElement && Array.from(it.labels ?? []).some((label) => label.contains(it) && isLarge(label));
    const whole = (it: Element) => (getComputedStyle(it, "::after").position === "absolute" ? (it.closest(".card, .happening") ?? it) : it);
    return Array.from(document.querySelectorAll(targets))
      .filter((it) => it.checkVisibility({ visibilityProperty: true }) && !it.closest("[inert], .visually-hidden, .map-picture"))
      .filter((it) => boxOf(it).width > 0 && getComputedStyle(it).clipPath === "none" && !isInText(it) && !isLabelled(it))
      .filter((it) => !isLarge(whole(it)))
      .map((it) => `${Math.round(boxOf(it).width)} x ${Math.round(boxOf(it).height)}: ${it.outerHTML.slice(0, 120)}`);
  }, TARGETS);
  expect(small, "smaller than 48 pixels").toEqual([]);
};

/**
 * What is pressed is wholly on the glass, and nothing lies over it. What scrolls in the page, a panel or a dialog is brought there by scrolling:
 * of those the frame is.
 */
export const within = async (page: Page) => {
  const outside = await page.evaluate(() => {
    const frames = ".kiosk-page, .kiosk-panel, .kiosk-dialog";
    const isIn = ({ left, top, right, bottom }: DOMRect) => left > -1 && top > -1 && right < innerWidth + 1 && bottom < innerHeight + 1;
    const isHit = (it: Element, { left, top, width, height }: DOMRect) => it.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    return Array.from(document.querySelectorAll(`${frames}, a[href], button, summary, input, select, textarea`))
      .filter((it) => it.checkVisibility({ visibilityProperty: true }) && !it.closest("[inert], .visually-hidden"))
      .filter((it) => it.matches(frames) || !it.closest(frames))
      .map((it) => ({ it, box: it.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0)
      .filter(({ it, box }) => !isIn(box) || (!it.matches(frames) && !isHit(it, box)))
      .map(({ it, box }) => `${[box.left, box.top, box.right, box.bottom].map(Math.round).join(" ")}: ${it.outerHTML.slice(0, 120)}`);
  });
  expect(outside, "not on the glass").toEqual([]);
};

/** Follows a link as it may stand in what somebody published. */
export const follow = async (page: Page, href: string) => {
  await page.evaluate((href) => {
    const link = document.createElement("a");
    Object.assign(link, { id: "follow", href, textContent: "そちら" });
    document.querySelector("main")?.append(link);
  }, href);
  await page.locator("#follow").click();
  await page.evaluate(() => document.getElementById("follow")?.remove());
};

/** Nothing of what covers the screen is cut off. */
export const whole = async (page: Page) => {
  const cut = await page.evaluate(() =>
    Array.from(document.querySelectorAll(".kiosk-cover, .kiosk-slide"))
      .filter((it) => it.scrollHeight > it.clientHeight + 1 || it.scrollWidth > it.clientWidth + 1)
      .map((it) => `${it.className}: ${it.scrollWidth} x ${it.scrollHeight} in ${it.clientWidth} x ${it.clientHeight}`),
  );
  expect(cut, "cut off").toEqual([]);
};

/** Looks at a page of a screen: it fits, everything can be pressed, and axe finds nothing. */
export const look = async (page: Page, name: string) => {
  await fits(page);
  await large(page);
  await axe(page);
  await picture(page, `screen-${name}`);
};
