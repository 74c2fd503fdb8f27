// Forms as people meet them: the names of buttons and fields in one place, what is needed to fill one in, and what the staff find of it.
import { type APIRequestContext, type BrowserContext, type Download, type Locator, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { xlsx } from "./desk";
import { awake, expect } from "./fixtures";
import { workbook } from "./workbook.mjs";

/** What the interface says (app/messages/forms). */
export const words = {
  // A form before it is begun, and the list of drafts.
  begin: "この端末で記入を始める",
  mayApply: "応募できるか確かめる",
  beginNow: "記入を始める",
  beginAnyway: "それでも書く",
  importFile: /^下書きのファイル/,
  importNow: "読み込む",
  imported: /を読み込みました|の下書きと合わせました/,
  importBroken: /壊れて/,
  open: "開く",
  // Filling in.
  notSaved: /保存でき|空き/,
  takePlace: "この住所を入れる",
  notInOutbox: "送信の準備ができませんでした",
  newer: "新しい版に移す",
  leftOver: "新しい版に移せなかった答え",
  putAway: "片付ける",
  share: /共同|招待|みんなで/,
  send: "送信する",
  leaveComment: "コメントする",
  settleComment: "解決済みにする",
  deleteComment: "コメントを消す",
  // Some kinds of fields.
  pad: "手書きする枠",
  useDrawn: "書いたものを使う",
  clearDrawn: "消して書き直す",
  drawingUnused: "書いたものが、まだ付いていません",
  narrow: "選択肢をしぼりこむ",
  clearChoice: "選択を取り消す",
  notChosen: "選んでください",
  byEra: "和暦で入力する",
  eraLabel: "和暦の日付",
  eraUnread: "日付として読み取れません",
  // What could not be read of a draft.
  aside: /1件が読み取れなかったため、別に取り分けました/,
  asideWords: /^取り分けた記録の中の言葉を見る/,
  saveAside: "取り分けた記録をファイルに保存する",
  asideInList: "読み取れず、取り分けた記録が1件あります",
  damaged: "この下書きは壊れていて開けません",
  restWords: /^この下書きに書いた言葉を見る/,
  saveDraft: "ファイルに書き出す",
  deleteDraft: "この下書きを削除する",
  deleteYes: "削除する",
  // The outbox and the bar.
  needsYou: "確認が必要なもの",
  waiting: "送信を待っているもの",
  receipts: "受付の控え",
  empty: "送信を待っているものも、控えもありません。",
  cancel: /の送信を取り消す$/,
  edit: "下書きを開いて直す",
  correct: "直して送り直す",
  updateNeeded: "新しい版のアプリで書かれたものです",
  notSentYet: "まだ送っていないもの",
  updateNow: "いま切り替える",
  // Joining.
  join: "参加して開く",
  joinName: "ほかの人に見せるお名前",
} as const;

/** Parts of the page of filling in that have no name of their own (app/src/forms/pages/fill). */
const parts = {
  bar: ".fill-bar",
  on: ".fill-bar .button-primary:visible",
  back: ".fill-bar .button:visible:not(.button-primary):not(.fill-bar-problem)",
  contents: ".fill-contents .fill-entry",
  send: ".fill-send",
  problems: ".fill-problems",
  problem: ".fill-problem",
  nextProblem: ".fill-bar-problem",
  folds: "details.fill-more:not([open]) > summary",
  link: ".fill-link",
  conflict: ".fill-conflict",
  option: ".fill-options > li",
  language: "#fill-language",
  file: ".fill-file",
} as const;

export const receiptNo = /[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/;

const escaped = (text: string) => new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);

// --- Staff, by their programs ---

/** A question of a definition, as far as tests change one. */
export type Node = { name: string; data_type: string; label: unknown; required?: string };

/** A member of staff, as programs sign in. */
export const staffOf = async (request: APIRequestContext, login = "staff") => {
  await request.post("/staff/sign-in", { form: { login, password: "correct horse battery", next: "/staff" } });
  const command = async (body: unknown) => {
    const answer = await request.post("/api/v1/commands", { data: [{ id: randomUUID(), body }] });
    const [receipt] = await answer.json();
    expect(receipt.status, JSON.stringify(receipt)).toBe("done");
    return receipt;
  };
  const run = (it: unknown) => command({ room: "forms", do: it });
  return {
    command,
    run,
    /** Publishes the short form once more, under an id of its own. */
    publish: async (more: Record<string, unknown> = {}) => {
      const definition = await (await request.get("/api/v1/forms/short/versions/1")).json();
      const form_id = `short_${randomUUID().slice(0, 8)}`;
      const title = `短い様式 ${form_id}`;
      await run({ publish: { definition: { ...definition, form_id, title }, settings: { audience: "anyone", retention_days: 30, ...more }, open: true } });
      return { id: form_id, title };
    },
    /** Publishes the form of a workbook with these sheets, as staff do: it is looked at, then published under an id of its own. */
    publishWorkbook: async (sheets: Record<string, string[][]>) => {
      const id = `workbook_${randomUUID().slice(0, 8)}`;
      const file = xlsx("様式.xlsx", workbook({ ...sheets, settings: [["form_title", "form_id", "version"], [`表の様式 ${id}`, id, "1"]] }));
      const looked = await (await request.post("/staff/forms/new", { multipart: { workbook: file } })).text();
      const carried = looked.matchAll(/<input type="hidden" name="(file|sha256|command)" value="([^"]*)"/g);
      const form = { ...Object.fromEntries([...carried].map(([, name, value]) => [name, value])), form_id: id, version: "1", audience: "anyone", retention_days: "30", open: "1" };
      const answer = await request.post("/staff/forms/publish", { form });
      expect(answer.url(), "published").toContain(`/staff/forms/${id}?done=`);
      return id;
    },
    /** Publishes the next version of a form, as something made it of the one before. */
    revise: async (form_id: string, version: number, change: (nodes: Node[]) => void) => {
      const definition = await (await request.get(`/api/v1/forms/${form_id}/versions/${version}`)).json();
      change(definition.nodes);
      await run({ publish: { definition: { ...definition, version: String(version + 1) }, settings: { audience: "anyone", retention_days: 30 }, open: true } });
    },
    /** Sends what came in under a receipt number back to its sender. */
    sendBack: async (form_id: string, number: string, message: string) => {
      const inbox = await (await request.get(`/staff/forms/${form_id}/submissions?q=${encodeURIComponent(number)}`)).text();
      const submission = inbox.match(/\/staff\/submissions\/([0-9a-f-]{36})/)?.[1] ?? "";
      await run({ review: { submission, state: "sent_back", message } });
      return submission;
    },
    /** The files of what came in under a receipt number, as they are kept. */
    files: async (form_id: string, number: string) => {
      const inbox = await (await request.get(`/staff/forms/${form_id}/submissions?q=${encodeURIComponent(number)}`)).text();
      const submission = inbox.match(/\/staff\/submissions\/([0-9a-f-]{36})/)?.[1] ?? "";
      const shown = await (await request.get(`/staff/submissions/${submission}`)).text();
      const paths = [...new Set(shown.match(/\/staff\/submissions\/[0-9a-f-]{36}\/files\/\d+/g) ?? [])];
      return Promise.all(paths.map(async (path) => (await request.get(path)).body()));
    },
    /** The page of a submission. */
    submission: async (id: string) => (await request.get(`/staff/submissions/${id}`)).text(),
    setOpen: (form_id: string, open: boolean) => run({ set_open: { form_id, open } }),
    configure: (form_id: string, settings: Record<string, unknown>) => run({ configure: { form_id, settings: { audience: "anyone", retention_days: 30, ...settings } } }),
    /** The rows of a form's table, without the head, as staff take it away. */
    rows: async (form_id: string) => {
      const text = await (await request.get(`/staff/forms/${form_id}/export.csv`)).text();
      // A text of several lines is in quotes, and still one row.
      return (text.match(/(?:"[^"]*"|[^"\r\n])+/g) ?? []).slice(1);
    },
  };
};

