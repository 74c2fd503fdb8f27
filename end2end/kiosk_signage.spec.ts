// What a wall screen shows: what its programme says for this hour, with pictures, codes and the time; and staff see what it shows.
import { expect, test } from "./lib/fixtures";
import { atScreens, keeperOf, stand } from "./lib/screen";

atScreens();
test.use({ viewport: { width: 1280, height: 900 } });

const DAY = 24 * 60;
/** The minute of the day in Japan. */
const minute = () => (Math.floor(Date.now() / 60_000) + 9 * 60) % DAY;

test("a wall screen follows its programme, and staff see a picture of it", async ({ page, request }) => {
  const keeper = await keeperOf(request);
  const [from, until] = [(minute() + DAY - 60) % DAY, (minute() + 120) % DAY];
  const program = [
    { from, until, kinds: ["group"], seconds: 5 },
    { from: until, until: from, kinds: ["call"], seconds: 5 },
  ];
  const kiosk = await stand(page, keeper, { mode: "signage", program });
  const sent = page.waitForResponse((it) => it.url().endsWith("/api/v1/kiosk/picture") && it.request().method() === "PUT", { timeout: 120_000 });
  const slide = page.locator(".kiosk-slide");
  const title = page.locator(".kiosk-slide-title");

  // One after the other, and only what this hour is for.
  await expect(slide).toHaveAttribute("data-kind", "group", { timeout: 30_000 });
  const seen = new Set<string>();
  await expect
    .poll(
      async () => {
        expect(await slide.getAttribute("data-kind")).toBe("group");
        seen.add((await title.textContent()) ?? "");
        return seen.size;
      },
      { timeout: 40_000, intervals: [500] },
    )
    .toBeGreaterThan(2);
  await expect(slide.locator(".kiosk-slide-code svg.qr")).toBeVisible();
  await expect(page.locator(".kiosk-clock")).toHaveText(/^\d{1,2}:\d{2}$/);
  const picture = page.locator(".kiosk-picture");
  await expect(picture).toBeVisible({ timeout: 60_000 });
  await expect.poll(() => picture.first().evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)).toBe(true);

  // Drawn by the browser itself, once a minute is over: as wide as it should be, and no empty sheet.
  const answer = await sent;
  expect(answer.status()).toBe(204);
  const shown = await request.get(`/staff/kiosks/${kiosk}/picture`);
  expect(shown.status()).toBe(200);
  const bytes = (await shown.body()).toString("base64");
  const drawn = await page.evaluate(
    async ([type, bytes]) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], { type }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const context = canvas.getContext("2d")!;
      context.drawImage(bitmap, 0, 0);
      const pixels = new Uint32Array(context.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
      return { width: bitmap.width, colours: new Set(pixels).size };
    },
    [shown.headers()["content-type"], bytes],
  );
  expect(drawn.width).toBe(640);
  expect(drawn.colours).toBeGreaterThan(100);
});
