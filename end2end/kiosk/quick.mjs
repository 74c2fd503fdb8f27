// Somebody at a kiosk who is in a hurry: a session runs inside the page, without a way to and fro for each touch. What a session does is
// asked for once a page, and the page's end is the page's own, so ten thousand of them are a matter of an hour or two.

/** What somebody may do: only look; look for something; nothing, because whoever drives the browser does it from outside. */
export const LOOK = "look";
export const SEARCH = "search";
export const NOTHING = "nothing";

/** The name under which a page asks what to do. */
const ASKED = "__whatNext";
/** How long a page may take until it asks, in milliseconds. */
const PATIENCE_MS = 60_000;

/** Runs in each page, before anything of it: reaches no variable of this file. */
const inPage = (asked) => {
  const EVERY_MS = 10;
  const STEP_MS = 20_000;
  const see = (selector) => Array.from(document.querySelectorAll(selector)).find((it) => it.checkVisibility({ visibilityProperty: true }));
  const until = async (what, look) => {
    const end = performance.now() + STEP_MS;
    for (;;) {
      const found = look();
      if (found) return found;
      if (performance.now() > end) throw new Error(`soak: ${what} did not come`);
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  };
  const seen = (selector) => until(selector, () => see(selector));
  const press = async (selector) => (await seen(selector)).click();
  const acts = {
    look: async () => {
      await press(".kiosk-doors a[href='/listings']");
      await press("main a[href^='/listings/']");
      await seen("main .favourite");
    },
    search: async () => {
      await press(".kiosk-doors a[href='/listings']");
      const field = await seen("main input[type=search]");
      field.value = "ぼうさい";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.form.requestSubmit();
      await seen("main a[href^='/listings/']");
    },
  };
  const live = async () => {
    await seen(".kiosk-begin");
    const act = acts[await window[asked]()];
    if (!act) return;
    // The page listens a moment after it is drawn.
    await until(".kiosk-bar", () => {
      see(".kiosk-begin")?.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
      return see(".kiosk-bar");
    });
    await act();
    // The last thing in this page: it goes, and the next one asks.
    await press(".kiosk-finish");
  };
  if (location.pathname === "/kiosk" && window === window.top) live().catch((error) => console.error(String(error)));
};

/**
 * Makes every page from now on ask what to do. Gives a function that waits until the next page rests and asks; that gives another one, which
 * tells it.
 */
export const quick = async (page) => {
  const asks = [];
  let woken = () => {};
  let trouble;
  page.on("console", (message) => {
    if (message.type() === "error" && message.text().includes("soak:")) (trouble = message.text()), woken();
  });
  await page.exposeFunction(ASKED, () => new Promise((resolve) => (asks.push(resolve), woken())));
  await page.addInitScript(inPage, ASKED);
  return async () => {
    const end = Date.now() + PATIENCE_MS;
    while (asks.length === 0) {
      if (trouble || Date.now() > end) throw new Error(trouble ?? "soak: no page came to rest");
      let timer;
      await new Promise((resolve) => ((woken = resolve), (timer = setTimeout(resolve, 1_000))));
      clearTimeout(timer);
    }
    // Of pages that were there one after the other only the last one still listens.
    return asks.splice(0).at(-1);
  };
};
