// Forms without a connection: begun, filled in and sent in a cold start; taken back before it leaves; delivered after every tab is closed; an
// outbox of another build; a new service worker meanwhile.
import { expect, type Page } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { awake, axe, synced } from "./lib/fixtures";
import { SYNC_TAG, attach, backgroundSync, begin, field, given, pdf, reach, receiptNo, receiptsOf, send, sendShort, staffOf, stored, words, write } from "./lib/forms";
import { online, test } from "./lib/phone";
import { WeakLink } from "./lib/weak_link";

test("begun, filled in and sent in a cold start without a connection", async ({ phone, request }) => {
  test.setTimeout(180_000);
  const staff = await staffOf(request);
  const form = await staff.publish();
  let { context, page } = await phone(false);
  await page.goto("/forms");
  await synced(page);
  await expect(page.getByRole("main")).toContainText(form.title);

  // Switched off, and on again in a hall without signal: by deep link.
  ({ context, page } = await phone(true));
  await page.goto(`/forms/${form.id}`);
  await expect(page.locator("h1")).toContainText("短い様式");
  const draft = await begin(page, form.id);
  await write(page, "お名前", "電波のない会");
  await attach(page, "計画書", pdf());

  // Switched off once more before it is sent: everything is here.
  ({ context, page } = await phone(true));
  await page.goto("/drafts");
  await page.locator(`main a[href='${draft}']`).first().click();
  await expect(await reach(page, field(page, "お名前"))).toHaveValue("電波のない会");
  await reach(page, given(page, "計画書.pdf"));
  await send(page);
  await expect(page.locator(".status")).toContainText(words.notSentYet);
  await page.goto("/outbox");
  await expect(page.getByRole("region", { name: words.waiting })).toContainText(form.title);
  await axe(page);
  expect(await staff.rows(form.id)).toHaveLength(0);

  // The train leaves the tunnel.
  await online(context, page);
  const [number] = await receiptsOf(page, 1);
  expect(number).toMatch(receiptNo);
  await expect(page.locator(".status")).not.toContainText(words.notSentYet);
  const rows = await staff.rows(form.id);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toContain("電波のない会");
  expect(rows[0]).toContain(number);
  // The receipt stays, also without a connection.
  ({ page } = await phone(true));
  await page.goto("/outbox");
  await expect(page.getByRole("region", { name: words.receipts })).toContainText(number ?? "-");
});

test("taken back before it left: nothing is sent, and the draft stays", async ({ phone, request }) => {
  test.setTimeout(120_000);
  const staff = await staffOf(request);
  const form = await staff.publish();
  const { context, page } = await phone(false);
  await page.goto(`/forms/${form.id}`);
  await synced(page);
  await context.setOffline(true);
  // Sending leads to the outbox.
  const draft = await sendShort(page, form.id, "やめた会");
  await page.getByRole("region", { name: words.waiting }).getByRole("button", { name: words.cancel }).click({ timeout: 20_000 });
  await expect(page.getByRole("main")).toContainText(words.empty);
  await online(context, page);
  await page.goto(draft);
  await awake(page);
  await expect(await reach(page, field(page, "お名前"))).toHaveValue("やめた会");
  await page.waitForTimeout(3_000);
  expect(await staff.rows(form.id)).toHaveLength(0);
  // It can be sent after all.
  await send(page);
  await receiptsOf(page, 1);
  expect(await staff.rows(form.id)).toHaveLength(1);
});

test("every tab is closed: the service worker delivers it, once", async ({ phone, request, baseURL }) => {
  test.setTimeout(180_000);
  const staff = await staffOf(request);
  const form = await staff.publish();
  let { context, page } = await phone(false);
  await page.goto(`/forms/${form.id}`);
  await synced(page);
  await context.setOffline(true);
  await sendShort(page, form.id, "閉じた会", pdf("計画書.pdf", 600_000));
  await expect(page.locator(".status")).toContainText(words.notSentYet);
  const blank = await context.newPage();
  for (const open of context.pages().filter((it) => it !== blank)) await open.close();
  await context.setOffline(false);
  expect(await staff.rows(form.id)).toHaveLength(0);
  const origin = new URL(baseURL ?? "").origin;
  await backgroundSync(context, origin, SYNC_TAG);
  await expect.poll(() => staff.rows(form.id).then((rows) => rows.length), { timeout: 60_000 }).toBe(1);
  // Once more, as browsers do when they are not sure.
  await backgroundSync(context, origin, SYNC_TAG);
  ({ context, page } = await phone(false));
  const [number] = await receiptsOf(page, 1);
  const rows = await staff.rows(form.id);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toContain(number);
});

