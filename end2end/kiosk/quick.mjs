// Somebody at a kiosk who is in a hurry: the page itself does what they would, without a way to and fro for each touch. What is done is
// asked for once a page, and the page's end is the page's own, so ten thousand sessions are a matter of an hour or so.
//
// Nobody is attached to the browser meanwhile: a debugger keeps answers and messages for whoever might look at them, never lets a service
// worker end, and clears the heap when it is asked how large it is. What was measured under one would be no kiosk.

/** What somebody may do: only look; look for something; fill in a form and send it. Or nobody comes; or the page says what it takes. */
export const LOOK = "look";
export const SEARCH = "search";
export const FORM = "form";
export const NOTHING = "nothing";
export const WEIGH = "weigh";

/** Where a page asks what to do, and where it says what went wrong. */
export const ASK = "/soak/ask";
export const TROUBLE = "/soak/trouble";
/** How long a page may take until it asks, in milliseconds. */
const PATIENCE_MS = 60_000;

/** Runs in each page, and reaches no variable of this file. The form is one that asks who, and what they wish (`visitor.fill`). */
const inPage = ({ ask, trouble, form }) => {
  const EVERY_MS = 10;
  const STEP_MS = 20_000;
  const see = (selector) => Array.from(document.querySelectorAll(selector)).find((it) => it.checkVisibility({ visibilityProperty: true }));
  const until = async (what, look) => {
    const end = performance.now() + STEP_MS;
    for (;;) {
      const found = look();
      if (found) return found;
      if (performance.now() > end) throw new Error(`${what} did not come`);
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  };
  const seen = (selector) => until(selector, () => see(selector));
  const press = async (selector) => (await seen(selector)).click();
  const post = async (path, body) => (await fetch(path, { method: "POST", body, cache: "no-store" })).text();
  // A page that goes meanwhile needs no answer: the next one asks.
  const asked = (said) => post(ask, said).catch(() => "nothing");
  const write = (field, text) => {
    field.value = text;
    for (const sign of ["input", "change"]) field.dispatchEvent(new Event(sign, { bubbles: true }));
  };
  const field = (name) => Array.from(document.querySelectorAll("main label")).find((it) => it.checkVisibility() && it.textContent.trim().startsWith(name))?.control;
  const onward = () => void see(".fill-bar .button-primary")?.click();
  const acts = {
    look: async () => {
      await press(".kiosk-doors a[href='/listings']");
      await press("main a[href^='/listings/']");
      await seen("main .favourite");
    },
    search: async () => {
      await press(".kiosk-doors a[href='/listings']");
      const words = await seen("main input[type=search]");
      write(words, "ぼうさい");
      words.form.requestSubmit();
      await seen("main a[href^='/listings/']");
    },
    form: async () => {
      await press(".kiosk-doors a[href='/forms']");
      await press(`main a[href='/forms/${form}']`);
      await press(`main a[href='/forms/${form}/begin']`);
      await seen(".fill-bar");
      write(await until("who", () => field("お名前")), "人");
      write(await until("wish", () => field("希望すること") ?? onward()), "なし");
      (await until("send", () => see(".fill-send") ?? onward())).click();
      await seen("main .tray-number");
    },
  };
  /** What the page takes: the heap after what nobody holds is gone (`--expose-gc`), and what the site keeps. */
  const weigh = async () => {
    window.gc?.();
    const { usage = 0, usageDetails } = await navigator.storage.estimate();
    return JSON.stringify({ heap: performance.memory.usedJSHeapSize, kept: usage, indexedDB: usageDetails?.indexedDB ?? 0 });
  };
  const live = async () => {
    await seen(".kiosk-begin");
    let told = await asked("");
    if (told === "weigh") told = await asked(await weigh());
    const act = acts[told];
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
  if (location.pathname === "/kiosk" && window === window.top) live().catch((error) => post(trouble, String(error)));
};

/** The program for each page. */
export const script = (form) => `;(${inPage})(${JSON.stringify({ ask: ASK, trouble: TROUBLE, form })});`;

/** Where pages ask. `answer` is for whoever serves the site: gives whether it was a page that asks. */
export const counter = () => {
  let asking = [];
  let trouble;
  let woken = () => {};
  const text = async (request) => {
    let said = "";
    for await (const piece of request) said += piece;
    return said;
  };
  return {
    answer: (request, response) => {
      if (request.url !== ASK && request.url !== TROUBLE) return false;
      text(request).then((said) => {
        if (request.url === TROUBLE) (trouble = said), response.end();
        else asking.push({ said, tell: (what) => response.end(what) });
        woken();
      });
      return true;
    },
    /** Forgets pages that are gone. */
    clear: () => void (asking = []),
    /** Waits until a page rests and asks: what it said, and how it is told what to do. */
    next: async () => {
      const end = Date.now() + PATIENCE_MS;
      while (asking.length === 0) {
        if (trouble || Date.now() > end) throw new Error(trouble ?? "no page came to rest");
        let timer;
        await new Promise((resolve) => ((woken = resolve), (timer = setTimeout(resolve, 1_000))));
        clearTimeout(timer);
      }
      // Of pages that were there one after the other only the last one still listens.
      return asking.splice(0).at(-1);
    },
  };
};
