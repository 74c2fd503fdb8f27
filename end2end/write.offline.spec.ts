// A listing is written without a connection: begun, kept through a closed tab and a cold start, sent once; and what somebody else changed
// meanwhile is merged, never overwritten.
import { expect, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { signIn } from "./lib/desk";
import { axe, fits, synced } from "./lib/fixtures";
import { online, test } from "./lib/phone";

const field = (page: Page, name: string) => page.locator(`#f-${name.replaceAll(".", "-")}`);
const kept = (page: Page) => expect(page.getByRole("main")).toContainText("この端末に保存しました");

/** Saves a listing as another program of the same member of staff would. */
const save = async (page: Page, listing: object, base_rev?: number) => {
  const command = { id: randomUUID(), base_rev, body: { room: "listings", do: { save: listing } } };
  const [receipt] = await (await page.request.post("/api/v1/commands", { data: [command] })).json();
  expect(receipt).toMatchObject({ status: "done" });
  return receipt.rev as number;
};

test("a draft survives a closed tab and a cold start without a connection, and is sent once", async ({ phone }) => {
  test.setTimeout(180_000);
  let { context, page } = await phone(false);
  await signIn(page);
  await page.goto("/write?kind=event");
  await expect(page).toHaveURL(/\/write\/[0-9a-f-]{36}$/);
  const address = new URL(page.url()).pathname;
  await expect(field(page, "title")).toBeVisible();
  await synced(page);

  // In a hall without signal.
  ({ context, page } = await phone(true));
  await page.goto(address);
  await field(page, "title").fill("電波のない会の清掃");
  await field(page, "session.0.on").fill("2030-12-05");
  await field(page, "body").fill("12月5日（月）に集まります。");
  await kept(page);
  await expect(page.getByRole("main")).toContainText("「月」と書いてあります");
  await fits(page);
  await axe(page);

  // The phone is switched off and on again.
  ({ context, page } = await phone(true));
  await page.goto("/write");
  await page.getByRole("link", { name: "電波のない会の清掃" }).click();
  await expect(field(page, "title")).toHaveValue("電波のない会の清掃");
  await expect(field(page, "session.0.on")).toHaveValue("2030-12-05");

  // What is known to be refused is not sent, and says so.
  const publish = page.getByRole("button", { name: "公開するために送る" });
  await publish.click();
  await expect(page.locator("#write-wrong")).toContainText("入力してください");
  await field(page, "contact.phone").fill("0422-00-0000");
  await publish.click();
  await expect(page.getByRole("main")).toContainText("送信箱に入れました");

  await online(context, page);
  await expect(page.getByRole("main")).toContainText("届きました", { timeout: 60_000 });
  const answer = await page.request.get(address.replace("/write/", "/listings/"));
  expect(answer.status()).toBe(200);
  expect(await answer.text()).toContain("電波のない会の清掃");

  // What arrived is not a draft any more.
  await page.goto("/write");
  await expect(page.getByRole("main")).toContainText("下書きはまだありません");
});

test("without a connection something new is begun for whom one could write before, with no draft of theirs here", async ({ phone }) => {
  test.setTimeout(180_000);
  let { page } = await phone(false);
  await signIn(page);
  await page.goto("/write");
  await expect(page.locator("#w-group option")).not.toHaveCount(0);
  await expect(page.getByRole("main")).toContainText("下書きはまだありません");
  await synced(page);

  ({ page } = await phone(true));
  await page.goto("/write");
  await expect(page.getByRole("main")).toContainText("前につながったときに書けた団体");
  await expect(page.locator("#w-group option").filter({ hasText: "市（団体なし）" })).toHaveCount(1);
  await page.getByRole("button", { name: "書き始める" }).click();
  await expect(page).toHaveURL(/\/write\/[0-9a-f-]{36}$/);
  await field(page, "title").fill("電波のないところで始めた会");
  await kept(page);
});

test("what is public already is pointed out without a connection", async ({ phone }) => {
  test.setTimeout(180_000);
  let { page } = await phone(false);
  await signIn(page);
  const title = `重なりの会 ${randomUUID().slice(0, 8)}`;
  const listing = { id: randomUUID(), state: "published", title, body: "集まります。", organiser: { name: "重なりの会" }, details: { event: {} } };
  await save(page, listing);
  await page.goto(`/listings/${listing.id}`);
  await synced(page);
  await page.goto("/write?kind=event");
  await expect(field(page, "title")).toBeVisible();
  const address = new URL(page.url()).pathname;

  ({ page } = await phone(true));
  await page.goto(address);
  await field(page, "title").fill(title);
  await kept(page);
  await expect(page.getByRole("main")).toContainText("すでに公開されています");
});

test("what somebody else changed meanwhile is put together with what was written here", async ({ phone }) => {
  test.setTimeout(180_000);
  let { context, page } = await phone(false);
  await signIn(page);
  const listing = { id: randomUUID(), state: "published", title: "川の清掃", body: "手袋を持ってきてください。", organiser: { name: "川を守る会" }, details: { event: {} } };
  const rev = await save(page, listing);
  await page.goto(`/listings/${listing.id}`);
  await synced(page);
  await page.goto(`/write?listing=${listing.id}`);
  await expect(field(page, "title")).toHaveValue("川の清掃");
  const address = new URL(page.url()).pathname;

  ({ context, page } = await phone(true));
  await page.goto(address);
  await field(page, "title").fill("海の清掃");
  await kept(page);
  await page.getByRole("button", { name: "保存するために送る" }).click();
  await expect(page.getByRole("main")).toContainText("送信箱に入れました");

  // Meanwhile, at the desk: requests of the test itself are not those of the page, which has no connection.
  await save(page, { ...listing, title: "山の清掃", body: "雨の日は中止です。" }, rev);
  await online(context, page);
  await expect(page.getByRole("main")).toContainText("ほかの人が変えました", { timeout: 60_000 });
  await page.getByRole("button", { name: "ほかの人の変更を合わせる" }).click();
  await expect(field(page, "body")).toHaveValue("雨の日は中止です。");
  await expect(field(page, "title")).toHaveValue("海の清掃");
  await page.getByRole("button", { name: "ほかの人の文にする" }).click();
  await expect(field(page, "title")).toHaveValue("山の清掃");
  await field(page, "title").fill("山と海の清掃");
  await kept(page);
  await page.getByRole("button", { name: "保存するために送る" }).click();
  await expect(page.getByRole("main")).toContainText("届きました", { timeout: 60_000 });
  expect(await (await page.request.get(`/listings/${listing.id}`)).text()).toContain("山と海の清掃");
});

test("two tabs that write one draft hear of each other, and nothing typed is lost", async ({ phone }) => {
  test.setTimeout(120_000);
  const { context, page } = await phone(false);
  await signIn(page);
  await page.goto("/write?kind=event");
  await expect(field(page, "title")).toBeVisible();
  const other = await context.newPage();
  await other.goto(new URL(page.url()).pathname);
  await expect(field(other, "title")).toBeVisible();
  await field(page, "title").fill("一つ目のタブの題");
  await field(page, "tags").fill("川");
  await page.locator("input[name=access]").first().check();
  await kept(page);
  await expect(other.getByRole("alert").filter({ hasText: "別のタブで" })).toBeVisible();
  await field(other, "title").fill("二つ目のタブの題");
  await field(other, "en.title").fill("Second tab");
  await other.getByRole("button", { name: "別のタブの内容を合わせる" }).click();
  await expect(field(other, "title")).toHaveValue("二つ目のタブの題");
  await expect(field(other, "tags")).toHaveValue("川");
  await expect(other.locator("input[name=access]").first()).toBeChecked();
  await expect(field(other, "en.title")).toHaveValue("Second tab");
  await expect(other.getByRole("main")).toContainText("一つ目のタブの題");
  await kept(other);
  await axe(other);
});

/** A photo as a telephone makes it, with the place noted in it. */
const photo = async (page: Page, colour: string) => {
  const url = await page.evaluate((colour) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 2400, height: 1800 });
    const pen = canvas.getContext("2d")!;
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 2400, 1800);
    pen.fillStyle = "#fff";
    for (let at = 0; at < 2400; at += 60) pen.fillRect(at, at / 2, 40, 40);
    return canvas.toDataURL("image/jpeg", 0.9);
  }, colour);
  const jpeg = Buffer.from(url.split(",")[1]!, "base64");
  const note = Buffer.from("Exif\0\0GPS 35.1 136.9");
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, note.length + 2]);
  return { name: "image.jpg", mimeType: "image/jpeg", buffer: Buffer.concat([head, note, jpeg.subarray(2)]) };
};

