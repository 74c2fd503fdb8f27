// Shared screens as staff see them: all, one, what it is told, what it is used for; in each width and both colour schemes.
import { type Page } from "@playwright/test";
import { signIn } from "./lib/desk";
import { axeBothSchemes, everyWidth, expect, fits, picture, test } from "./lib/fixtures";
import { keeperOf, marker } from "./lib/screen";

test.beforeEach(({ allowed }) => {
  // A refused form answers 422, which the browser mentions.
  allowed.pattern = /status of 422/;
});

const look = async (page: Page, name: string) => {
  await expect(page.locator("h1")).toHaveCount(1);
  await expect(page.locator("html")).toHaveAttribute("lang", "ja");
  expect(await page.locator("script").count(), "scripts").toBe(0);
  await everyWidth(page, async (width) => {
    await fits(page);
    await axeBothSchemes(page);
    await picture(page, `${width}-fleet-${name}`, true);
  });
};

/** One pixel. */
const PICTURE = Buffer.from("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA", "base64");

/** A day of the month before this one, as it is in Japan. */
const lastMonth = () => {
  const now = new Date(Date.now() + 9 * 3_600_000);
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 15)).toISOString().slice(0, 10);
};

test("all screens, one of them, what is said on it, and the end of it", async ({ page, request, playwright, baseURL }) => {
  test.setTimeout(240_000);
  const keeper = await keeperOf(request);
  const name = `図書館 ${marker("screen")}`;
  const { id, code } = await keeper.enrol({ name });
  await signIn(page, "screens");
  await page.goto("/staff/kiosks");
  await look(page, "list");
  await page.goto(`/staff/kiosks?q=${encodeURIComponent(name)}`);
  const row = page.locator(".desk-row");
  await expect(row).toHaveCount(1);
  await expect(row).toContainText("まだ端末と組み合わせていません");
  await row.locator("a").click();
  await expect(page.locator("h1")).toHaveText(name);
  await look(page, "waiting");

  // A tablet typed the code, and says how it is.
  const tablet = await playwright.request.newContext({ baseURL });
  const paired = await tablet.post("/kiosk/pair", { form: { code }, headers: { accept: "application/json" } });
  expect(paired.status()).toBe(200);
  const beat = {
    seq: 1,
    build: "another",
    as_of: Date.now(),
    pending: 2,
    storage: [1_000_000, 500_000_000],
    persisted: false,
    voices: { ja: true, en: false },
    clock_ms: Date.now(),
    update_waits: true,
    mishaps: [{ code: "panic", at_ms: Date.now(), times: 3 }],
    counts: [
      { day: lastMonth(), what: "session", times: 240 },
      { day: lastMonth(), what: "nothing_found", times: 31 },
    ],
  };
  expect((await tablet.post("/api/v1/kiosk/beat", { data: beat })).status()).toBe(200);
  expect((await tablet.put("/api/v1/kiosk/picture", { data: PICTURE, headers: { "content-type": "image/webp" } })).status()).toBe(204);
  await tablet.dispose();
  await page.goto(`/staff/kiosks?q=${encodeURIComponent(name)}&trouble=pending`);
  await expect(row).toContainText("送ったものが端末に残っています");
  await expect(row.locator("img")).toBeVisible();
  await look(page, "trouble");
  await row.locator("a").click();
  for (const text of ["画面が止まり、読み直した", "ブラウザーは保存を約束していません", "端末に読み上げの声がない言語があります", "動いています", "新しい版が切り替えを待っています"]) await expect(page.locator("main")).toContainText(text);
  await look(page, "one");

  // A code is shown once.
  await page.locator("form[action$='/code'] button").click();
  await expect(page.locator("p.kiosk-code")).toHaveText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  await look(page, "code");

  // Words that not everybody could read are asked for, and what was typed stays.
  await page.goto(`/staff/kiosks/${id}`);
  await page.locator("#f-say_en").fill("We close at 3 pm.");
  await page.locator("form[action$='/say'] button").click();
  await expect(page.locator("#f-say_ja")).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator("#f-say_en")).toHaveValue("We close at 3 pm.");
  await look(page, "say-refused");
  await page.locator("#f-say_ja").fill("15時に閉館します。");
  await page.locator("form[action$='/say'] button").click();
  await expect(page.locator("main [role=status]").first()).toBeVisible();
  await expect(page.locator("#f-say_ja")).toHaveValue("15時に閉館します。");
  await page.goto("/staff/kiosks/say");
  await look(page, "say");

  // What it is used for: months that are over.
  await page.goto(`/staff/kiosks/usage?kiosk=${id}&month=${lastMonth().slice(0, 7)}`);
  await expect(page.locator("table").first()).toContainText("240");
  await look(page, "usage");
  const csv = await page.request.get(`/staff/kiosks/usage.csv?kiosk=${id}`);
  expect(await csv.text()).toContain("240");

  await page.goto("/staff/kiosks/held");
  await look(page, "held");

  await page.goto(`/staff/kiosks/${id}/revoke`);
  await expect(page.locator("main")).toContainText("2件");
  await look(page, "revoke");
  await page.locator("main form button.button-primary").click();
  await expect(page.locator("main [role=status]").first()).toBeVisible();
  await expect(page.locator("form[action$='/code']")).toHaveCount(0);
  await look(page, "revoked");
});

