// Kinds of fields that the author of a form asks for by an appearance: drawn by hand, counted, narrowed, a scale, a month, a year.
import { type Locator, type Page } from "@playwright/test";
import { awake, axe, everyWidth, expect, fits, picture, synced, test } from "./lib/fixtures";
import { begin, choose, field, given, opened, problemsOf, pressSend, reach, receiptsOf, send, set, staffOf, words, write } from "./lib/forms";

const look = async (page: Page, name: string) => {
  await fits(page);
  await axe(page);
  await picture(page, `${test.info().project.name}-fields-${name}`, true);
};

/** The same in every width. */
const lookEveryWidth = (page: Page, name: string) => everyWidth(page, (width) => look(page, `${width}-${name}`));

/** A sheet of questions. Each begins with the cells that it has; the rest is empty. */
const survey = (head: string[], ...rows: string[][]) => [head, ...rows.map((row) => head.map((_, at) => row[at] ?? ""))];

const towns = [["list_name", "name", "label"], ["town", "north", "北町"], ["town", "south", "南町"], ["town", "east", "東台"], ["town", "bird", "カワセミ台"]];

/** A question with all that stands at it. */
const asked = (page: Page, label: string) => page.locator(".fill-field").filter({ hasText: label });

/** What the page says to those who do not see it change. */
const said = (page: Page) => page.locator(".visually-hidden[role=status]").first();

/** Keeps the open draft on the device and comes back to it. */
const reload = async (page: Page) => {
  await page.reload();
  await awake(page);
  await opened(page);
};

// --- Drawn by hand ---

/** The frame of a question, and what stands at it. */
const padOf = (page: Page, label: string) => {
  const all = asked(page, label);
  return {
    frame: all.getByRole("img", { name: `${label}：${words.pad}`, exact: true }),
    lines: all.locator(".fill-sign path"),
    use: all.getByRole("button", { name: words.useDrawn }),
    clear: all.getByRole("button", { name: words.clearDrawn }),
    picture: all.locator("img.fill-picture"),
    /** The field for a picture that is there already. */
    file: all.locator("input[type=file]"),
  };
};

/** Draws a line in a frame, in parts of its width and height. */
const draw = async (page: Page, frame: Locator, ...points: [number, number][]) => {
  // Away from what stands at the edges of the window.
  await frame.evaluate((it) => it.scrollIntoView({ block: "center" }));
  const box = await frame.boundingBox();
  if (!box) throw new Error("no frame");
  const [first, ...rest] = points.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height] as const);
  if (!first) throw new Error("nothing to draw");
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const [x, y] of rest) await page.mouse.move(x, y, { steps: 6 });
  await page.mouse.up();
};

/** In which corners of a picture there is ink: nw, ne, sw, se. */
const inkOf = (page: Page, png: Buffer) =>
  page.evaluate(async (base64) => {
    const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))]));
    const { width, height } = picture;
    const context = new OffscreenCanvas(width, height).getContext("2d");
    if (!context) throw new Error("no canvas");
    context.drawImage(picture, 0, 0);
    const side = 60;
    const isInked = (x: number, y: number) => {
      const { data } = context.getImageData(x, y, side, side);
      return data.some((value, at) => at % 4 === 0 && value < 128);
    };
    const corners = { nw: [0, 0], ne: [width - side, 0], sw: [0, height - side], se: [width - side, height - side] } as const;
    return Object.entries(corners).filter(([, [x, y]]) => isInked(x, y)).map(([name]) => name).join(" ");
  }, png.toString("base64"));

