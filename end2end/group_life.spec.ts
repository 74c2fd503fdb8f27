// The life of a group's event, as the people in it live it: somebody is invited and writes, the desk looks at it, everybody reads it; the
// group is trusted and needs nobody any more; a stranger reports it, and it is withdrawn. The pages fit, and axe finds nothing.
import { type Browser, type Page } from "@playwright/test";
import { signIn as signInAsStaff } from "./lib/desk";
import { axe, everyWidth, expect, fits, picture, test, watch } from "./lib/fixtures";
import { linkIn, mailTo, newAddress } from "./lib/mail";

/** A new group of the sample city and its owner (server/sample/mihon/people.json). */
const GROUP = "図書館友の会 ページ";
const OWNER = "new@mihon.example";

/** What a listing that is not there, or not any more, answers. */
const EXPECTED = /status of (404|422)/;

let problems: string[] = [];

/** A person with a browser of their own. */
const person = async (browser: Browser) => {
  const page = await (await browser.newContext()).newPage();
  watch(page, problems, EXPECTED);
  return page;
};

/** Signs in with the link of a mail, from wherever the person was sent to sign in. */
const signInByMail = async (page: Page, address: string) => {
  await page.locator("#f-email").fill(address);
  await page.locator("form[action='/sign-in'] button").click();
  await expect(page).toHaveURL(/\/sign-in\/code$/);
  await page.goto(linkIn(await mailTo(address)));
  await page.locator("form[action='/sign-in/link'] button").click();
};

/** Whether somebody finds a page at an address. */
const readable = async (page: Page, path: string) => (await page.request.get(path)).status() === 200;

const look = async (page: Page, name: string) => {
  await expect(page.locator("h1")).toHaveCount(1);
  await everyWidth(page, async (width) => {
    await fits(page);
    await axe(page);
    await picture(page, `life-${name}-${width}`, true);
  });
};

/** Staff say how far a group is trusted. */
const trust = async (staff: Page, group: string, how: "new" | "trusted") => {
  await staff.goto(`/staff/groups/${group}`);
  await staff.locator("#t-trust").selectOption(how);
  await staff.locator("form", { has: staff.locator("#t-trust") }).locator("button").click();
  await expect(staff.locator("[role=status]").first()).toBeVisible();
  await expect(staff.locator("#t-trust")).toHaveValue(how);
};

