// Reading aloud at a shared screen: what has the focus is spoken in the language of the page, by a voice of the device alone, never what
// somebody typed; the warning is spoken too; nothing is said any more when the session ends.
import { type Page } from "@playwright/test";
import { expect, test } from "./lib/fixtures";
import { attach, field, pdf } from "./lib/forms";
import { atScreens, keeperOf, key, marker, panel, shut, speak, stand, visitor, words } from "./lib/screen";

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
