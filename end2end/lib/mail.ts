// Mails that the server sent in this run.
import { expect } from "@playwright/test";
import { readFileSync } from "node:fs";
import { mailFile } from "./mail_file.mjs";

interface Mail {
  to: string[];
  head: string;
  text: string;
}

const all = (): Mail[] =>
  readFileSync(mailFile(process.env.PORT), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Mail);

/** The newest of at least `count` mails to an address; waits until they are there. */
export const mailTo = async (address: string, count = 1): Promise<Mail> => {
  const found = () => all().filter((mail) => mail.to.includes(address));
  await expect.poll(() => found().length, { timeout: 20_000 }).toBeGreaterThanOrEqual(count);
  return found().at(-1)!;
};

/** The path of the link in a mail, on this server. */
export const linkIn = (mail: Mail) => {
  const url = new URL(/https?:\/\/\S+/.exec(mail.text)![0]);
  return url.pathname + url.search;
};

/** The six digits in a mail. */
export const codeIn = (mail: Mail) => /^\d{6}$/m.exec(mail.text.replace(/\r/g, ""))![0];

/** An address that no other test uses. */
export const newAddress = (name: string) => `${name}-${Date.now()}-${Math.floor(Math.random() * 1e6)}@example.jp`;