test("invited, written, looked at, read, trusted, reported, withdrawn", async ({ browser }) => {
  test.setTimeout(240_000);
  problems = [];
  const [owner, editor, staff, stranger] = await Promise.all([1, 2, 3, 4].map(() => person(browser)));
  if (!owner || !editor || !staff || !stranger) throw new Error("four people are needed");
  await signInAsStaff(staff);

  // The owner signs in by mail and makes an invitation.
  await owner.goto("/my/groups");
  await expect(owner).toHaveURL(/\/sign-in\?next=/);
  await signInByMail(owner, OWNER);
  await expect(owner).toHaveURL(/\/my\/groups$/);
  await look(owner, "my-groups");
  await owner.locator("main").getByRole("link", { name: GROUP }).first().click();
  const group = new URL(owner.url()).pathname.split("/").at(-1) ?? "";
  await trust(staff, group, "new");
  await owner.reload();
  await look(owner, "group");
  const address = newAddress("editor");
  const invite = owner.locator("section[aria-labelledby=invite]");
  await invite.locator("#i-role").selectOption("editor");
  await invite.locator("#i-note").fill("新しい広報の方");
  await invite.locator("#i-email").fill(address);
  await invite.locator("button.button-primary").click();
  await expect(owner.locator("main")).toContainText(address);
  await look(owner, "invited");

  // The link comes by mail; whoever opens it signs in on the way, and comes back to it.
  await editor.goto(linkIn(await mailTo(address)));
  await expect(editor).toHaveURL(/\/sign-in\?next=/);
  await editor.locator("#f-email").fill(address);
  await editor.locator("form[action='/sign-in'] button").click();
  await editor.goto(linkIn(await mailTo(address, 2)));
  await editor.locator("form[action='/sign-in/link'] button").click();
  await expect(editor).toHaveURL(/\/sign-in\/welcome/);
  await editor.locator("#f-name").fill("見本 編子（架空）");
  await editor.locator("#f-of_age-yes").check();
  await editor.locator("form[action='/sign-in/welcome'] button").click();
  await expect(editor).toHaveURL(/\/invitation\?t=/);
  await expect(editor.locator("main")).toContainText(GROUP);
  await look(editor, "invitation");
  await editor.locator("form[action='/invitation'] button").click();
  await expect(editor).toHaveURL(new RegExp(`/my/groups/${group}`));
  // An editor writes, and invites nobody.
  await expect(editor.locator("section[aria-labelledby=invite]")).toHaveCount(0);

  // Where one writes without a connection.
  await editor.goto("/write");
  await look(editor, "write");

  // An event of a new group waits, and nobody else reads it.
  const title = `朗読を聞く夕べ ${Date.now()}`;
  await editor.goto(`/my/groups/${group}/listings`);
  await look(editor, "listings");
  await editor.locator(`a[href='/my/groups/${group}/listings/new']`).click();
  await look(editor, "choose");
  await editor.locator("a[href$='kind=event']").click();
  await editor.locator("input[name=title]").fill(title);
  await editor.locator("textarea[name=body]").fill("声に出して本を読みます。聞くだけの人も歓迎です。");
  await editor.locator("input[name='session.0.on']").fill("2030-01-06");
  await editor.locator("input[name='contact.phone']").fill("000-0000-0043");
  await editor.locator("button[value=published]").click();
  await expect(editor.locator("[role=status]").filter({ hasText: "確認を待っています" })).toBeVisible();
  await look(editor, "waits");
  const id = /listings\/([0-9a-f-]{36})/.exec(editor.url())?.[1] ?? "";
  const [inside, outside] = [`/my/groups/${group}/listings/${id}`, `/listings/${id}`];
  expect(await readable(stranger, outside), "public before the desk looked at it").toBe(false);

  // The desk looks and accepts.
  await staff.goto("/staff/moderation");
  const waiting = staff.locator("section[aria-labelledby=waiting] > ul > .desk-row").filter({ hasText: title });
  await expect(waiting).toContainText(GROUP);
  await look(staff, "moderation");
  await waiting.locator("form:not(.desk-inline) button.button-primary").click();
  await expect(staff.locator("[role=status]").first()).toBeVisible();
  await expect(waiting).toHaveCount(0);
  await stranger.goto(outside);
  await expect(stranger.locator("h1")).toContainText(title);
  await expect(stranger.locator("main")).toContainText(GROUP);

  // A change of a new group waits too; once it is trusted, it is shown at once.
  const later = `${title} 改`;
  await trust(staff, group, "trusted");
  await editor.goto(inside);
  await editor.locator("input[name=title]").fill(later);
  await editor.locator("button[value=published]").click();
  await expect(editor.locator("[role=status]").first()).toContainText(/[0-9A-Z]{4}-[0-9A-Z]{4}/);
  await expect(editor.locator("main")).not.toContainText("確認を待っています");
  await stranger.goto(outside);
  await expect(stranger.locator("h1")).toContainText(later);
  await editor.goto(`${inside}/versions`);
  await expect(editor.locator("ins").first()).toBeVisible();
  await expect(editor.locator("main")).toContainText("見本 編子（架空）");
  await look(editor, "versions");
  await editor.goto(`${inside}/preview`);
  await look(editor, "preview");

  // A stranger reports it, without an account.
  await stranger.locator(`a[href='${outside}/report']`).click();
  await look(stranger, "report");
  await stranger.locator("#f-reason-personal").check();
  await stranger.locator("#f-words").fill("本人の許しなく名前が書かれています。");
  await stranger.locator("main form button").click();
  await expect(stranger.locator("[role=status]")).toContainText(/[0-9A-Z]{4}-[0-9A-Z]{4}/);

  // The desk withdraws it and says why.
  await staff.goto("/staff/groups");
  await look(staff, "staff-groups");
  await staff.goto(`/staff/groups/${group}`);
  await look(staff, "staff-group");
  await staff.goto("/staff/moderation");
  const report = staff.locator("section[aria-labelledby=reports] .desk-row").filter({ has: staff.locator(`a[href='/staff/listings/${id}']`) });
  await expect(report).toContainText("本人の許しなく");
  await report.locator("input[name=words]").fill("お名前を消してから、もう一度お出しください。");
  await report.locator("button[value=upheld]").click();
  await expect(staff.locator("[role=status]").first()).toBeVisible();
  await expect(report).toHaveCount(0);
  expect(await readable(stranger, outside), "public although it was withdrawn").toBe(false);

  // The group is told, and sees it among what is over.
  await editor.goto(`/my/groups/${group}/listings`);
  await expect(editor.locator("section[aria-labelledby=part-over]")).toContainText(later);
  await editor.goto("/account/notices");
  await expect(editor.locator("main")).toContainText(`「${later}」の公開をやめました：お名前を消してから`);
  await look(editor, "notices");
  // What happened to the group is told in words, by names that its members know.
  await editor.goto(`/my/groups/${group}`);
  const history = editor.locator("section[aria-labelledby=history]");
  await expect(history).toContainText("メンバーになった — 見本 編子（架空）");
  await expect(history).not.toContainText(/account:|staff:|group\./);

  // As it was, for the next life.
  await trust(staff, group, "new");
  await Promise.all([owner, editor, staff, stranger].map((page) => page.context().close()));
  expect(problems, "errors in the console").toEqual([]);
});