// --- Filling in ---

/** Begins a draft of a form on this device, and gives its address. */
export const begin = async (page: Page, form: string) => {
  await page.goto(`/forms/${form}`);
  await awake(page);
  await beginning(page).click();
  await expect(page).toHaveURL(/\/drafts\/[0-9a-f-]{36}/, { timeout: 40_000 });
  await opened(page);
  return new URL(page.url()).pathname;
};

/** What begins a draft on the page of a form: a button, or a link to the page that does it. */
export const beginning = (page: Page) => page.getByRole("button", { name: words.begin }).or(page.getByRole("link", { name: words.begin })).first();

/** A draft is open: its questions can be gone through. */
export const opened = (page: Page) => expect(page.locator(parts.bar)).toBeVisible({ timeout: 20_000 });

/** The field of a question by its label, wherever its tag "必須" stands. */
export const field = (page: Page, label: string) => page.getByRole("main").getByLabel(escaped(label)).first();

/** The fields that stand together under a question: its radio buttons or boxes. */
export const set = (page: Page, label: string) => page.getByRole("main").getByRole("group", { name: escaped(label) }).first();

/** Goes on, screen by screen, until something is there; from the first screen once more if it stands before. */
export const reach = async (page: Page, target: Locator) => {
  await opened(page);
  for (let round = 0; round < 2; round++) {
    for (let screen = 0; screen < 80; screen++) {
      if (await target.isVisible()) return target;
      const on = page.locator(parts.on).first();
      if (!(await on.isVisible())) break;
      // Where something is missing the first press says so, the second goes on.
      await on.click();
      await page.waitForTimeout(50);
    }
    if (await target.isVisible()) return target;
    for (let screen = 0; screen < 80; screen++) {
      const back = page.locator(parts.back).first();
      if (!(await back.isVisible()) || !(await back.isEnabled())) break;
      await back.click();
    }
  }
  await expect(target).toBeVisible();
  return target;
};

