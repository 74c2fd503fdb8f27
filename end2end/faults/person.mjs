// Somebody with a phone: several tabs of one browser context, which close at random moments, also in the middle of sending.
import { pause } from "./dice.mjs";

/** The tab is not there any more: whatever was asked of it may have been done or not. */
const isGone = (error) => /closed|crash|destroyed|detached|navigat|interrupted|ERR_/i.test(String(error?.message ?? error));

/** In the page: the running app's module, as soon as it runs. */
const START = `async ({ js, wasm }) => {
  for (let n = 0; n < 600; n++) {
    try {
      const app = await import(js);
      // Throws until the page's own script has started the module.
      await app.outbox_state();
      return app;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error("the app does not start");
}`;

/** In the page: entries of the outbox as they are stored, without what was typed. */
const STORED = (ids) =>
  new Promise((resolve) => {
    const request = indexedDB.open("engawa");
    request.onsuccess = () => {
      const store = request.result.transaction("outbox").objectStore("outbox");
      const texts = ids.map(() => "");
      ids.forEach((id, at) => (store.get(id).onsuccess = (event) => (texts[at] = event.target.result ? JSON.stringify({ ...JSON.parse(event.target.result), body: "" }) : "not stored")));
      store.transaction.oncomplete = () => (request.result.close(), resolve(texts));
    };
  });

export const openPerson = async ({ browser, link, dice, files, tabs: wanted, problems }) => {
  const context = await browser.newContext({ locale: "ja-JP", timezoneId: "Asia/Tokyo", viewport: { width: 360, height: 740 } });
  context.on("page", (page) => {
    page.on("pageerror", (error) => problems.push(`a page broke: ${error}`));
    page.on("console", (message) => /panicked/.test(message.text()) && problems.push(message.text().slice(0, 300)));
  });
  const tabs = [];
  let isOver = false;

  const open = async () => {
    const page = await context.newPage();
    for (let n = 0; n < 20 && !page.isClosed(); n++) {
      try {
        await page.goto(`${link.url}/outbox`, { waitUntil: "commit", timeout: 15_000 });
        break;
      } catch (error) {
        if (!isGone(error) && !/Timeout/.test(error.message)) throw error;
        await pause(200);
      }
    }
    tabs.push(page);
    return page;
  };

  const close = async (page) => {
    const at = tabs.indexOf(page);
    if (at >= 0) tabs.splice(at, 1);
    await page.close().catch(() => {});
  };

  const anyTab = async () => {
    for (;;) {
      const here = tabs.filter((page) => !page.isClosed());
      if (here.length > 0) return dice.pick(here);
      await pause(50);
    }
  };

  /** Runs `work` (the source of a function of the app and an argument) in a tab. */
  const inPage = (page, work, argument) =>
    page.evaluate(`(async () => { const app = await (${START})(${JSON.stringify(files)}); return (${work})(app, ${JSON.stringify(argument ?? null)}); })()`);

  /** The outbox as one tab sees it: id to standing, in words. */
  const standings = async (page) => {
    const lines = JSON.parse(await inPage(page, "(app) => app.outbox_state()"));
    return new Map(lines.map(({ id, standing }) => [id, typeof standing === "string" ? standing : JSON.stringify(standing)]));
  };

  const person = {
    sent: [],
    /** Tabs in which the app did not start within half a minute. */
    deadTabs: 0,
    /** The first visit, while the line holds: the service worker keeps what a tab needs. */
    visit: async () => {
      const page = await open();
      await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === "activated", undefined, { timeout: 60_000 });
      await standings(page);
      while (tabs.length < wanted) await open();
    },
    /** Puts a submission into the outbox; done when the device has it. The tab may vanish meanwhile: then it is asked for again. */
    send: async (item) => {
      for (let attempt = 0; ; attempt++) {
        const page = await anyTab();
        try {
          if (attempt > 0) {
            const standing = (await standings(page)).get(item.id);
            if (standing && !/not_?saved/i.test(standing)) break;
          }
          const asking = inPage(page, "(app, text) => app.outbox_send(text)", item.text());
          if (dice.next() < 0.12) {
            asking.catch(() => {});
            await pause(dice.below(120));
            await close(page);
            throw new Error("closed");
          }
          const tooLong = pause(20_000).then(() => Promise.reject(new Error("interrupted: it takes too long")));
          await Promise.race([asking, tooLong]);
          break;
        } catch (error) {
          if (!isGone(error) && attempt >= 5) throw error;
          await pause(100);
        }
      }
      person.sent.push(item);
    },
    /** Closes a tab now and then, and opens another. */
    fidget: async () => {
      while (!isOver) {
        await pause(1_500 + dice.below(9_000));
        if (isOver) return;
        if (tabs.length >= wanted || (tabs.length > 1 && dice.next() < 0.3)) await close(dice.pick(tabs));
        if (tabs.length < wanted) await open().catch(() => {});
      }
    },
    /** The train leaves the tunnel, again and again: waits for a connection end. */
    hope: async () => {
      while (!isOver) {
        await pause(300);
        // A tab that is just being loaded answers later, or never.
        await Promise.race([pause(1_000), Promise.all(tabs.map((page) => page.evaluate(() => void dispatchEvent(new Event("online"))).catch(() => {})))]);
      }
    },
    /** How many of what was sent have their receipts here; what is stuck is told. */
    done: async () => {
      const page = await anyTab();
      try {
        const all = await standings(page);
        return person.sent.filter(({ id }) => /done/i.test(all.get(id) ?? "")).length;
      } catch (error) {
        // What a person does with a page that does not come: close it, and open it again.
        if (!isGone(error)) (person.deadTabs++, await close(page));
        return 0;
      }
    },
    /** What a person would read: the words of the page of the outbox, when every receipt in `numbers` is on it or time is up. */
    reads: async (numbers) => {
      isOver = true;
      const page = await open();
      let words = "";
      for (let n = 0; n < 60; n++) {
        words = await page.locator("body").innerText();
        if (numbers.every((number) => words.includes(number))) break;
        await pause(500);
      }
      return words;
    },
    /** What was not sent, with what the device's store holds of it, for whoever looks for the reason. */
    stuck: async () => {
      for (;;) {
        try {
          const page = await anyTab();
          const all = await standings(page);
          const open = person.sent.filter(({ id }) => !/done/i.test(all.get(id) ?? ""));
          const stored = await page.evaluate(STORED, open.map(({ id }) => id));
          return open.map(({ id }, at) => `${id}: ${all.get(id) ?? "not in the outbox"} ${stored[at]}`);
        } catch (error) {
          if (!isGone(error)) throw error;
        }
      }
    },
    close: async () => {
      isOver = true;
      await context.close();
    },
  };
  return person;
};