test("enrolled by the form: what is wrong is named at its field, and what was typed stays", async ({ page }) => {
  test.setTimeout(240_000);
  const name = `公民館 ${marker("screen")}`;
  await signIn(page, "screens");
  await page.goto("/staff/kiosks/new");
  await look(page, "new");
  const save = page.locator(".desk-save button");
  const typed: Record<string, string> = { hours: "月-金 9:00-21:00\nいつでも", lat: "east", idle_seconds: "5", home: "https://example.org/", program_0_when: "あした" };
  for (const [field, text] of Object.entries({ ...typed, name })) await page.locator(`#f-${field}`).fill(text);
  await save.click();
  await expect(page.locator("[role=alert]")).toBeVisible();
  for (const [field, text] of Object.entries(typed)) {
    await expect(page.locator(`#f-${field}`), field).toHaveAttribute("aria-invalid", "true");
    await expect(page.locator(`#f-${field}`), field).toHaveValue(text);
    await expect(page.locator(`[role=alert] a[href='#f-${field}']`).first(), field).toBeVisible();
  }
  await expect(page.locator("#f-name")).toHaveValue(name);
  await look(page, "new-refused");

  // A place is looked for, and nothing typed is lost.
  await page.locator("#f-place_words").fill("センター");
  await page.locator("button[name=go][value=find]").click();
  await expect(page.locator("#f-place input[type=radio]").nth(1)).toBeVisible();
  await expect(page.locator("#f-hours")).toHaveValue(typed.hours);
  await expect(page.locator("#f-name")).toHaveValue(name);
  await look(page, "new-place");
  await page.locator("#f-place input[type=radio]").nth(1).check();

  // Enter in a field saves.
  for (const [field, text] of Object.entries({ hours: "月-金 9:00-21:00\n土日 10:00-17:00", lat: "", idle_seconds: "１２０", home: "/kiosk", program_0_when: "" })) {
    await page.locator(`#f-${field}`).fill(text);
  }
  await page.locator("#f-idle_seconds").press("Enter");
  await expect(page).toHaveURL(/\/staff\/kiosks\/[0-9a-f-]{36}\?done=1$/);
  await expect(page.locator("main")).toContainText("120秒");

  // Changed later by the same form.
  await page.locator("main a[href$='/edit']").click();
  await expect(page.locator("#f-hours")).toHaveValue("月-金 9:00-21:00\n土日 10:00-17:00");
  await look(page, "edit");
  await page.locator("#f-name").fill("");
  await save.click();
  await expect(page.locator("#f-name")).toHaveAttribute("aria-invalid", "true");
  await page.locator("#f-name").fill(`${name} 2階`);
  await save.click();
  await expect(page.locator("h1")).toHaveText(`${name} 2階`);
});
