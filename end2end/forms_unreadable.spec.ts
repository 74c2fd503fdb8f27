// Drafts of which not all can be read: what a crash cut off is put aside, shown, saved and taken along; of a draft that does not open the
// words are still there.
import { type Page } from "@playwright/test";
import { awake, axe, everyWidth, expect, fits, picture, test, watch } from "./lib/fixtures";
import { begin, damage, field, journalOf, opened, reach, receiptsOf, send, staffOf, stored, textOf, unfold, words, write } from "./lib/forms";

const lookEveryWidth = (page: Page, name: string) =>
  everyWidth(page, async (width) => {
    await fits(page);
    await axe(page);
    await picture(page, `${width}-unreadable-${name}`, true);
  });

/** What is told of what was put aside. */
const told = (page: Page) => page.getByRole("status").filter({ hasText: words.aside });

/** Presses a button that saves a file. */
const saved = async (page: Page, name: string) => {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name, exact: true }).click()]);
  return { name: download.suggestedFilename(), text: await textOf(download) };
};

/** An address of this site on which no app runs. */
const leave = (page: Page) => page.goto("/icons/icon.svg");

test("what a crash cut off is put aside: it is shown, saved and exported, and goes with the draft", { tag: "@once" }, async ({ page, browser, baseURL, request }) => {
  test.setTimeout(120_000);
  const staff = await staffOf(request);
  const form = await staff.publish();
  const draft = await begin(page, form.id);
  await write(page, "お名前", "読める会");
  await write(page, "希望すること", "机を二つ");
  await expect.poll(() => journalOf(page, draft)).toHaveLength(2);
  await leave(page);
  const line = (await journalOf(page, draft))[1]?.line ?? "-";
  // In the middle of the last word, as a crash does.
  const cut = line.slice(0, line.indexOf("つ"));
  expect(cut).toContain("机を二");
  expect(await damage(page, "journal", line, cut)).toBe(1);

  await page.goto(draft);
  await opened(page);
  await expect(told(page)).toBeVisible();
  // What could be read is in the draft, and nothing else.
  await expect(await reach(page, field(page, "お名前"))).toHaveValue("読める会");
  await expect(await reach(page, field(page, "希望すること"))).toHaveValue("");
  await told(page).getByText(words.asideWords).click();
  await expect(told(page).getByRole("listitem")).toHaveText(/希望すること\s*:\s*机を二$/);
  await lookEveryWidth(page, "aside");
  const file = await saved(page, words.saveAside);
  expect(file.name).toMatch(/読み取れなかった記録\.txt$/);
  expect(file.text).toContain("希望すること\n机を二\n");
  expect(file.text.split("\n")).toContain(cut);

  // It stays as it was, and what is written now is read again.
  await write(page, "希望すること", "机を三つ");
  const aside = await journalOf(page, draft, true);
  expect(aside.map((it) => it.line)).toEqual([cut]);
  expect(Math.abs(Date.now() - (aside[0]?.at ?? 0))).toBeLessThan(600_000);
  await page.reload();
  await opened(page);
  await expect(await reach(page, field(page, "希望すること"))).toHaveValue("机を三つ");
  await expect(told(page)).toBeVisible();
  await unfold(page);
  const exported = await saved(page, words.saveDraft);
  expect(exported.name).toMatch(/\.engawa-draft\.json$/);
  expect(JSON.parse(exported.text).aside.map((it: { line: string }) => it.line)).toEqual([cut]);
  await page.goto("/drafts");
  await awake(page);
  await expect(page.getByRole("main").getByRole("link", { name: words.asideInList })).toHaveAttribute("href", draft);
  await lookEveryWidth(page, "list");

  // Another device has all of it from the file.
  const problems: string[] = [];
  const context = await browser.newContext({ baseURL, locale: "ja-JP" });
  const other = await context.newPage();
  watch(other, problems);
  await other.goto("/drafts");
  await awake(other);
  await other.getByLabel(words.importFile).setInputFiles({ name: exported.name, mimeType: "application/json", buffer: Buffer.from(exported.text) });
  await other.getByRole("button", { name: words.importNow, exact: true }).click();
  await other.getByRole("link", { name: words.open, exact: true }).click();
  await opened(other);
  await expect(told(other)).toBeVisible();
  await expect(await reach(other, field(other, "希望すること"))).toHaveValue("机を三つ");
  expect((await journalOf(other, draft, true)).map((it) => it.line)).toEqual([cut]);
  // Deleted there, nothing of it is left there.
  await unfold(other);
  await other.getByRole("button", { name: words.deleteDraft }).click();
  await other.getByRole("button", { name: words.deleteYes, exact: true }).click();
  await expect(other).toHaveURL(/\/drafts$/);
  expect(await stored(other, "journal")).toEqual({});
  await context.close();
  expect(problems).toEqual([]);

  // It is in nobody's way when the form is sent, and does not travel with it.
  await page.goto(draft);
  await send(page);
  await receiptsOf(page, 1);
  const rows = await staff.rows(form.id);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toContain("机を三つ");
});

test("a draft that is damaged does not open: its words are read and saved all the same", { tag: "@once" }, async ({ page, request }) => {
  const form = await (await staffOf(request)).publish();
  const draft = await begin(page, form.id);
  await write(page, "お名前", "壊れた会");
  await write(page, "希望すること", "机を二つ");
  await expect.poll(() => journalOf(page, draft)).toHaveLength(2);
  await leave(page);
  expect(await damage(page, "drafts", '\\"document\\"', '\\"docu')).toBe(1);
  const [drafts, journal] = [await stored(page, "drafts"), await stored(page, "journal")];

  await page.goto(draft);
  const main = page.getByRole("main");
  await expect(main).toContainText(words.damaged, { timeout: 20_000 });
  await main.getByText(words.restWords).click();
  for (const text of ["壊れた会", "机を二つ"]) await expect(main.getByRole("listitem").filter({ hasText: text })).toHaveCount(1);
  await lookEveryWidth(page, "damaged");
  const file = await saved(page, words.saveDraft);
  expect(file.name).toMatch(/読み取れなかった記録\.txt$/);
  for (const text of ["壊れた会", "机を二つ"]) expect(file.text).toContain(`\n${text}\n`);
  for (const { line } of await journalOf(page, draft)) expect(file.text.split("\n")).toContain(line);
  // Nothing on the device changed.
  expect([await stored(page, "drafts"), await stored(page, "journal")]).toEqual([drafts, journal]);
});
