// Reading aloud at a shared screen: what has the focus is spoken in the language of the page, by a voice of the device alone, never what
// somebody typed; the warning is spoken too, a whole page for whoever asks, and what pages say to readers by themselves; nothing is said any
// more when the session ends.
import { type Page } from "@playwright/test";
import { expect, test } from "./lib/fixtures";
import { attach, field, pdf } from "./lib/forms";
import { atScreens, keeperOf, key, look, marker, panel, shut, speak, stand, visitor, words } from "./lib/screen";

atScreens();

/** What a browser was asked to say, in order; nothing: to be silent. */
type Said = { text: string; lang: string; voice: string | null } | null;

/** A browser with these voices; what it is asked to say is noted here, across loadings of the page. */
const listen = async (page: Page, voices: { name: string; lang: string; localService: boolean }[]) => {
  const heard: Said[] = [];
  await page.exposeFunction("engawaHeard", (said: Said) => void heard.push(said));
  await page.addInitScript((voices) => {
    const { engawaHeard } = globalThis as unknown as { engawaHeard: (said: Said) => Promise<void> };
    const synthesis = {
      getVoices: () => voices,
      speak: (it: { text: string; lang: string; voice: { name: string } | null }) => void engawaHeard({ text: it.text, lang: it.lang, voice: it.voice?.name ?? null }),
      cancel: () => void engawaHeard(null),
    };
    Object.defineProperty(globalThis, "speechSynthesis", { value: synthesis });
    Object.defineProperty(globalThis, "SpeechSynthesisUtterance", {
      value: class {
        lang = "";
        voice = null;
        constructor(readonly text: string) {}
      },
    });
  }, voices);
  return heard;
};

const OWN = [
  { name: "遠い声", lang: "ja-JP", localService: false },
  { name: "花子", lang: "ja-JP", localService: true },
  { name: "Alice", lang: "en-GB", localService: true },
];

const texts = (heard: Said[]) => heard.flatMap((said) => (said ? [said.text] : []));

/** Switches reading aloud on or off. */
const aloud = async (page: Page, name = "読み上げ") => {
  await key(page, "look").click();
  await panel(page).getByRole("button", { name, exact: true }).click();
};

test("what has the focus is read aloud in the language of the page, until the session ends", async ({ page, request }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  const heard = await listen(page, OWN);
  await page.clock.install();
  await stand(page, keeper);
  await visitor.begin(page);
  await visitor.home(page);
  expect(texts(heard), "nobody asked for it").toEqual([]);

  await aloud(page);
  await expect(panel(page).getByRole("button", { name: "読み上げ", exact: true })).toHaveAttribute("aria-pressed", "true");
  await shut(page);
  // Where the focus is afterwards.
  await expect.poll(() => texts(heard)).toContain("見え方・音声");
  // Page after page by its heading, and not by that of the one before.
  heard.length = 0;
  const first = ((await page.getByRole("main").locator("h1").textContent()) ?? "").trim();
  await page.locator(".kiosk-doors a[href='/forms']").click();
  const heading = page.getByRole("main").locator("h1");
  await expect(heading).toHaveText("様式・申請");
  await expect.poll(() => texts(heard)).toContain("様式・申請");
  expect(texts(heard)).not.toContain(first);
  expect(heard.filter((said) => said !== null).every((said) => said?.lang === "ja-JP" && said.voice === "花子")).toBe(true);
  await visitor.home(page);

  // A field by its name; never what stands in it.
  const mine = [marker("who"), marker("wish"), `${marker("plan")}.pdf`];
  await visitor.fill(page, form.id, mine[0], mine[1]);
  heard.length = 0;
  await field(page, "お名前").focus();
  await expect.poll(() => texts(heard).join()).toContain("お名前");
  await attach(page, "計画書", pdf(mine[2], 20_000));
  // The button that takes a file away has its name on it; aloud it is called by its question.
  await page.locator(".fill-file button").focus();
  await expect.poll(() => texts(heard).join()).toMatch(/計画書.*を外す/);
  await field(page, "希望すること").focus();
  await expect.poll(() => texts(heard).join()).toContain("希望すること");

  // The warning, while nobody does anything: at 20, 10 and 5 seconds.
  heard.length = 0;
  await page.clock.fastForward(71_000);
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expect.poll(() => texts(heard).filter((text) => text.startsWith(words.stillHere))).toHaveLength(1);
  await page.clock.fastForward(10_000);
  await expect.poll(() => texts(heard).filter((text) => text.startsWith(words.stillHere))).toHaveLength(2);
  await page.getByRole("alertdialog").getByRole("button", { name: words.proceed }).click();

  // In English, by a voice of that language; the screen goes on in it.
  heard.length = 0;
  await speak(page, "English");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await key(page, "look").focus();
  await expect.poll(() => texts(heard)).toContain("Look and sound");
  await page.clock.fastForward(71_000);
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expect.poll(() => texts(heard).join("\n")).toMatch(/Are you still there\? This ends in \d+ seconds/);
  const english = heard.filter((said) => said !== null).at(-1);
  expect(english).toMatchObject({ lang: "en-US", voice: "Alice" });
  expect(texts(heard).filter((text) => mine.some((it) => text.includes(it))), "what somebody typed is said to nobody").toEqual([]);

  // The end: whatever was being said stops, and whoever comes next did not ask for it.
  heard.length = 0;
  await visitor.ended(page, () => page.clock.fastForward(20_000));
  expect(heard.at(-1)).toBeNull();
  heard.length = 0;
  await visitor.begin(page);
  await visitor.home(page);
  await key(page, "look").click();
  await expect(panel(page).getByRole("button", { name: "読み上げ", exact: true })).toHaveAttribute("aria-pressed", "false");
  await shut(page);
  expect(texts(heard)).toEqual([]);
});