const chooser = (page: Page) => page.locator("#f-picture");
const described = (page: Page) => page.locator("input[name^='picture.'][name$='.alt']");
const drawn = (page: Page, selector: string, count: number) =>
  expect
    .poll(() => page.locator(selector).evaluateAll((all) => all.filter((it) => (it as HTMLImageElement).complete && (it as HTMLImageElement).naturalWidth > 0).length), { timeout: 20_000 })
    .toBe(count);

test("a repetition and pictures are written without a connection, looked at, and arrive once", async ({ phone }) => {
  test.setTimeout(240_000);
  let { context, page } = await phone(false);
  await signIn(page);
  await page.goto("/write?kind=event");
  await expect(field(page, "title")).toBeVisible();
  const address = new URL(page.url()).pathname;
  await synced(page);

  ({ context, page } = await phone(true));
  await page.goto(address);
  const title = `くり返す川の清掃 ${randomUUID().slice(0, 8)}`;
  await field(page, "title").fill(title);
  await field(page, "contact.phone").fill("0422-00-0000");

  // Only what belongs to the chosen way is asked; what is wrong stands at its field.
  await expect(field(page, "rule_first")).toBeHidden();
  await field(page, "repeat").selectOption("week");
  await page.locator("#f-repeat-weekday-TU").check();
  await field(page, "rule_first").fill("2030-12-03");
  await field(page, "rule_starts").fill("10:00");
  await field(page, "except").fill("2030-12-10");
  await field(page, "repeat.count").fill("何回も");
  await expect(page.locator("#f-repeat-count-error")).toContainText("読み取れません");
  await field(page, "repeat.count").fill("12");
  await expect(page.locator(".write-said")).toContainText("毎週火曜日 10:00〜、全12回、ただし2030年12月10日（火）を除く");
  const next = page.locator(".write-said li");
  await expect(next).toHaveCount(5);
  await expect(next.first()).toContainText("2030年12月3日");
  await expect(next.nth(1)).toContainText("2030年12月17日");

  // Pictures: two are chosen, described, put in order; what is none is refused at once and changes nothing.
  await chooser(page).setInputFiles({ name: "読んで.txt", mimeType: "text/plain", buffer: Buffer.from("写真ではありません") });
  await expect(page.locator("#f-picture-error")).toContainText("この種類の画像は使えません");
  await chooser(page).setInputFiles(await photo(page, "#246"));
  await expect(described(page)).toHaveCount(1);
  await chooser(page).setInputFiles(await photo(page, "#642"));
  await expect(described(page)).toHaveCount(2);
  await drawn(page, ".write-picture", 2);
  await page.getByRole("button", { name: "公開するために送る" }).click();
  await expect(page.locator("#write-wrong")).toContainText("写真の説明");
  await described(page).nth(0).fill("青い川岸");
  await described(page).nth(1).fill("茶色い土手");
  await page.getByRole("button", { name: "2枚目を前へ" }).click();
  await expect(described(page).nth(0)).toHaveValue("茶色い土手");
  await expect(described(page).nth(0)).toBeFocused();
  await kept(page);
  await fits(page);
  await axe(page);

  // The phone is switched off and on again; the preview shows what nobody has yet.
  ({ context, page } = await phone(true));
  await page.goto(address);
  await expect(described(page)).toHaveCount(2);
  await expect(described(page).nth(0)).toHaveValue("茶色い土手");
  await expect(page.locator("#f-repeat-weekday-TU")).toBeChecked();
  await drawn(page, ".write-picture", 2);
  await page.getByText("見え方を確かめる").click();
  await drawn(page, ".detail-picture", 2);
  await expect(page.locator(".detail-picture").first()).toHaveAttribute("alt", "茶色い土手");

  await page.getByRole("button", { name: "公開するために送る" }).click();
  await expect(page.getByRole("main")).toContainText("送信箱に入れました");
  await online(context, page);
  await expect(page.getByRole("main")).toContainText("届きました", { timeout: 60_000 });
  const shown = await (await page.request.get(address.replace("/write/", "/listings/"))).text();
  expect(shown).toContain(title);
  expect(shown).not.toContain("sha256:");
  const names = [...new Set([...shown.matchAll(/class="detail-picture" src="\/media\/([0-9a-f]{64}\.[a-z]+)/g)].map((found) => found[1]))];
  expect(names).toHaveLength(2);
  expect(shown.indexOf("茶色い土手")).toBeLessThan(shown.indexOf("青い川岸"));
  for (const name of names) {
    const answer = await page.request.get(`/media/${name}`);
    expect(answer.status()).toBe(200);
    expect((await answer.body()).includes("GPS"), "what the camera noted").toBe(false);
  }
});

test("a picture that the device lost, and a device without room, are told at the picture and cost nothing else", async ({ phone }) => {
  test.setTimeout(240_000);
  let { context, page } = await phone(false);
  await signIn(page);
  await page.goto("/write?kind=event");
  await expect(field(page, "title")).toBeVisible();
  const address = new URL(page.url()).pathname;
  await synced(page);

  ({ context, page } = await phone(true));
  await page.goto(address);
  await field(page, "title").fill("写真が消えた会");
  await field(page, "contact.phone").fill("0422-00-0000");
  const file = await photo(page, "#264");
  await page.evaluate(() => {
    const put = IDBObjectStore.prototype.put;
    Object.assign(window, { roomAgain: () => (IDBObjectStore.prototype.put = put) });
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
      if (this.name === "files") throw new DOMException("no room", "QuotaExceededError");
      return put.apply(this, args);
    };
  });
  await chooser(page).setInputFiles(file);
  await expect(page.locator("#f-picture-error")).toContainText("空きがない");
  await expect(described(page)).toHaveCount(0);
  await expect(field(page, "title")).toHaveValue("写真が消えた会");
  await page.evaluate(() => (window as unknown as { roomAgain: () => void }).roomAgain());
  await chooser(page).setInputFiles(file);
  await described(page).fill("緑の会場");
  await kept(page);
  await page.getByRole("button", { name: "公開するために送る" }).click();
  await expect(page.getByRole("main")).toContainText("送信箱に入れました");

  // Somebody, or a cleaning program, empties the store of files.
  await page.evaluate(async () => {
    const settle = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = () => reject(request.error))));
    const db = await settle(indexedDB.open("engawa"));
    await settle(db.transaction("files", "readwrite").objectStore("files").clear());
    db.close();
  });
  await online(context, page);
  await expect(page.getByRole("main")).toContainText("受け付けられませんでした", { timeout: 60_000 });
  await expect(page.locator(".write-item > .field-error")).toContainText("この端末にもうありません");
  await page.getByRole("button", { name: "1枚目を外す" }).click();
  await expect(described(page)).toHaveCount(0);
  await page.getByRole("button", { name: "公開するために送る" }).click();
  await expect(page.getByRole("main")).toContainText("届きました", { timeout: 60_000 });
  expect(await (await page.request.get(address.replace("/write/", "/listings/"))).text()).toContain("写真が消えた会");
});

