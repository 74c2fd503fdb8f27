// Enrolling a shared screen, whoever asks: the tools by `fetch`, the tests by Playwright.
import { randomUUID } from "node:crypto";

/** Where screens of the tests stand. */
export const PLACE = { name: "中央図書館 1階", lat: 35.7, lon: 139.6 };

/** The code that a page of staff shows, once. */
const codeIn = (page) => /class="kiosk-code"[^>]*>\s*([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(page)?.[1];

/** Makes a screen, and gives its id and the code that pairs it. `run` runs the body of a command, `post` asks for a page of staff. */
export const enrol = async (run, post, config = {}) => {
  const id = randomUUID();
  await run({ room: "kiosk", do: { save: { kiosk: id, config: { ...PLACE, ...config } } } });
  const code = codeIn(await post(`/staff/kiosks/${id}/code`));
  if (!code) throw new Error("the page of staff shows no code");
  return { id, code };
};
