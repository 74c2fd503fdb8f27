// Staff at work: signing in, and files that are offered to the importer.
import { expect, type Page } from "@playwright/test";

/** Signs in as a member of staff that `serve.mjs` made, as the page of it does. That page is gone through in `desk.nojs.spec.ts`. */
export const signIn = async (page: Page, login = "staff") => {
  const answer = await page.request.post("/staff/sign-in", { form: { login, password: "correct horse battery", next: "/staff" }, maxRedirects: 0 });
  expect(answer.headers()["location"]).toBe("/staff");
};

/** Offers a file through the form that staff use. */
export const offer = async (page: Page, file: string | { name: string; mimeType: string; buffer: Buffer }, source: string) => {
  await page.goto("/staff/import");
  await page.locator("input[name=file]").setInputFiles(file);
  await page.locator("input[name=source]").fill(source);
  await page.locator("main form button").click();
};

export const csv = (name: string, text: string | Buffer) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

export const xlsx = (name: string, buffer: Buffer) => ({ name, mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", buffer });