test("what is public is withdrawn, and last year's is copied, without a connection", async ({ phone }) => {
  test.setTimeout(180_000);
  let { context, page } = await phone(false);
  await signIn(page);
  const schedule = { sessions: [{ on: "2030-12-05" }] };
  const listing = { id: randomUUID(), state: "published", title: "今年の会", body: "集まります。", schedule, organiser: { name: "年に一度の会" }, details: { event: {} } };
  await save(page, listing);
  await page.goto(`/listings/${listing.id}`);
  await synced(page);

  ({ context, page } = await phone(true));
  await page.goto(`/write?copy=${listing.id}`);
  await expect(page).toHaveURL(/\/write\/[0-9a-f-]{36}$/);
  await expect(field(page, "title")).toHaveValue("今年の会");
  await expect(field(page, "session.0.on")).toHaveValue("2031-12-04");
  const copy = new URL(page.url()).pathname;
  expect(copy).not.toContain(listing.id);
  await page.goto("/write");
  await expect(page.locator("section[aria-labelledby=write-drafts] .tray-item")).toHaveCount(1);

  await page.goto(`/write?listing=${listing.id}`);
  await expect(field(page, "title")).toHaveValue("今年の会");
  await page.getByText("公開をやめる", { exact: true }).click();
  await page.getByRole("button", { name: "公開をやめるために送る" }).click();
  await expect(page.getByRole("main")).toContainText("送信箱に入れました");
  await online(context, page);
  await expect(page.getByRole("main")).toContainText("届きました", { timeout: 60_000 });
  expect((await page.request.get(`/listings/${listing.id}`)).status()).toBe(404);
});