test("the form is closed meanwhile: it comes back, and nothing is lost", async ({ phone, request }) => {
  test.setTimeout(120_000);
  const staff = await staffOf(request);
  const form = await staff.publish();
  const { context, page } = await phone(false);
  await page.goto(`/forms/${form.id}`);
  await synced(page);
  await context.setOffline(true);
  const draft = await sendShort(page, form.id, "遅れた会");
  await staff.setOpen(form.id, false);
  await page.goto("/outbox");
  await online(context, page);
  const stuck = page.getByRole("region", { name: words.needsYou });
  await expect(stuck).toContainText(form.title, { timeout: 40_000 });
  await axe(page);
  // The draft opens although the form is gone from the feed.
  await stuck.getByRole("link", { name: words.edit }).first().click();
  await expect(page).toHaveURL(new RegExp(draft));
  await expect(await reach(page, field(page, "お名前"))).toHaveValue("遅れた会");
  expect(await staff.rows(form.id)).toHaveLength(0);
  await staff.setOpen(form.id, true);
  await send(page);
  await receiptsOf(page, 1);
  expect(await staff.rows(form.id)).toHaveLength(1);
});

test("the place of a postcode is offered, also without a connection, and never over what somebody wrote", async ({ phone, request }) => {
  test.setTimeout(180_000);
  const staff = await staffOf(request);
  const form = await staff.publish();
  await staff.revise(form.id, 1, (nodes) => {
    const wish = nodes.find((node) => node.name === "wish");
    if (!wish) throw new Error("no such question");
    nodes.push({ ...wish, name: "postcode", label: [[{ words: "郵便番号" }]] }, { ...wish, name: "address", label: [[{ words: "住所" }]] });
  });
  let { context, page } = await phone(false);
  await page.goto(`/forms/${form.id}`);
  await synced(page);
  const draft = await begin(page, form.id);
  const take = page.getByRole("button", { name: words.takePlace });
  await write(page, "お名前", "郵便の会");
  await (await reach(page, field(page, "郵便番号"))).fill("９９１-0005");
  await expect(page.getByRole("main")).toContainText("見本県となり町山田");
  await expect(take).toBeVisible();
  await axe(page);
  await expect.poll(async () => Object.keys(await stored(page, "device"))).toContain("postcodes:own");

  // Switched off, and on again in a hall without signal: the city's own postcodes are here, though nobody asked for this one before.
  ({ context, page } = await phone(true));
  const again = page.getByRole("button", { name: words.takePlace });
  await page.goto(draft);
  await write(page, "郵便番号", "9900001");
  await expect(page.getByRole("main")).toContainText("見本県みほん市緑町");
  await again.click();
  await expect(field(page, "住所")).toHaveValue("見本県みほん市緑町");
  await expect(field(page, "住所")).toBeFocused();
  await axe(page);
  // What was put in is replaced by another place; what somebody wrote is not.
  await write(page, "郵便番号", "990-0002");
  await expect(page.getByRole("main")).toContainText("見本県みほん市本町");
  await again.click();
  await expect(field(page, "住所")).toHaveValue("見本県みほん市本町");
  await write(page, "住所", "見本県みほん市本町1-2");
  await write(page, "郵便番号", "9900001");
  await expect(page.getByRole("main")).toContainText("見本県みほん市緑町");
  await expect(again).toHaveCount(0);
  await online(context, page);
  await page.goto(draft);
  await send(page);
  await receiptsOf(page, 1);
  expect((await staff.rows(form.id))[0]).toContain("見本県みほん市本町1-2");
});

/** A store as the build before forms had it, with what somebody kept there; made where the app does not run. */
const oldStore = (page: Page, entries: Record<string, string>) =>
  page.evaluate(async (entries) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open("engawa", 1);
      request.onupgradeneeded = () => {
        const made = request.result;
        for (const name of ["meta", "blobs", "favourites", "drafts", "outbox"]) made.createObjectStore(name);
        made.createObjectStore("records").createIndex("rev", "rev");
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const transaction = db.transaction(["favourites", "outbox"], "readwrite");
    transaction.objectStore("favourites").put(JSON.stringify({ schema: 1, at: 1_780_000_000_000 }), "0193f2aa-0000-7000-8000-00000000face");
    for (const [key, value] of Object.entries(entries)) transaction.objectStore("outbox").put(value, key);
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    db.close();
  }, entries);