/** Writes into a question, and leaves the field. */
export const write = async (page: Page, label: string, text: string) => {
  const it = await reach(page, field(page, label));
  await it.fill(text);
  await it.blur();
};

/** Chooses one of the radio buttons or boxes of a question. */
export const choose = async (page: Page, label: string, choice: string) => {
  await reach(page, set(page, label));
  await set(page, label).getByLabel(escaped(choice)).check();
};

/** A cell of the table of costs; rows are counted from 0. On a phone each row is a screen of its own. */
export const cell = async (page: Page, row: number, name: string) => {
  const all = page.locator(`main [id^="f-cost"][id$="-${name}"]:is(input, select)`);
  await reach(page, all.first());
  return (await all.count()) > row ? all.nth(row) : all.first();
};

/** Adds a row to the table of costs, and waits until it can be written into. */
export const addRow = async (page: Page) => {
  await page.getByRole("main").getByRole("button", { name: /^行を加える/ }).first().click();
  await expect(page.locator("main :is(input, select):focus")).toHaveCount(1);
};

/** Goes to the page on which it is looked over and sent, and presses the button. */
export const pressSend = async (page: Page) => {
  const button = page.locator(parts.send);
  await reach(page, button);
  await button.click();
};

/** Sends: done when the outbox has it, which is when the app shows it there. */
export const send = async (page: Page) => {
  await pressSend(page);
  await expect(page).toHaveURL(/\/outbox$/, { timeout: 20_000 });
};

/** The button in the bar that leads from one answer that is missing or wrong to the next. */
export const nextProblem = (page: Page) => page.locator(parts.nextProblem);

/** What the last page says is wrong: a list of buttons that lead to the answers. */
export const problemsOf = (page: Page) => ({ list: page.locator(parts.problems), lead: (label: string) => page.locator(parts.problem).filter({ hasText: label }).first() });

/** Opens every fold beside the form: the draft's file, sharing, how it is shown. */
export const unfold = async (page: Page) => {
  for (let n = 0; n < 10 && (await page.locator(parts.folds).first().isVisible()); n++) await page.locator(parts.folds).first().click();
};

/** Chooses the language of the questions. */
export const speak = async (page: Page, language: string) => {
  await unfold(page);
  const value = await page.locator(`${parts.language} option`).filter({ hasText: language }).first().getAttribute("value");
  await page.locator(parts.language).selectOption(value ?? "");
};

/** Begins to share the open draft, and gives the link of the invitation. */
export const invite = async (page: Page) => {
  await unfold(page);
  const fold = page.locator("details.fill-more").filter({ hasText: words.share }).first();
  await fold.getByRole("button").first().click();
  await expect(page.locator(parts.link)).toContainText("/join#", { timeout: 20_000 });
  return ((await page.locator(parts.link).textContent()) ?? "").trim();
};

/** The question that two people answered differently, with a button for each answer. */
export const conflict = (page: Page) => ({
  all: page.locator(parts.conflict),
  choose: (answer: string) => page.locator(`${parts.conflict} ${parts.option}`).filter({ hasText: answer }).getByRole("button").first().click(),
});

/** The comments at a question: the button that opens them, and what is below it. */
export const commentsAt = (page: Page, label: string) => {
  const at = page.locator(".fill-comments").filter({ has: page.getByRole("button", { name: new RegExp(`^コメント.*${label}$`) }) });
  return {
    head: at.locator("button[aria-expanded]"),
    list: at.locator(".fill-comments-below"),
    field: at.getByRole("textbox"),
    leave: at.getByRole("button", { name: words.leaveComment }),
    settle: at.getByRole("button", { name: words.settleComment }),
  };
};

/** The file that a question holds. */
export const given = (page: Page, name: string) => page.locator(parts.file).filter({ hasText: name }).first();

/** Puts a file into a question. */
export const attach = async (page: Page, label: string, file: { name: string; mimeType: string; buffer: Buffer }) => {
  await (await reach(page, field(page, label))).setInputFiles(file);
  await expect(given(page, file.name)).toBeVisible();
};

