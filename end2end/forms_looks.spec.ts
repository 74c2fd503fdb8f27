// What appearances change while a form is filled in: answers that are hidden like a password, and going on by itself when a choice is pressed.
import { type APIRequestContext } from "@playwright/test";
import { randomUUID } from "node:crypto";
import { axe, expect, fits, test } from "./lib/fixtures";
import { begin, field, reach, set, staffOf } from "./lib/forms";

type Look = { name: string; appearance?: string[] };

/** Publishes the form with every type under an id of its own, with these appearances by the names of questions. */
const published = async (request: APIRequestContext, looks: Record<string, string[]>) => {
  const staff = await staffOf(request);
  const definition = await (await request.get("/api/v1/forms/every_type/versions/1")).json();
  const form_id = `looks_${randomUUID().slice(0, 8)}`;
  const nodes = definition.nodes.map((node: Look) => ({ ...node, appearance: looks[node.name] ?? node.appearance ?? [] }));
  await staff.run({ publish: { definition: { ...definition, nodes, form_id, title: form_id }, settings: { audience: "anyone", retention_days: 30 }, open: true } });
  return form_id;
};

test("an answer is hidden while it is typed, and on paper, until somebody shows it", async ({ page, request }) => {
  const form = await published(request, { who: ["masked"] });
  const secret = `himitsu-${randomUUID().slice(0, 8)}`;
  await begin(page, form);
  const main = page.getByRole("main");
  const typed = await reach(page, main.locator("#f-people-who"));
  await expect(typed).toHaveAttribute("type", "password");
  await typed.fill(secret);
  await fits(page);
  await axe(page);
  await main.getByRole("button", { name: "表示する 団体の名前" }).click();
  await expect(typed).toHaveAttribute("type", "text");
  await expect(typed).toHaveValue(secret);
  // On the last page it is hidden again, in the table and on the sheet that only paper shows.
  await reach(page, main.locator(".fill-overview"));
  await expect(main).toContainText("●●●●●●");
  await expect(main).not.toContainText(secret);
  await page.emulateMedia({ media: "print" });
  await expect(main).not.toContainText(secret);
  await page.emulateMedia({ media: "screen" });
  await main.getByRole("button", { name: "表示する 団体の名前" }).click();
  await expect(main.locator(".fill-overview")).toContainText(secret);
  await main.getByRole("button", { name: "隠す 団体の名前" }).click();
  await expect(main).not.toContainText(secret);
  // A draft keeps it as every other answer.
  await page.reload();
  await expect(await reach(page, main.locator("#f-people-who"))).toHaveValue(secret);
});

test("one of few goes on when it is pressed, says so beforehand, and never by keys", { tag: "@once" }, async ({ page, request }) => {
  const form = await published(request, { legal: ["quick"], choice: [] });
  await begin(page, form);
  const legal = await reach(page, set(page, "法人格"));
  await expect(legal).toContainText("すぐに次の画面に進みます");
  await axe(page);
  await legal.getByLabel("任意団体").focus();
  await page.keyboard.press("Space");
  await expect(legal.getByLabel("任意団体")).toBeChecked();
  await page.waitForTimeout(300);
  await expect(legal).toBeVisible();
  await legal.getByLabel("特定非営利活動法人").click();
  await expect(legal).toBeHidden();
  await expect(field(page, "法人番号")).toBeVisible();
  await expect(page.locator("#fill-heading")).toBeFocused();
});
