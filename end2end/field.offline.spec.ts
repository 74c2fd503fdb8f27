// Staff in the field: set up with a PIN, switched off, read and noted without a connection, sent when there is one; nothing of it in the open
// on the disk; wrong PINs; somebody else was quicker; signed out; a passkey beside the PIN.
import { chromium, expect, test as base, type BrowserContext, type Page } from "@playwright/test";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { note, PIN, setUp, unlock, waiting } from "./lib/field";
import { axe, synced, watch } from "./lib/fixtures";
import { staffOf } from "./lib/forms";

// A browser logs each answer that is no 200; that nobody is signed in is one.
const EXPECTED = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK_CHANGED|Failed to fetch|status of 40[13]/;

type Phone = (offline: boolean) => Promise<{ context: BrowserContext; page: Page }>;

/** A phone with a store of its own, which can be switched off and on again, and its disk. */
const test = base.extend<{ profile: string; phone: Phone }>({
  profile: async ({}, use) => {
    const profile = mkdtempSync(join(tmpdir(), "engawa-field-"));
    await use(profile);
    rmSync(profile, { recursive: true, force: true });
  },
  phone: async ({ baseURL, launchOptions, profile }, use) => {
    const problems: string[] = [];
    let open: BrowserContext | undefined;
    await use(async (offline) => {
      await open?.close();
      open = await chromium.launchPersistentContext(profile, { ...launchOptions, baseURL, offline, viewport: { width: 360, height: 740 }, locale: "ja-JP", timezoneId: "Asia/Tokyo" });
      const page = open.pages()[0] ?? (await open.newPage());
      watch(page, problems, EXPECTED);
      return { context: open, page };
    });
    await open?.close();
    expect(problems, "errors in the console").toEqual([]);
  },
});

/** Every byte that the browser keeps of its databases. */
const kept = (folder: string): Buffer[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && file.parentPath.includes("IndexedDB"))
    .map((file) => readFileSync(join(file.parentPath, file.name)));

/** A device that holds passkeys, and says yes by itself. `hasPrf`: its passkeys give keys. */
const authenticator = async (context: BrowserContext, page: Page, hasPrf: boolean) => {
  const cdp = await context.newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2" as const,
    ctap2Version: "ctap2_1" as const,
    transport: "internal" as const,
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
    hasPrf,
  };
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", { options });
  return {
    refuses: async () => void (await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false })),
    gone: async () => void (await cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId })),
  };
};

const makePasskey = async (page: Page, label: string) => {
  await page.goto("/account/passkeys");
  await page.locator("#passkey-label").fill(label);
  await page.locator("[data-passkey=register]").click();
  await expect(page).toHaveURL(/done=added/);
};

/** Opens with the PIN, and asks for a passkey that opens too. */
const addPasskey = async (page: Page) => {
  await page.goto("/field");
  await unlock(page, PIN);
  await expect(page.getByRole("heading", { name: "待っている仕事" })).toBeVisible({ timeout: 20_000 });
  await page.getByText("パスキーで開く設定").click();
  await page.getByRole("button", { name: "このパスキーでも開けるようにする" }).click();
};

test("read and noted in a cold start without a connection; it arrives, and a conflict is shown", async ({ phone, profile, request }) => {
  test.setTimeout(240_000);
  const staff = await staffOf(request);
  const form = await staff.publish();
  const [first, second] = ["現場花子", "現場太郎"];
  const one = await waiting(staff, form.id, first);
  const two = await waiting(staff, form.id, second);

  let { page } = await phone(false);
  await page.goto("/");
  await synced(page);
  await setUp(page, () => axe(page));
  await page.locator("#field-words").fill(form.title);
  await expect(page.locator(".field-open")).toHaveCount(2, { timeout: 20_000 });

  // Switched off, and on again where there is no signal.
  ({ page } = await phone(true));
  await page.goto("/field");
  await expect(page.locator("#field-pin")).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("main")).not.toContainText(first);
  await unlock(page, "000000");
  await expect(page.getByRole("alert").filter({ hasText: "暗証番号が違います（1回目）" })).toBeVisible({ timeout: 20_000 });
  await unlock(page, PIN);
  await expect(page.getByRole("heading", { name: "待っている仕事" })).toBeVisible({ timeout: 20_000 });
  await note(page, first, "呼び鈴は鳴らない");
  await note(page, second, "庭から入る");
  await expect(page.getByText("まだ送っていません")).toHaveCount(2);
  await axe(page);
  await page.getByRole("button", { name: "鍵をかける", exact: true }).click();
  await expect(page.locator("#field-pin")).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText("呼び鈴");

  // Meanwhile a colleague was quicker with the second.
  await staff.run({ review: { submission: two, state: "in_review" } });
  ({ page } = await phone(false));
  const disk = kept(profile);
  expect(disk.length).toBeGreaterThan(0);
  for (const word of [first, second, "呼び鈴", "庭から入る"]) {
    for (const bytes of [Buffer.from(word, "utf8"), Buffer.from(word, "utf16le")]) expect(disk.some((file) => file.includes(bytes)), word).toBe(false);
  }

  await page.goto("/field");
  await unlock(page, PIN);
  await expect(page.getByText("届きました")).toHaveCount(1, { timeout: 30_000 });
  const conflict = page.getByRole("listitem").filter({ hasText: "ほかの人が先に変更しました" });
  await expect(conflict).toContainText("庭から入る");
  await expect(conflict).toContainText("審査中");
  await axe(page);
  await conflict.getByRole("button", { name: "自分のものを送る" }).click();
  await expect(page.getByText("届きました")).toHaveCount(2, { timeout: 30_000 });
  for (const [id, text] of [[one, "呼び鈴は鳴らない"], [two, "庭から入る"]]) {
    expect(await (await request.get(`/staff/submissions/${id}`)).text()).toContain(text);
  }
});