test("a signature is drawn, cleared, drawn anew, kept and sent as a picture; so is a plan", async ({ page, request }) => {
  test.setTimeout(120_000);
  const staff = await staffOf(request);
  const questions = survey(["type", "name", "label", "appearance", "required"], ["text", "who", "お名前"], ["image", "mark", "署名", "signature", "yes"], ["image", "plan", "会場の図", "draw"]);
  const form = await staff.publishWorkbook({ survey: questions });
  await begin(page, form);
  await write(page, "お名前", "手書きの会");
  const mark = padOf(page, "署名");
  await reach(page, mark.frame);
  await expect(mark.use).toHaveCount(0);
  await draw(page, mark.frame, [0.8, 0.2], [0.2, 0.8]);
  await expect(mark.lines).toHaveAttribute("d", /^M\d+ \d+(L\d+ \d+)+$/);
  await look(page, "signature");
  await mark.clear.click();
  await expect(mark.lines).toHaveAttribute("d", "");
  await expect(mark.clear).toHaveCount(0);
  // The button is gone; the keyboard goes on at the question.
  await expect(mark.file).toBeFocused();

  // Drawn is not given yet: it is still missing, and still there.
  await draw(page, mark.frame, [0.2, 0.2], [0.8, 0.8]);
  const drawn = (await mark.lines.getAttribute("d")) ?? "-";
  expect(drawn).toMatch(/^M\d+ \d+(L\d+ \d+)+$/);
  await pressSend(page);
  await expect(problemsOf(page).list).toContainText(words.drawingUnused);
  await problemsOf(page).lead("署名").click();
  await expect(mark.frame).toBeVisible();
  await expect(mark.lines).toHaveAttribute("d", drawn);
  await mark.use.click();
  await expect(mark.picture).toBeVisible();
  await expect(mark.lines).toHaveAttribute("d", "");
  await expect(mark.file).toBeFocused();
  await look(page, "signed");

  const plan = padOf(page, "会場の図");
  await reach(page, plan.frame);
  await draw(page, plan.frame, [0.2, 0.8], [0.2, 0.2], [0.8, 0.2]);
  // Nobody asks for it, and it does not stay behind unseen all the same.
  await pressSend(page);
  await expect(problemsOf(page).list).toContainText(words.drawingUnused);
  await problemsOf(page).lead("会場の図").click();
  await plan.use.click();
  await expect(plan.picture).toBeVisible();

  await reload(page);
  await reach(page, mark.picture);
  await expect.poll(() => mark.picture.evaluate((it) => (it as HTMLImageElement).naturalWidth)).toBeGreaterThan(100);
  await send(page);
  const [number = "-"] = await receiptsOf(page, 1);
  const inks = await Promise.all((await staff.files(form, number)).map((file) => inkOf(page, file)));
  // The line that was cleared is in neither.
  expect(inks.sort()).toEqual(["nw ne sw", "nw se"]);
});

test("whoever cannot draw gives a picture of a signature, with nothing but a keyboard", { tag: "@once" }, async ({ page, request }) => {
  const staff = await staffOf(request);
  const form = await staff.publishWorkbook({ survey: survey(["type", "name", "label", "appearance", "required"], ["image", "mark", "署名", "signature", "yes"]) });
  await begin(page, form);
  const { file } = padOf(page, "署名");
  await reach(page, file);
  await file.focus();
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("Space")]);
  const png = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(200, 100);
    canvas.getContext("2d")?.fillRect(0, 0, 60, 60);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  await chooser.setFiles({ name: "印.png", mimeType: "image/png", buffer: Buffer.from(png) });
  await expect(given(page, "印.png").locator("img")).toBeVisible();
  // Taken away, the keyboard is at the question, and it is given once more.
  await given(page, "印.png").getByRole("button").press("Enter");
  await expect(page.locator(".fill-file")).toHaveCount(0);
  await expect(file).toBeFocused();
  await file.setInputFiles({ name: "印.png", mimeType: "image/png", buffer: Buffer.from(png) });
  await expect(given(page, "印.png").locator("img")).toBeVisible();
  await lookEveryWidth(page, "signature-file");
  await send(page);
  const [number = "-"] = await receiptsOf(page, 1);
  expect(await staff.files(form, number)).toHaveLength(1);
});

// --- Counted ---

test("a number is counted up and down, typed, and held to its limits", { tag: "@once" }, async ({ page, request }) => {
  const staff = await staffOf(request);
  const head = ["type", "name", "label", "appearance", "constraint", "constraint_message"];
  const form = await staff.publishWorkbook({ survey: survey(head, ["integer", "chairs", "椅子の数", "counter", ". >= 0 and . <= 3", "3脚までです"], ["integer", "desks", "机の数", "counter"]) });
  await begin(page, form);
  const named = (name: string) => page.getByRole("button", { name, exact: true });
  const [less, more] = [named("椅子の数：1減らす"), named("椅子の数：1増やす")];
  const chairs = page.getByRole("textbox", { name: "椅子の数", exact: true });
  const desks = page.getByRole("textbox", { name: "机の数", exact: true });
  const wrong = asked(page, "椅子の数").locator(".field-error");
  await reach(page, chairs);
  await more.click();
  await expect(chairs).toHaveValue("1");
  await expect(said(page)).toHaveText("1");
  // With the keyboard, which stays where it is.
  await page.keyboard.press("Enter");
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await expect(chairs).toHaveValue("4");
  await expect(said(page)).toHaveText("4");
  await expect(more).toBeFocused();
  await lookEveryWidth(page, "counter");
  // One too many: it is told once the person goes on.
  await expect(wrong).toHaveCount(0);
  await (await reach(page, desks)).focus();
  await reach(page, chairs);
  await expect(wrong).toHaveText("3脚までです");
  await expect(chairs).toHaveAttribute("aria-invalid", "true");
  await lookEveryWidth(page, "counter-wrong");
  await less.click();
  await expect(chairs).toHaveValue("3");
  await expect(wrong).toHaveCount(0);
  const type = async (text: string) => {
    await chairs.fill(text);
    await chairs.blur();
  };
  await type("０");
  await expect(chairs).toHaveValue("0");
  await less.click();
  await expect(chairs).toHaveValue("-1");
  await expect(wrong).toHaveText("3脚までです");
  // What is no number is put right by hand, and nothing is made of it.
  await type("二つ");
  await more.click();
  await expect(chairs).toHaveValue("二つ");
  await expect(wrong).toBeVisible();
  await type("２");
  await expect(chairs).toHaveValue("2");
  await expect(wrong).toHaveCount(0);
  // From nothing to one; the other number stays as it was.
  await reach(page, desks);
  await named("机の数：1増やす").click();
  await expect(desks).toHaveValue("1");
  await reload(page);
  await expect(await reach(page, chairs)).toHaveValue("2");
  await send(page);
  await receiptsOf(page, 1);
  expect((await staff.rows(form))[0]).toMatch(/,2,1(,|$)/);
});

