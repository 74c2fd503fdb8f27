// A course for staff without scripts: a colleague signs up, the desk ticks who came, the colleague writes what they take from it.
import { expect, test } from "./lib/fixtures";
import { signIn } from "./lib/desk";

test("signed up, ticked, written about, and read by the desk", async ({ page, allowed }) => {
  allowed.pattern = /status of 422/;
  await signIn(page);
  const title = `研修の通し ${test.info().workerIndex}-${Date.now()}`;
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Tokyo" }).format(new Date());
  await page.goto("/staff/listings/new?kind=course");
  await page.locator("input[name=title]").fill(title);
  await page.locator("input[name=organiser]").fill("職員課");
  await page.locator("input[name='session.0.on']").fill(today);
  await page.locator("input[name='session.0.starts']").fill("09:30");
  await page.locator("input[name='session.0.ends']").fill("11:00");
  await page.locator("input[name='apply.capacity']").fill("5");
  await page.locator("input[name=staff_only][type=checkbox]").check();
  await page.locator("button[value=published]").click();
  await expect(page.locator("[role=status]").first()).toBeVisible();

  await page.goto("/staff/courses");
  await page.locator("main a", { hasText: title }).first().click();
  await expect(page).toHaveURL(/\/staff\/courses\/[0-9a-f-]{36}$/);
  const course = page.url();
  await page.locator("main button.button-primary").click();
  await expect(page).toHaveURL(/done=1/);
  await expect(page.locator("main .tag")).toContainText("席があります");
  await page.goto("/staff/today");
  await expect(page.locator("section[aria-labelledby=my-courses]")).toContainText(title);

  // Somebody else of the desk keeps the list.
  await page.context().clearCookies();
  await signIn(page, "screens");
  await page.goto(`${course}/roll`);
  await page.locator("main input[type=checkbox]").first().check();
  await page.locator("main form[action$='/roll'] button").click();
  await expect(page).toHaveURL(/roll\?done=1/);
  await expect(page.locator("main input[type=checkbox]").first()).toBeChecked();

  await page.context().clearCookies();
  await signIn(page);
  await page.goto(course);
  await expect(page.locator("main .tag")).toContainText("出席しました");
  await page.locator("main form[action$='/reflection'] button").click();
  await expect(page.locator("#f-learnt")).toHaveAttribute("aria-invalid", "true");
  await page.locator("textarea[name=learnt]").fill("先に話を聞くこと");
  await page.locator("textarea[name=will_try]").fill("月に一度、現場に行く");
  await page.locator("main form[action$='/reflection'] button").click();
  await expect(page).toHaveURL(/done=1/);
  await page.goto(`${course}/roll`);
  await expect(page.locator("section[aria-labelledby=reflections]")).toContainText("先に話を聞くこと");
});