test("whoever was signed out finds nothing, and whoever wipes it neither", async ({ phone, request }) => {
  test.setTimeout(120_000);
  const staff = await staffOf(request);
  const form = await staff.publish();
  await waiting(staff, form.id, "現場次郎");
  const { context, page } = await phone(false);
  await page.goto("/");
  await synced(page);
  await setUp(page);
  await context.clearCookies({ name: /engawa/ });
  await page.getByRole("button", { name: "いま通信する" }).click();
  await expect(page.getByRole("main")).toContainText("サインインが切れた", { timeout: 20_000 });
  await expect(page.getByRole("main")).not.toContainText("現場次郎");
  // The right PIN opens what is left, which is nothing; the next contact locks it again.
  await page.getByText("この端末からすべて消す").click();
  await page.getByRole("button", { name: "消す", exact: true }).click();
  await expect(page.getByRole("main")).toContainText("すべて消しました");
});

test("a passkey opens it without a connection, beside the PIN; one that gives no keys says so", async ({ phone, request }) => {
  test.setTimeout(240_000);
  const who = "現場三郎";
  const staff = await staffOf(request);
  const form = await staff.publish();
  await waiting(staff, form.id, who);
  const { context, page } = await phone(false);
  await page.goto("/");
  await synced(page);
  await setUp(page);

  const plain = await authenticator(context, page, false);
  await makePasskey(page, "現場 鍵なし");
  await addPasskey(page);
  await expect(page.getByRole("alert").filter({ hasText: "対応していません" })).toBeVisible({ timeout: 20_000 });
  await axe(page);
  await plain.gone();

  const device = await authenticator(context, page, true);
  await makePasskey(page, "現場");
  await addPasskey(page);
  await expect(page.getByText("次からは、パスキーでも開けます")).toBeVisible({ timeout: 20_000 });

  // No signal, and the page is opened anew: the key is gone.
  await context.setOffline(true);
  await page.reload();
  const open = page.getByRole("button", { name: "パスキーで開く", exact: true });
  await expect(open).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("main")).not.toContainText(who);
  await axe(page);
  await open.click();
  await expect(page.getByRole("heading", { name: "待っている仕事" })).toBeVisible({ timeout: 20_000 });
  await note(page, who, "裏口から入る");

  // The PIN opens the same.
  const lock = page.getByRole("button", { name: "鍵をかける", exact: true });
  await lock.click();
  await unlock(page, PIN);
  await expect(page.getByText("まだ送っていません")).toHaveCount(1, { timeout: 20_000 });

  // Whoever the passkey does not know is not let in. (An authenticator that refused somebody asks for more than this one can: so it comes last.)
  await lock.click();
  await device.refuses();
  await open.click();
  await expect(page.getByRole("alert").filter({ hasText: "パスキーを確かめられませんでした" })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByRole("main"), "it is not counted among the PINs").not.toContainText("暗証番号が違います");
  await expect(page.getByRole("main")).not.toContainText(who);
  await unlock(page, PIN);

  // Taken away, the PIN alone is left.
  await page.getByText("パスキーで開く設定").click();
  await page.getByRole("button", { name: "パスキーでは開けないようにする" }).click();
  await expect(page.getByText("暗証番号だけで開くようにしました")).toBeVisible({ timeout: 20_000 });
  await lock.click();
  await expect(page.locator("#field-pin")).toBeVisible();
  await expect(open).toHaveCount(0);
});