// --- Narrowed ---

test("a list is narrowed by typing and chosen from with the keyboard, also without a connection", { tag: "@once" }, async ({ page, context, request, allowed }) => {
  test.setTimeout(120_000);
  allowed.pattern = /ERR_INTERNET_DISCONNECTED|Failed to fetch/;
  const staff = await staffOf(request);
  const form = await staff.publishWorkbook({ survey: survey(["type", "name", "label", "appearance"], ["select_one town", "town", "お住まいの町", "autocomplete"]), choices: towns });
  await page.goto(`/forms/${form}`);
  await synced(page);
  await begin(page, form);
  await context.setOffline(true);
  await reload(page);
  const list = await reach(page, field(page, "お住まいの町"));
  const narrow = asked(page, "お住まいの町").getByRole("searchbox", { name: words.narrow });
  const count = asked(page, "お住まいの町").getByRole("status");
  const offered = () => list.locator("option").allTextContents();
  expect(await offered()).toEqual([expect.stringContaining(words.notChosen), "北町", "南町", "東台", "カワセミ台"]);
  await expect(count).toHaveText("");
  // However it is written.
  for (const [typed, found] of [["町", ["北町", "南町"]], ["かわせみ", ["カワセミ台"]], ["ｶﾜ", ["カワセミ台"]], ["どこにもない", []]] as const) {
    await narrow.fill(typed);
    await expect(count).toHaveText(`${found.length}件に絞りこみました`);
    expect((await offered()).slice(1)).toEqual(found);
  }
  // Escape empties the field; the whole list is back.
  await narrow.press("Escape");
  await expect(narrow).toHaveValue("");
  await expect(count).toHaveText("");
  expect(await offered()).toHaveLength(5);

  await narrow.pressSequentially("台");
  await expect(count).toHaveText("2件に絞りこみました");
  // Enter leads nowhere from here.
  await narrow.press("Enter");
  await expect(narrow).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(list).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(list).toHaveValue("bird");
  await lookEveryWidth(page, "narrowed");
  // What is chosen stays in the list, whatever is sought.
  await narrow.fill("南");
  await expect(list).toHaveValue("bird");
  expect((await offered()).slice(1)).toEqual(["南町", "カワセミ台"]);
  await reload(page);
  await expect(await reach(page, list)).toHaveValue("bird");
  await context.setOffline(false);
  await page.evaluate(() => void dispatchEvent(new Event("online")));
  await send(page);
  await receiptsOf(page, 1);
  expect((await staff.rows(form))[0]).toContain("カワセミ台");
});

test("boxes are narrowed, and those that are ticked stay", { tag: "@once" }, async ({ page, request }) => {
  const staff = await staffOf(request);
  const form = await staff.publishWorkbook({ survey: survey(["type", "name", "label", "appearance"], ["select_multiple town", "towns", "よく行く町", "autocomplete"]), choices: towns });
  await begin(page, form);
  const boxes = await reach(page, set(page, "よく行く町"));
  const narrow = boxes.getByRole("searchbox", { name: words.narrow });
  await boxes.getByLabel("北町").check();
  await narrow.fill("台");
  await expect(boxes.getByRole("status")).toHaveText("3件に絞りこみました");
  await expect(boxes.getByRole("checkbox")).toHaveCount(3);
  await expect(boxes.getByLabel("北町")).toBeChecked();
  await boxes.getByLabel("東台").press("Space");
  await expect(boxes.getByLabel("東台")).toBeChecked();
  await expect(boxes.getByLabel("東台")).toBeFocused();
  await lookEveryWidth(page, "boxes");
  await boxes.getByLabel("北町").press("Space");
  // The box does not go away under the hand that unticks it, until something else is sought.
  await expect(boxes.getByLabel("北町")).not.toBeChecked();
  await expect(boxes.getByLabel("北町")).toBeFocused();
  await narrow.fill("東");
  await expect(boxes.getByRole("checkbox")).toHaveCount(1);
  await send(page);
  await receiptsOf(page, 1);
  expect((await staff.rows(form))[0]).toMatch(/,東台(,|$)/);
});