test("an outbox that another build wrote is upgraded or left, never lost", async ({ phone, request }) => {
  test.setTimeout(120_000);
  const staff = await staffOf(request);
  const form = await staff.publish();
  const { page } = await phone(false);
  // An address of this site on which no app runs.
  await page.goto("/icons/icon.svg");
  // A server takes a command of one id once, also in another run.
  const own = randomUUID().slice(0, 4);
  const ids = { known: `0193f2aa-0000-7000-8000-${own}000000a1`, newer: `0193f2aa-0000-7000-8000-${own}000000a2` };
  const submit = { form_id: form.id, version: "1", answers: { values: { who: "前の版の会" }, rows: {} }, provenance: "web" };
  const entry = {
    schema: 1,
    version: 1,
    id: ids.known,
    seq: 1,
    subject: `draft:${ids.known}`,
    kind: "forms",
    kind_schema: 1,
    title: "前の版で書いたもの",
    body: JSON.stringify({ room: "forms", do: { submit } }),
    asked_at: Date.now(),
    tries: 0,
    state: { is: "waiting" },
  };
  const newer = JSON.stringify({ ...entry, id: ids.newer, schema: 99, subject: `draft:${ids.newer}`, title: "先の版で書いたもの", wonder: { of: "tomorrow" } });
  await oldStore(page, { [ids.known]: JSON.stringify(entry), [ids.newer]: newer });
  await page.goto("/outbox");
  await awake(page);
  // What this build reads is sent; what it does not read stays as it was, byte for byte, and says why.
  await receiptsOf(page, 1);
  await expect(page.getByRole("main")).toContainText(words.updateNeeded);
  const kept = await stored(page, "outbox");
  expect(kept[ids.newer]).toBe(newer);
  expect(await stored(page, "favourites")).toHaveProperty("0193f2aa-0000-7000-8000-00000000face");
  expect((await staff.rows(form.id)).filter((row) => row.includes("前の版の会"))).toHaveLength(1);
});

test("a new version is installed while something waits to be sent", async ({ phone, request, baseURL }) => {
  test.setTimeout(180_000);
  const staff = await staffOf(request);
  const form = await staff.publish();
  const link = new WeakLink(new URL(baseURL ?? ""));
  try {
    const { context, page } = await phone(false, await link.open());
    await page.goto(`/forms/${form.id}`);
    await synced(page);
    const draft = await begin(page, form.id);
    await write(page, "お名前", "更新の会");
    await context.setOffline(true);
    await send(page);
    await expect(page.locator(".status")).toContainText(words.notSentYet);
    // Another build is on the server now.
    link.worker = "\n// another build\n";
    await context.setOffline(false);
    await page.goto(draft);
    await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()));
    const update = page.getByRole("button", { name: words.updateNow });
    await expect(update).toBeVisible({ timeout: 30_000 });
    await Promise.all([page.waitForEvent("load"), update.click()]);
    await awake(page);
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting ?? null)).toBeNull();
    await receiptsOf(page, 1);
    const rows = await staff.rows(form.id);
    expect(rows.filter((row) => row.includes("更新の会"))).toHaveLength(1);
  } finally {
    link.close();
  }
});

test("an outbox of the build before waits while a new service worker is installed, and is sent once", async ({ phone, request, baseURL }) => {
  test.setTimeout(180_000);
  const staff = await staffOf(request);
  const form = await staff.publish();
  const link = new WeakLink(new URL(baseURL ?? ""));
  try {
    // The worker of the build before is in charge.
    link.worker = "\n// the build before\n";
    const { context, page } = await phone(false, await link.open());
    await page.goto("/outbox");
    await synced(page);
    // What that build left on the device: a store of its schema, with entries that wait.
    await page.goto("/icons/icon.svg");
    await page.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const request = indexedDB.deleteDatabase("engawa");
          request.onsuccess = () => resolve();
          request.onerror = () => reject(request.error);
        }),
    );
    const own = randomUUID().slice(0, 4);
    const entries = Object.fromEntries(
      ["先の会", "後の会"].map((who, at) => {
        const id = `0193f2aa-0000-7000-8000-${own}000000b${at}`;
        const submit = { form_id: form.id, version: "1", answers: { values: { who }, rows: {} }, provenance: "web" };
        const body = JSON.stringify({ room: "forms", do: { submit } });
        const entry = { schema: 1, version: 1, id, seq: at + 1, subject: `draft:${id}`, kind: "forms", kind_schema: 1, title: who, body, asked_at: Date.now(), tries: 0, state: { is: "waiting" } };
        return [id, JSON.stringify(entry)];
      }),
    );
    await oldStore(page, entries);
    await context.setOffline(true);
    await page.goto("/outbox");
    await awake(page);
    // The store is brought to the new schema; they wait.
    await expect(page.getByRole("region", { name: words.waiting })).toContainText("先の会", { timeout: 20_000 });
    expect(Object.keys(await stored(page, "outbox"))).toHaveLength(2);
    // The connection is back, and with it another build.
    link.worker = "\n// another build\n";
    await context.setOffline(false);
    await page.evaluate(async () => void (await (await navigator.serviceWorker.getRegistration())?.update()));
    const update = page.getByRole("button", { name: words.updateNow });
    await expect(update).toBeVisible({ timeout: 30_000 });
    await Promise.all([page.waitForEvent("load"), update.click()]);
    await awake(page);
    await receiptsOf(page, 2);
    const rows = await staff.rows(form.id);
    expect(rows).toHaveLength(2);
    for (const who of ["先の会", "後の会"]) expect(rows.filter((row) => row.includes(who))).toHaveLength(1);
  } finally {
    link.close();
  }
});
