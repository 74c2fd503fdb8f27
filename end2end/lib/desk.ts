// Staff at work: signing in, and files that are offered to the importer.
import { expect, type Page } from "@playwright/test";

/** Signs in as a member of staff that `serve.mjs` made. */
export const signIn = async (page: Page, login = "staff") => {
  await page.goto("/staff");
  await expect(page).toHaveURL(/sign-in/);
  await page.locator("input[name=login]").fill(login);
  await page.locator("input[name=password]").fill("correct horse battery");
  await page.locator("main button").click();
  await expect(page).toHaveURL(/\/staff$/);
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