// --- A scale ---

test("a scale is rated with the keyboard, the rating is taken back, and a place is picked", { tag: "@once" }, async ({ page, request }) => {
  const staff = await staffOf(request);
  const head = ["type", "name", "label", "appearance", "parameters"];
  const form = await staff.publishWorkbook({ survey: survey(head, ["range", "pleased", "満足度", "rating", "start=1 end=5 step=1"], ["range", "share", "負担の割合", "picker", "start=0 end=100 step=10"]) });
  await begin(page, form);
  const pleased = await reach(page, set(page, "満足度"));
  const places = pleased.getByRole("radio");
  await expect(places).toHaveCount(5);
  await expect(pleased.getByRole("radio", { checked: true })).toHaveCount(0);
  const clear = pleased.getByRole("button", { name: words.clearChoice });
  await expect(clear).toHaveCount(0);
  await choose(page, "満足度", "3");
  await page.keyboard.press("ArrowRight");
  await expect(pleased.getByLabel("4")).toBeChecked();
  await expect(pleased.getByLabel("4")).toBeFocused();
  await lookEveryWidth(page, "rating");
  await clear.press("Enter");
  await expect(pleased.getByRole("radio", { checked: true })).toHaveCount(0);
  await expect(clear).toHaveCount(0);
  await expect(pleased).toBeFocused();
  await choose(page, "満足度", "2");

  const share = await reach(page, field(page, "負担の割合"));
  expect((await share.locator("option").allTextContents()).slice(1)).toEqual(["0", "10", "20", "30", "40", "50", "60", "70", "80", "90", "100"]);
  await expect(share).toHaveValue("");
  await share.focus();
  await page.keyboard.type("30");
  await expect(share).toHaveValue("30");
  await lookEveryWidth(page, "picker");
  await reload(page);
  await reach(page, pleased);
  await expect(pleased.getByLabel("2")).toBeChecked();
  await expect(await reach(page, share)).toHaveValue("30");
  await send(page);
  await receiptsOf(page, 1);
  expect((await staff.rows(form))[0]).toMatch(/,2,30(,|$)/);
});

// --- A month, a year ---

test("a month and a year are given as people write them, also by the era", { tag: "@once" }, async ({ page, request }) => {
  const staff = await staffOf(request);
  const form = await staff.publishWorkbook({ survey: survey(["type", "name", "label", "appearance"], ["date", "since", "始めた月", "month-year"], ["date", "built", "建てた年", "year"]) });
  await begin(page, form);
  const byEra = async (label: string, text: string) => {
    const fold = asked(page, label).locator("details");
    if (!(await fold.evaluate((it) => (it as HTMLDetailsElement).open))) await fold.getByText(words.byEra).click();
    await fold.getByLabel(words.eraLabel).fill(text);
  };
  const since = await reach(page, field(page, "始めた月"));
  await write(page, "始めた月", "2019-05");
  await expect(asked(page, "始めた月").locator("output")).toHaveText("令和元年5月");
  await byEra("始めた月", "平成31年4月");
  await expect(since).toHaveValue("2019-04");
  await expect(asked(page, "始めた月").locator("output")).toHaveText("平成31年4月");
  await byEra("始めた月", "令和の初め");
  await expect(asked(page, "始めた月").locator("p[role=status]")).toContainText(words.eraUnread);
  // What cannot be read changes nothing.
  await expect(since).toHaveValue("2019-04");
  await lookEveryWidth(page, "month");

  const built = await reach(page, field(page, "建てた年"));
  const wrong = asked(page, "建てた年").locator(".field-error");
  await write(page, "建てた年", "昭和のころ");
  await expect(wrong).toBeVisible();
  await expect(built).toHaveValue("昭和のころ");
  await lookEveryWidth(page, "year");
  for (const [typed, year] of [["１９６４", "1964"], ["昭和39年", "1964"], ["令和元年", "2019"]] as const) {
    await write(page, "建てた年", typed);
    await expect(built).toHaveValue(year);
    await expect(wrong).toHaveCount(0);
  }
  await byEra("建てた年", "昭和64年");
  await expect(built).toHaveValue("1989");
  await reload(page);
  await expect(await reach(page, field(page, "始めた月"))).toHaveValue("2019-04");
  await expect(await reach(page, field(page, "建てた年"))).toHaveValue("1989");
  await send(page);
  await receiptsOf(page, 1);
  expect((await staff.rows(form))[0]).toContain("2019-04-01,1989-01-01");
});