test("a device without a voice of its own is silent: nothing is sent away to be spoken", async ({ page, request }) => {
  const heard = await listen(page, OWN.filter((voice) => !voice.localService));
  await stand(page, await keeperOf(request));
  await visitor.begin(page);
  await aloud(page);
  await shut(page);
  await page.locator(".kiosk-doors a[href='/forms']").click();
  await expect(page.getByRole("main").locator("h1")).toHaveText("様式・申請");
  await page.waitForTimeout(500);
  expect(texts(heard)).toEqual([]);
  await visitor.finish(page);
});

/** Without white space: how a text is cut into what is said in one breath is nobody's business. */
const bare = (text: string) => text.replace(/[\s\u2060]/g, "");

test("a whole page is read from its beginning, in its order, until somebody stops it", async ({ page, request }) => {
  const heard = await listen(page, OWN);
  await stand(page, await keeperOf(request));
  await visitor.begin(page);
  const whole = page.getByRole("button", { name: words.readPage, exact: true });
  await expect(whole, "nobody asked for it").toHaveCount(0);
  await aloud(page);
  await shut(page);
  await page.locator(".kiosk-doors a[href='/forms']").click();
  await expect(page.getByRole("main").locator("h1")).toHaveText("様式・申請");
  await look(page, "aloud");
  // What is said by itself when the page comes is said by then.
  await page.waitForTimeout(1_000);
  heard.length = 0;
  await whole.click();
  const shown = await page.getByRole("main").locator("h1, h2, h3").evaluateAll((all) => all.filter((it) => it.checkVisibility() && !it.closest("[data-unsaid]")).map((it) => it.textContent ?? ""));
  const said = () => bare(texts(heard).join(""));
  for (const heading of shown) await expect.poll(said).toContain(bare(heading));
  const places = shown.map((heading) => said().indexOf(bare(heading)));
  expect(places[0], "from its beginning").toBeLessThan(40);
  expect(places.length, "the names of forms, too").toBeGreaterThan(1);
  expect(texts(heard).length).toBeGreaterThan(2);
  expect(texts(heard).every((text) => text.length <= 180)).toBe(true);
  expect(heard.filter((it) => it !== null).every((it) => it?.voice === "花子" || it?.voice === "Alice")).toBe(true);
  heard.length = 0;
  await page.getByRole("button", { name: words.stopReading, exact: true }).click();
  await expect.poll(() => heard.at(-1)).toBeNull();
  await aloud(page);
  await expect(whole).toHaveCount(0);
  await shut(page);
  await visitor.finish(page);
});

test("what a page says to readers is said aloud: an error, a receipt's number; not its secret, nor what was typed", async ({ page, request, allowed }) => {
  allowed.pattern = /status of 404/;
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  const heard = await listen(page, OWN);
  await stand(page, keeper, { idle_seconds: 600 });
  await visitor.begin(page);
  await aloud(page);
  await shut(page);
  const mine = [marker("who"), marker("wish")];
  await visitor.fill(page, form.id, mine[0], mine[1]);
  heard.length = 0;
  const number = await visitor.send(page);
  const secret = ((await page.locator("main .tray-slip .tray-number").nth(1).textContent()) ?? "").trim();
  await expect.poll(() => texts(heard).join("\n"), { timeout: 20_000 }).toContain(number);

  const [no, code] = [page.locator("#kiosk-receipt-no"), page.locator("#kiosk-receipt-secret")];
  const press = page.getByRole("main").getByRole("button", { name: words.lookUp, exact: true });
  await no.fill(number);
  await code.fill("0000-0000-0000-0000");
  heard.length = 0;
  await press.click();
  await expect.poll(() => texts(heard).join("\n"), { timeout: 20_000 }).toContain(words.numbersUnknown);
  await no.fill(number);
  await code.fill(secret);
  await press.click();
  await expect(page.locator(".kiosk-found")).toBeVisible({ timeout: 20_000 });
  await expect.poll(() => texts(heard).join("\n"), { timeout: 20_000 }).toContain(number);
  // Said once, not at each change of the page.
  const before = texts(heard).filter((text) => text.includes(words.numbersUnknown)).length;
  expect(before).toBe(1);
  await page.getByRole("button", { name: words.readPage, exact: true }).click();
  await expect.poll(() => texts(heard).length).toBeGreaterThan(3);
  await page.waitForTimeout(500);
  for (const secretly of [...mine, secret, secret.replaceAll("-", "")]) expect(texts(heard).join("\n")).not.toContain(secretly);
  await visitor.finish(page);
});
