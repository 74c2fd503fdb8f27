// The main job with nothing but a keyboard: search, narrow, read, keep, go back. Wherever the focus is, one sees it.
import { type Locator, type Page } from "@playwright/test";
import { awake, expect, synced, test } from "./lib/fixtures";

/** What is wrong with how the focus is shown; nothing, if one sees it. */
const hidden = (page: Page) =>
  page.evaluate(() => {
    const it = document.activeElement as HTMLElement | null;
    if (!it || it === document.body) return "nothing has the focus";
    const name = `${it.tagName} ${it.className} “${(it.textContent ?? "").trim().slice(0, 20)}”`;
    // The link of a card draws its ring around the whole card.
    const rings = [getComputedStyle(it), getComputedStyle(it, "::after")];
    if (!rings.some((ring) => ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2)) return `${name} has no ring`;
    const box = it.getBoundingClientRect();
    const seen = [...it.getClientRects()].some((part) => {
      const [x, y] = [part.left + part.width / 2, part.top + part.height / 2];
      const top = document.elementFromPoint(x, y);
      return top !== null && (it.contains(top) || top.contains(it));
    });
    return seen ? "" : `${name} is covered, or outside the window (${Math.round(box.top)} to ${Math.round(box.bottom)} of ${innerHeight})`;
  });

/** Tabs on until this has the focus; every stop on the way must be seen. */
const tabTo = async (page: Page, target: Locator, most = 80) => {
  for (let stop = 0; stop < most; stop++) {
    await page.keyboard.press("Tab");
    expect(await hidden(page)).toBe("");
    if (await target.evaluate((it) => it === document.activeElement)) return;
  }
  throw new Error(`not reached with ${most} steps: ${target}`);
};

/** After a change of page the keyboard goes on from the new content. */
const atTheTop = (page: Page) => expect(page.locator("main:focus, h1:focus")).toHaveCount(1);

test("search, narrow, read, keep, back", async ({ page }) => {
  await page.goto("/");
  await awake(page);
  await synced(page);

  // The first stop leads past the header, straight to the search.
  const skip = page.locator("a.skip");
  await expect(skip).not.toBeInViewport();
  await page.keyboard.press("Tab");
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  expect(await hidden(page)).toBe("");
  await page.keyboard.press("Enter");
  await atTheTop(page);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("防災");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/listings\?.*q=/);
  await expect(page.locator(".card mark").first()).toHaveText("防災");
  await expect(page.locator("main:focus, main :focus")).toHaveCount(1);

  // Narrow it: where the panel is folded, open it first.
  const toggle = page.locator(".facet-toggle");
  if (await toggle.isVisible()) {
    await tabTo(page, toggle);
    await page.keyboard.press("Enter");
  }
  const box = page.getByRole("checkbox", { name: /^イベント/ });
  await tabTo(page, box);
  await page.keyboard.press("Space");
  await expect(box).toBeChecked();
  await expect(page).toHaveURL(/kind=event/);
  await expect(box).toBeFocused();
  await expect(page.locator(".card mark").first()).toHaveText("防災");
  const list = page.url();
  const titles = await page.locator(".card-title").allTextContents();

  // Read the first one.
  const link = page.locator(".card a").first();
  const title = (await link.textContent())?.trim() ?? "";
  await tabTo(page, link, 120);
  await page.keyboard.press("Enter");
  await expect(page.locator("h1")).toHaveText(title);
  await expect(page).toHaveTitle(new RegExp(title.slice(0, 5).replace(/[^\p{L}\p{N}]/gu, ".")));
  await atTheTop(page);

  // Keep it; the focus stays where it was.
  const favourite = page.locator("button.favourite");
  await tabTo(page, favourite);
  await expect(favourite).toHaveText(/入れる/);
  await page.keyboard.press("Enter");
  await expect(favourite).toHaveText(/外す/);
  await expect(favourite).toBeFocused();
  expect(await hidden(page)).toBe("");

  // Back to the same results.
  await page.goBack();
  await expect(page).toHaveURL(list);
  await expect(page.locator(".card-title")).toHaveText(titles);
  await expect(page.locator("main:focus, main :focus")).toHaveCount(1);
});

test("the menu, the language and the calendar", async ({ page }) => {
  await page.goto("/");
  await awake(page);
  await tabTo(page, page.locator(".menu a[href='/calendar']"));
  await page.keyboard.press("Enter");
  await expect(page.locator("h1")).toContainText("カレンダー");
  await atTheTop(page);
  const first = (await page.locator("h1").textContent()) ?? "";
  await tabTo(page, page.locator(".calendar-moves a").last());
  await page.keyboard.press("Enter");
  await expect(page.locator("h1")).not.toHaveText(first);
  await expect(page.locator("main:focus, main :focus")).toHaveCount(1);
  await page.goto("/about");
  await awake(page);
  await tabTo(page, page.locator(".langs a[lang=en]"));
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.locator("h1")).toHaveCount(1);
});
