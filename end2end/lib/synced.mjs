// Whether a device has what it needs without a connection: for tests and for programs that run without a compiler of types.
import { expect } from "@playwright/test";

/** The first sync is complete and kept: records and the searchable image. The service worker keeps the app. */
export const synced = (page, timeout = 30_000) =>
  expect
    .poll(
      () =>
        page.evaluate(async () => {
          const [info] = await indexedDB.databases();
          if (!info?.name) return false;
          const settle = (request) => new Promise((resolve, reject) => ((request.onsuccess = () => resolve(request.result)), (request.onerror = () => reject(request.error))));
          const db = await settle(indexedDB.open(info.name));
          try {
            if (!db.objectStoreNames.contains("blobs")) return false;
            const keys = await settle(db.transaction("blobs").objectStore("blobs").getAllKeys());
            return keys.length > 0 && (await navigator.serviceWorker.getRegistration())?.active?.state === "activated";
          } finally {
            db.close();
          }
        }),
      { timeout },
    )
    .toBe(true);
