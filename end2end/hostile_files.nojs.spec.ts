// Files that are too large, broken, or meant to do harm, through the page that staff use: a clear sentence, and nothing changed.
import { type Page } from "@playwright/test";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csv, offer, signIn, xlsx } from "./lib/desk";
import { encode, workbook } from "./lib/files";
import { expect, test, watch } from "./lib/fixtures";
import { forgetPeak, peak, processAt } from "./lib/server";

const real = readFileSync(new URL("../server/sample/data/events/takamatsu_events_2026-08-11.xlsx", import.meta.url));
const wide = (text: string) => [...Array(998)].map(() => text);
const ROW = "行事名,開催日\nこわれた検査,2030-01-05\n";

/** Name, file, and the sentence that it is refused with. */
const REFUSED: [string, () => { name: string; mimeType: string; buffer: Buffer }, string][] = [
  ["empty", () => csv("空.csv", " \r\n"), "空.csv: ファイルが空です"],
  ["a workbook cut in the middle", () => xlsx("途中.xlsx", real.subarray(0, real.length / 2)), "途中.xlsx: ファイルが壊れていて開けません"],
  ["a workbook without its last byte", () => xlsx("末尾.xlsx", real.subarray(0, -1)), "末尾.xlsx: ファイルが壊れていて開けません"],
  ["a text that is called a workbook", () => xlsx("名前だけ.xlsx", Buffer.from(ROW)), "名前だけ.xlsx: ファイルが壊れていて開けません"],
  ["a workbook that unpacks to 160 MB", () => xlsx("爆弾.xlsx", workbook({ 一覧: [["行事名"]] }, { "xl/media/a.bin": Buffer.alloc(160 << 20) })), "大きすぎます。150 MB以内に"],
  ["a workbook of 1997", () => csv("古い.xls", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])), "古い.xls: この種類のファイルは使えません"],
  ["a picture", () => csv("写真.csv", Buffer.from("\x89PNG\r\n\x1a\n", "latin1")), "写真.csv: この種類のファイルは使えません"],
  ["UTF-8 with a broken character", () => csv("文字.csv", Buffer.concat([Buffer.from(ROW), Buffer.from([0xe3, 0x81, 0x2c, 0xff])])), "文字.csv:3: 文字コードを判別できませんでした"],
  ["1,000 columns", () => csv("横長.csv", `行事名,開催日,${wide("列")}\nこわれた検査,2030-01-05,${wide("あ")}\n`), "横長.csv:1: 列が多すぎます。500列以内に"],
  ["1,000 columns in one row", () => csv("一行.csv", `${ROW}こわれた検査,2030-01-05,${wide("あ")}\n`), "一行.csv:3: 列が多すぎます。500列以内に"],
  ["1,000 columns of a sheet", () => xlsx("横長.xlsx", workbook({ 一覧: [["行事名", "開催日", ...wide("列")]] })), "一覧!SG1: 列が多すぎます。500列以内に"],
  ["more than 100,000 rows", () => csv("縦長.csv", `行事名,開催日\n${"こわれた検査,2030-01-05\n".repeat(100_001)}`), "縦長.csv:100001: 行が多すぎます。100000行以内に"],
  ["a quotation mark that is never closed", () => csv("引用.csv", `${ROW}"${"こわれた検査\n".repeat(50)}`), "引用.csv:3: 引用符（\"）が閉じられていません"],
];

/** Nothing of it was taken in, and the server goes on. */
const unchanged = async (page: Page, source: string) => {
  await page.goto("/staff");
  await expect(page.locator("section[aria-labelledby=desk-imports]")).not.toContainText(source);
  await page.goto(`/listings?q=${encodeURIComponent("こわれた検査")}`);
  await expect(page.locator(".card")).toHaveCount(0);
  expect((await page.request.get("/readyz")).status()).toBe(200);
};

test("what cannot be read is refused with its place, and changes nothing", async ({ page, allowed }) => {
  allowed.pattern = /status of 422/;
  test.setTimeout(120_000);
  await signIn(page);
  for (const [name, file, sentence] of REFUSED) {
    await test.step(name, async () => {
      await offer(page, file(), `断る検査 ${name}`);
      await expect(page.locator("[role=alert]").first()).toContainText(sentence, { timeout: 20_000 });
      // The way on is the same form, on the same page, as it was filled in.
      await expect(page.locator("input[name=file]")).toBeVisible();
      await expect(page.locator("input[name=source]")).toHaveValue(`断る検査 ${name}`);
      await unchanged(page, `断る検査 ${name}`);
    });
  }
});

