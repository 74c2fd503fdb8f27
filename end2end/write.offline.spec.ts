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
  await expect(page.getByRole("main")).toContainText("送信トレイに入れました");

  await online(context, page);
  await expect(page.getByRole("main")).toContainText("届きました", { timeout: 60_000 });
  const answer = await page.request.get(address.replace("/write/", "/listings/"));
  expect(answer.status()).toBe(200);
  expect(await answer.text()).toContain("電波のない会の清掃");

  // What arrived is not a draft any more.
  await page.goto("/write");
  await expect(page.getByRole("main")).toContainText("下書きはまだありません");
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
  await expect(page.getByRole("main")).toContainText("送信トレイに入れました");

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
