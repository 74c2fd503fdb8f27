// From a shared screen to a phone: a half-done form by way of the server, once; inside its code where the server does not take it.
import { axe, expect, fits, test } from "./lib/fixtures";
import { attach, field, given, opened, pdf, reach, stored } from "./lib/forms";
import { atScreens, handOver, keeperOf, look, marker, noise, panel, phoneBeside, shut, stand, traces, visitor, words } from "./lib/screen";

atScreens();

test("a small form goes by way of the server, too: whoever photographs its code later has nothing", async ({ page, request, browser, baseURL }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  await stand(page, keeper);
  await visitor.begin(page);
  const mine = [marker("who"), marker("wish")];
  await visitor.fill(page, form.id, mine[0], mine[1]);
  const address = await handOver(page);
  expect(address.startsWith(`${baseURL}/hand-over#2.`)).toBe(true);
  await expect(panel(page)).toContainText(words.once);
  await look(page, "handed-over");

  const [phone, other] = [await phoneBeside(browser, baseURL), await phoneBeside(browser, baseURL)];
  await phone.page.goto("/hand-over");
  await expect(phone.page.getByRole("main")).toContainText(words.nothingToTake, { timeout: 20_000 });
  await axe(phone.page);
  await fits(phone.page);
  await phone.page.goto("about:blank");
  await phone.page.goto(address);
  await expect(phone.page).toHaveURL(/\/drafts\/[0-9a-f-]{36}$/, { timeout: 30_000 });
  await opened(phone.page);
  await expect(await reach(phone.page, field(phone.page, "お名前"))).toHaveValue(mine[0]);
  await expect(await reach(phone.page, field(phone.page, "希望すること"))).toHaveValue(mine[1]);
  // It is kept there, so the search of what is kept finds something where there is something.
  expect((await traces(phone.page, mine)).filter((place) => place.startsWith("engawa/"))).not.toEqual([]);
  await other.page.goto(address);
  await expect(other.page.getByRole("main")).toContainText(words.used, { timeout: 30_000 });
  expect(await traces(other.page, mine)).toEqual([]);
  for (const it of [phone, other]) {
    await it.context.close();
    expect(it.problems).toEqual([]);
  }

  // It stays at the screen until the person goes, and no longer.
  await shut(page);
  await expect(await reach(page, field(page, "お名前"))).toHaveValue(mine[0]);
  await visitor.finish(page);
  expect(await traces(page, [...mine, address.split("#")[1]])).toEqual([]);
});

test("what the server does not take goes inside its code, which says so", async ({ page, request, context, browser, baseURL, allowed }) => {
  allowed.pattern = /ERR_FAILED/;
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  await stand(page, keeper);
  await visitor.begin(page);
  const mine = [marker("who"), marker("wish")];
  await visitor.fill(page, form.id, mine[0], mine[1]);
  await context.route(/\/api\/v1\/hand-overs\?/, (route) => route.abort());
  const address = await handOver(page);
  expect(address.startsWith(`${baseURL}/hand-over#1.`)).toBe(true);
  await expect(panel(page)).toContainText(words.inside);

  const phone = await phoneBeside(browser, baseURL);
  await phone.page.goto(address);
  await expect(phone.page).toHaveURL(/\/drafts\/[0-9a-f-]{36}$/, { timeout: 30_000 });
  await opened(phone.page);
  await expect(await reach(phone.page, field(phone.page, "お名前"))).toHaveValue(mine[0]);
  // Scanned twice it is the same draft.
  await phone.page.goto("about:blank");
  await phone.page.goto(address);
  await expect(phone.page).toHaveURL(/\/drafts\/[0-9a-f-]{36}$/, { timeout: 30_000 });
  expect(Object.keys(await stored(phone.page, "drafts"))).toHaveLength(1);
  await phone.context.close();
  expect(phone.problems).toEqual([]);
  await shut(page);
  await visitor.finish(page);
  expect(await traces(page, [...mine, address.split("#")[1]])).toEqual([]);
});

test("a large form goes by way of the server, to one phone", async ({ page, request, browser, baseURL }) => {
  const keeper = await keeperOf(request);
  const form = await keeper.publish();
  await stand(page, keeper);
  await visitor.begin(page);
  const [who, wish] = [marker("who"), noise(1_500)];
  await visitor.fill(page, form.id, who, wish);
  await attach(page, "計画書", pdf("計画書.pdf", 300_000));
  const address = await handOver(page);
  expect(address.startsWith(`${baseURL}/hand-over#2.`)).toBe(true);

  const [first, second] = [await phoneBeside(browser, baseURL), await phoneBeside(browser, baseURL)];
  await first.page.goto(address);
  await expect(first.page).toHaveURL(/\/drafts\/[0-9a-f-]{36}$/, { timeout: 30_000 });
  await opened(first.page);
  await expect(await reach(first.page, field(first.page, "お名前"))).toHaveValue(who);
  await expect(await reach(first.page, field(first.page, "希望すること"))).toHaveValue(wish);
  await reach(first.page, given(first.page, "計画書.pdf"));
  await second.page.goto(address);
  await expect(second.page.getByRole("main")).toContainText(words.used, { timeout: 30_000 });
  await axe(second.page);
  await fits(second.page);
  expect(await traces(second.page, [who])).toEqual([]);
  for (const phone of [first, second]) {
    await phone.context.close();
    expect(phone.problems).toEqual([]);
  }
  await visitor.finish(page);
  expect(await traces(page, [who, wish.slice(0, 40)])).toEqual([]);
});