test("two encodings in one file: staff are told before anything is taken in", async ({ page }) => {
  await signIn(page);
  await offer(page, csv("混在.csv", Buffer.concat([Buffer.from(ROW), encode("朗読会,明日\n", "shift_jis")])), "混在の検査");
  await expect(page.locator("main")).toContainText(/名称がありません|文字コードを判別できませんでした/);
  await unchanged(page, "混在の検査");
});

test.describe("200 MB of CSV", () => {
  const line = `こわれた検査,2030-01-05,${"あ".repeat(300)}\n`;
  const piece = Buffer.from(line.repeat(Math.ceil((1 << 20) / Buffer.byteLength(line))));

  test("as a file in the form", async ({ page, baseURL, allowed }) => {
    allowed.pattern = /status of 422/;
    const folder = mkdtempSync(join(tmpdir(), "engawa-large-"));
    try {
      const path = join(folder, "大きい.csv");
      const file = openSync(path, "w");
      for (let megabyte = 0; megabyte < 200; megabyte++) writeSync(file, piece);
      closeSync(file);
      await signIn(page);
      const server = processAt(Number(new URL(baseURL ?? "").port));
      if (server) forgetPeak(server);
      const before = server ? peak(server) : 0;
      await offer(page, path, "断る検査 200 MB");
      await expect(page.locator("[role=alert]").first()).toContainText("大きすぎます。20 MB以内にしてください");
      if (server) expect(peak(server) - before, "MiB of memory for it").toBeLessThan(100);
      await unchanged(page, "断る検査 200 MB");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test("as a stream that does not say how long it is", async ({ page, context, baseURL }) => {
    await signIn(page);
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    const server = processAt(Number(new URL(baseURL ?? "").port));
    if (server) forgetPeak(server);
    const before = server ? peak(server) : 0;
    const headers = { cookie, origin: baseURL, "accept-language": "ja", "content-type": "multipart/form-data; boundary=cut" };
    const [status, text, sent] = await new Promise<[number, string, number]>((resolve, reject) => {
      let [sent, done] = [0, false];
      const upload = httpRequest(`${baseURL}/staff/import`, { method: "POST", headers }, (answer) => {
        done = true;
        let text = "";
        answer.setEncoding("utf8").on("data", (part) => (text += part));
        answer.on("close", () => resolve([answer.statusCode ?? 0, text, sent]));
      });
      // Once it has answered, the server may hang up while we still write.
      upload.on("error", (error) => done || reject(error));
      upload.write('--cut\r\ncontent-disposition: form-data; name="file"; filename="流れ.csv"\r\n\r\n');
      const pump = () => {
        while (!done && sent < 200 && !upload.destroyed) {
          sent += 1;
          if (!upload.write(piece)) return void upload.once("drain", () => setImmediate(pump));
        }
        if (!done) upload.end("\r\n--cut--\r\n");
      };
      pump();
    });
    expect(status).toBe(422);
    expect(text).toContain("大きすぎます。20 MB以内にしてください");
    expect(sent, "MB that were sent before the answer").toBeLessThan(200);
    if (server) expect(peak(server) - before, "MiB of memory for it").toBeLessThan(100);
    await unchanged(page, "流れ.csv");
  });
});

/** Takes in what is looked at, hands the import's page to `then`, and takes it back. */
const takenIn = async (page: Page, then: () => Promise<void>) => {
  await page.locator("button[value='1']").click();
  await expect(page).toHaveURL(/\/staff\/imports\//);
  const imported = page.url();
  try {
    await then();
  } finally {
    await page.goto(imported);
    await page.locator("form[action$='/undo'] button").click();
    await expect(page.locator("[role=status]")).toBeVisible();
  }
};

for (const [encoding, title] of [
  ["shift_jis", "①髙橋の検査～"],
  ["euc-jp", "高橋の検査～"],
] as const) {
  test(`a file in ${encoding} is read`, async ({ page }) => {
    await signIn(page);
    await offer(page, csv("文字.csv", encode(`行事名\t開催日\n${title}\t2030年1月5日\n`, encoding)), `文字の検査 ${encoding}`);
    await expect(page.locator("main")).toContainText("新規 1");
    await expect(page.locator("main")).toContainText(title);
  });
}

test("days and hours that do not exist are named by row and column, kept as text, and never invented", async ({ page }) => {
  const rows = [
    ["2030年2月30日", "10:00"],
    ["2030/13/45", "10:00"],
    ["令和12年6月31日", "10:00"],
    ["2030年3月3日", "25:99"],
    ["2030年99月", "99時"],
  ];
  await signIn(page);
  await offer(page, csv("日付.csv", `行事名,開催日,開始時間\n${rows.map(([day, time], at) => `ない日の検査その${at + 1},${day},${time}\n`).join("")}`), "ない日の検査");
  await expect(page.locator("main")).toContainText("新規 5");
  const report = page.locator("table").last();
  await expect(report.locator("tr").filter({ hasText: "日付.csv!B2" }).first()).toContainText("2030年2月30日");
  for (const place of ["B3", "B4", "C5", "B6"]) await expect(report).toContainText(`日付.csv!${place}`);
  await takenIn(page, async () => {
    for (const [at, text] of [
      [1, "2030年2月30日"],
      [2, "2030/13/45"],
      [3, "令和12年6月31日"],
    ] as const) {
      await page.goto(`/listings?q=${encodeURIComponent(`ない日の検査その${at}`)}`);
      await page.locator(".card a").filter({ hasText: `その${at}` }).click();
      await expect(page.locator("main")).toContainText(text);
      // No day of the page is one that the file does not have.
      await expect(page.locator("main time[datetime^='2030'], main time[datetime^='2031']")).toHaveCount(0);
    }
  });
});

test("formulas: never computed, told about, and harmless on their way out", async ({ page }) => {
  await signIn(page);
  await offer(page, xlsx("計算.xlsx", workbook({ 一覧: [["行事名", "開催日", "開催場所"], ["計算の検査", "2030-01-05", "=A1&B1"]] })), "計算の検査");
  await expect(page.locator("main")).toContainText("一覧!C2");
  await expect(page.locator("main")).toContainText("計算式のセルに値がありません");
  await offer(page, csv("計算.csv", '行事名,開催日\n"=HYPERLINK(""https://evil.example"",""計算の検査"")",2030-01-05\n@SUM(1+1)*計算の検査,2030-01-06\n'), "計算の検査");
  await expect(page.locator("main")).toContainText('=HYPERLINK("https://evil.example","計算の検査")');
  await takenIn(page, async () => {
    const table = await (await page.request.get(`/opendata/event.csv?q=${encodeURIComponent("計算の検査")}`)).text();
    expect(table).toContain(`"'=HYPERLINK(""https://evil.example"",""計算の検査"")"`);
    expect(table).toContain("'@SUM(1+1)*計算の検査");
    expect(table).not.toMatch(/(^|,)"?[=@]/m);
  });
});

test("scripts in titles are letters everywhere", async ({ page, browser, baseURL }) => {
  const titles = ["<script>alert(1)</script>文字の罠", '"><img src=x onerror=alert(2)>文字の罠', "</script><script>alert(3)</script>文字の罠", "{{7*7}}${7*7}<!--文字の罠"];
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  await signIn(page);
  await offer(page, csv("罠.csv", `行事名,開催日,説明\n${titles.map((title) => `${quoted(title)},2030-01-05,${quoted(title)}\n`).join("")}`), "文字の罠");
  await expect(page.locator("main")).toContainText("新規 4");
  for (const title of titles) await expect(page.locator("main")).toContainText(title);
  await expect(page.locator("main script, main img")).toHaveCount(0);
  await takenIn(page, async () => {
    // With scripts this time: whatever could run, would.
    const context = await browser.newContext({ javaScriptEnabled: true });
    const open = await context.newPage();
    const problems: string[] = [];
    watch(open, problems);
    open.on("dialog", (dialog) => (problems.push(`dialog: ${dialog.message()}`), void dialog.dismiss()));
    const q = encodeURIComponent("文字の罠");
    await open.goto(`${baseURL}/listings?q=${q}`);
    await expect(open.locator(".card")).toHaveCount(titles.length);
    const links = await open.locator(".card a").evaluateAll((all) => all.map((it) => (it as HTMLAnchorElement).href));
    for (const link of links) {
      await open.goto(link);
      expect(titles).toContain((await open.locator("h1").textContent())?.trim());
      for (const block of await open.locator("script[type='application/ld+json']").allTextContents()) JSON.parse(block);
      await expect(open.locator("img[src=x]")).toHaveCount(0);
    }
    const atom = await (await page.request.get(`/feeds/listings.atom?q=${q}`)).text();
    expect(atom).not.toMatch(/<script|<img/);
    await context.close();
    expect(problems).toEqual([]);
  });
});