/** Fills in the short form and sends it. */
export const sendShort = async (page: Page, form: string, who: string, file?: { name: string; mimeType: string; buffer: Buffer }) => {
  const draft = await begin(page, form);
  await write(page, "お名前", who);
  if (file) await attach(page, "計画書", file);
  await send(page);
  return draft;
};

export const pdf = (name = "計画書.pdf", bytes = 700_000) => ({ name, mimeType: "application/pdf", buffer: Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(bytes, 7)]) });

/** A photo as a camera makes it, which says where it was taken. */
export const photo = async (page: Page, name = "写真.jpg") => {
  const drawn = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(1200, 900);
    const context = canvas.getContext("2d");
    if (context) {
      context.fillStyle = "#2a6";
      context.fillRect(0, 0, 1200, 900);
    }
    const blob = await canvas.convertToBlob({ type: "image/jpeg" });
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  const jpeg = Buffer.from(drawn);
  const note = Buffer.from("Exif\0\0MM\0*\0\0\0\b\0\0GPS 35.6895N 139.6917E", "latin1");
  const length = Buffer.alloc(2);
  length.writeUInt16BE(note.length + 2);
  return { name, mimeType: "image/jpeg", buffer: Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, note, jpeg.subarray(2)]) };
};

/** The receipt numbers that the outbox shows, when there are so many. */
export const receiptsOf = async (page: Page, count: number) => {
  await page.goto("/outbox");
  const part = page.getByRole("region", { name: words.receipts });
  await expect.poll(async () => ((await part.textContent().catch(() => "")) ?? "").match(new RegExp(receiptNo, "g"))?.length ?? 0, { timeout: 40_000 }).toBeGreaterThanOrEqual(count);
  return (await part.textContent())?.match(new RegExp(receiptNo, "g")) ?? [];
};

/** The text of a file that the page offered. */
export const textOf = async (download: Download) => {
  const pieces: Buffer[] = [];
  for await (const piece of await download.createReadStream()) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString("utf8");
};

// --- What the device holds ---

/** All values of a store of the app's database, as JSON or text. */
export const stored = (page: Page, store: string) =>
  page.evaluate(async (store) => {
    const settle = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = () => reject(request.error))));
    const db = await settle(indexedDB.open("engawa"));
    try {
      const all = db.transaction(store).objectStore(store);
      const [keys, values] = [await settle(all.getAllKeys()), await settle(all.getAll())];
      return Object.fromEntries(keys.map((key, at) => [String(key), typeof values[at] === "string" ? values[at] : JSON.stringify(values[at])])) as Record<string, string>;
    } finally {
      db.close();
    }
  }, store);

/** The lines of a draft's journal, in their order; `aside`: those that were put aside. */
export const journalOf = async (page: Page, draft: string, aside = false) => {
  const name = `${draft.split("/").pop()}${aside ? "/aside" : ""}`;
  const all = Object.values(await stored(page, "journal")).map((text) => JSON.parse(text) as { draft: string; line: string; at?: number });
  return all.filter((it) => it.draft === name);
};

/** Changes values of a store as text, as a device that broke off or a disk that fails would. Nothing of the app may be open. */
export const damage = (page: Page, store: string, find: string, put: string) =>
  page.evaluate(
    async ([store, find, put]) => {
      const settle = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = () => reject(request.error))));
      const db = await settle(indexedDB.open("engawa"));
      try {
        const all = db.transaction(store, "readwrite").objectStore(store);
        const [keys, values] = [await settle(all.getAllKeys()), await settle(all.getAll())];
        let changed = 0;
        for (const [at, key] of keys.entries()) {
          const value = values[at];
          const text: string = typeof value === "string" ? value : value.line;
          if (!text.includes(find)) continue;
          const other = text.replace(find, () => put);
          await settle(all.put(typeof value === "string" ? other : { ...value, line: other }, key));
          changed += 1;
        }
        return changed;
      } finally {
        db.close();
      }
    },
    [store, find, put] as const,
  );

/** Lets the service worker of this site hear that there is a connection, as the browser does after the tabs are closed. */
export const backgroundSync = async (context: BrowserContext, origin: string, tag: string) => {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const ours = registrations.find((it) => it.scopeURL.startsWith(origin) && !it.isDeleted);
      if (ours) resolve(ours.registrationId);
    });
  });
  await session.send("ServiceWorker.enable");
  await session.send("ServiceWorker.dispatchSyncEvent", { origin, registrationId: await registered, tag, lastChance: false });
  return page;
};

/** The tag under which the service worker is asked to empty the outbox. */
export const SYNC_TAG = "engawa-outbox";
