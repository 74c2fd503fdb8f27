// Every public page without scripts: has one heading and a main part, fits a phone, offers nothing that would do nothing, and leads on.
import { type Page } from "@playwright/test";
import { expect, fits, test } from "./lib/fixtures";
import { KINDS, PAGES } from "./lib/pages";

/** A page that somebody without scripts can use. */
const stands = async (page: Page) => {
  await expect(page.locator("h1:visible")).toHaveCount(1);
  await expect(page.locator("main")).toHaveCount(1);
  await expect(page.locator("html")).toHaveAttribute("lang", "ja");
  await fits(page);
  // A button that belongs to no form does nothing here, and neither does a link to nowhere.
  const buttons = await page.locator("button:visible").evaluateAll((all) =>
    all.filter((it) => it instanceof HTMLButtonElement && !(it.type === "submit" && it.form) && !it.hasAttribute("popovertarget")).map((it) => it.outerHTML.slice(0, 160)),
  );
  expect(buttons, "buttons that do nothing").toEqual([]);
  const links = await page.locator("a:visible").evaluateAll((all) => all.filter((it) => !it.getAttribute("href") || it.getAttribute("href") === "#").map((it) => it.outerHTML.slice(0, 160)));
  expect(links, "links that lead nowhere").toEqual([]);
  // Somewhere else to go.
  const here = new URL(page.url()).pathname;
  const elsewhere = await page.locator("a[href]:visible").evaluateAll((all, here) => all.filter((it) => new URL(it.getAttribute("href") ?? "", location.href).pathname !== here).length, here);
  expect(elsewhere, "ways on").toBeGreaterThan(0);
};

for (const path of PAGES) {
  test(`page ${path}`, async ({ page }) => {
    expect((await page.goto(path))?.status()).toBe(200);
    await stands(page);
  });
}

for (const kind of KINDS) {
  test(`a ${kind}`, async ({ page }) => {
    await page.goto(`/listings?kind=${kind}`);
    const link = page.locator(".card-title a").first();
    const title = (await link.textContent())?.trim() ?? "";
    await link.click();
    await expect(page.locator("h1")).toHaveText(title);
    await stands(page);
  });
}

/** Opens the panel that narrows a search, and within it the group of a field. */
const unfold = async (page: Page, field: string) => {
  await page.locator(".facet-toggle").click();
  const folded = page.locator(".facet-folded:not([open])").filter({ has: page.locator(field) });
  if ((await folded.count()) > 0) await folded.locator("summary").click();
};
const apply = (page: Page) => page.locator(".facet-groups button[type=submit]").click();
/** How many listings a search found. */
const found = async (page: Page) => Number(/\d+/.exec(((await page.locator("#results-count").textContent()) ?? "").replaceAll(",", ""))?.[0]);

for (const name of ["kind", "free", "barrier_free", "online", "area", "field", "for", "speaks"]) {
  test(`narrowed by ${name}: what the form says is what is found`, async ({ page }) => {
    await page.goto("/listings");
    const field = `input[type=checkbox][name=${name}]`;
    const choice = page.locator("label.check").filter({ has: page.locator(field) }).first();
    const count = Number(await choice.locator(".check-count").textContent());
    const value = (await choice.locator("input").getAttribute("value")) ?? "";
    expect(count).toBeGreaterThan(0);
    await unfold(page, field);
    await choice.locator("input").check();
    await apply(page);
    await expect(page).toHaveURL((url) => url.searchParams.getAll(name).join() === value);
    await expect(page.locator(`${field}[value="${value}"]`)).toBeChecked();
    await expect(page.locator(".chip-chosen")).toHaveCount(1);
    expect(await found(page)).toBe(count);
    await stands(page);
    // The chip takes it out again.
    await page.locator(".chip-chosen").click();
    await expect(page).toHaveURL((url) => !url.searchParams.has(name));
    await expect(page.locator(`${field}[value="${value}"]`)).not.toBeChecked();
  });
}

for (const [name, value] of [["from", "2026-01-05"], ["to", "2036-12-20"], ["age", "8"]] as const) {
  test(`narrowed by ${name}, which is typed`, async ({ page }) => {
    await page.goto("/listings?ended=1");
    const all = await found(page);
    await unfold(page, `#facet-${name}`);
    await page.locator(`#facet-${name}`).fill(value);
    await apply(page);
    await expect(page).toHaveURL((url) => url.searchParams.get(name) === value);
    await expect(page.locator(`#facet-${name}`)).toHaveValue(value);
    await expect(page.locator(".card").first()).toBeVisible();
    expect(await found(page)).toBeLessThan(all);
    await stands(page);
  });
}

test("with what has ended, there is more", async ({ page }) => {
  await page.goto("/listings");
  const before = await found(page);
  await unfold(page, "input[name=ended]");
  await page.locator("input[type=checkbox][name=ended]").check();
  await apply(page);
  await expect(page).toHaveURL(/[?&]ended=1/);
  expect(await found(page)).toBeGreaterThan(before);
});
