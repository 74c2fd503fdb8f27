// Keys in a real browser: passkeys with a virtual authenticator, staff at a real identity provider, push with its encryption undone.
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { type AddressInfo } from "node:net";
import { type Page } from "@playwright/test";
import { signIn } from "./lib/desk";
import { axe, everyWidth, expect, fits, test } from "./lib/fixtures";

/** A page fits in each width, and axe finds nothing. */
const look = (page: Page) =>
  everyWidth(page, async () => {
    await fits(page);
    await axe(page);
  });

/** A device that holds passkeys, and says yes by itself. */
const authenticator = async (page: Page) => {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2" as const,
    transport: "internal" as const,
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", { options });
  return {
    held: async () => (await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    refuse: async () => void (await cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false })),
    answer: async (enabled: boolean) => void (await cdp.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled })),
  };
};

/** This page, and not the one that will lead there. */
const at = (path: string) => (url: URL) => url.pathname === path;

/**
 * Presses the button. The device answers nothing that the field of the page asks, and is there again when the button asks:
 * what is asked of a device that is not there, it never answers.
 */
const press = async (page: Page, device: Awaited<ReturnType<typeof authenticator>>) => {
  await device.answer(false);
  const begin = "**/api/v1/passkeys/sign-in/begin";
  const field = page.waitForResponse(begin);
  await page.goto("/sign-in?next=/account/passkeys");
  await (await field).finished();
  await page.route(begin, async (route) => {
    await device.answer(true);
    await route.continue();
  });
  await page.locator("[data-passkey=sign-in]").click();
  await expect(page.locator("[data-passkey-status]")).not.toHaveText(/案内に従って/);
  await page.unroute(begin);
};

const makePasskey = async (page: Page, label: string) => {
  await page.goto("/account/passkeys");
  await page.locator("#passkey-label").fill(label);
  await page.locator("[data-passkey=register]").click();
  await expect(page).toHaveURL(/done=added/);
};

// What the server refuses, the browser mentions.
test.beforeEach(({ allowed }) => void (allowed.pattern = /status of (401|403|422)/));

test("a passkey is made, signs in without a name, and no more once it is removed", async ({ page, context }) => {
  const device = await authenticator(page);
  await signIn(page);
  const label = `鍵 ${randomBytes(4).toString("hex")}`;
  await makePasskey(page, label);
  await expect(page.locator(".desk-row", { hasText: label })).toBeVisible();
  const [held] = await device.held();
  expect(held?.isResidentCredential, "the device knows whose it is").toBe(true);
  await look(page);

  // A second one on the same device is not made.
  await page.locator("[data-passkey=register]").click();
  await expect(page.locator("[data-passkey-status]")).toHaveText(/すでにパスキーがあります/);

  await context.clearCookies();
  await press(page, device);
  await expect(page).toHaveURL(at("/account/passkeys"));
  const row = page.locator(".desk-row", { hasText: label });
  await expect(row).toContainText("最後に使った日");
  await row.locator("button").click();
  await expect(page).toHaveURL(/done=removed/);
  await expect(row).toHaveCount(0);

  await context.clearCookies();
  await press(page, device);
  await expect(page.locator("[data-passkey-status]")).toHaveText(/パスキーを確認できませんでした/);
  await expect(page.locator("[data-passkey=sign-in]"), "one can try again").toBeEnabled();
});

test("who does not show the device who they are is not signed in", async ({ page, context }) => {
  const device = await authenticator(page);
  await signIn(page);
  await makePasskey(page, "refused");
  await context.clearCookies();
  await device.refuse();
  await press(page, device);
  await expect(page.locator("[data-passkey-status]")).toHaveText(/中止しました|できませんでした/);
});

test("the field for the address offers the passkey, and no button is needed", async ({ page, context }) => {
  await authenticator(page);
  await signIn(page);
  await makePasskey(page, "field");
  await context.clearCookies();
  await page.goto("/sign-in?next=/account/notices");
  await expect(page).toHaveURL(at("/account/notices"));
});

const atProvider = async (page: Page, login: string) => {
  await page.locator("input[name=login]").fill(login);
  await page.locator("input[name=password]").fill("anything");
  await page.locator("button[type=submit]").click();
  await page.locator("button[type=submit]", { hasText: "Continue" }).click();
};

test.describe("the city's identity provider", () => {
  // Its pages are not ours.
  test.beforeEach(({ allowed }) => void (allowed.pattern = /./));

  test("staff sign in there and come back where they were going", async ({ page, context }) => {
    await page.goto("/sign-in/oidc?next=/staff/forms");
    const session = async () => (await context.cookies()).find((it) => it.name === "engawa")?.value;
    const before = await session();
    expect(before).toBeTruthy();
    await atProvider(page, "kakari");
    await expect(page).toHaveURL(/\/staff\/forms$/);
    // A session that somebody may have planted before is not the one that is signed in.
    expect(await session()).not.toBe(before);
    await expect(page.locator(".desk-nav")).toContainText("kakari");
    // The address that brought them here brings nobody else.
    const cookies = await context.cookies();
    expect(cookies.find((it) => it.name === "engawa")?.httpOnly).toBe(true);
    const again = await page.goto("/sign-in/oidc/back?code=abc&state=abc");
    expect(again?.status()).toBe(422);
  });

  test("whoever is not known here is told so, and no other site is gone to", async ({ page }) => {
    await page.goto("/sign-in/oidc?next=//evil.example");
    await atProvider(page, "stranger");
    await expect(page.locator("[role=alert]")).toContainText("登録されていません");
    await expect(page).toHaveURL(/\/sign-in\/oidc\/back/);
    await look(page);
    await page.goto("/staff");
    await expect(page).toHaveURL(/sign-in/);
  });
});

/** Undoes RFC 8291 with the receiver's keys, by the standard's own steps. */
const decrypt = (body: Buffer, receiver: ReturnType<typeof createECDH>, auth: Buffer) => {
  const salt = body.subarray(0, 16);
  const idLength = body[20]!;
  const sender = body.subarray(21, 21 + idLength);
  const sealed = body.subarray(21 + idLength);
  const derive = (secret: Buffer, mixed: Buffer, info: Buffer, length: number) => Buffer.from(hkdfSync("sha256", secret, mixed, info, length));
  const ikm = derive(receiver.computeSecret(sender), auth, Buffer.concat([Buffer.from("WebPush: info\0"), receiver.getPublicKey(), sender]), 32);
  const key = derive(ikm, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
  const nonce = derive(ikm, salt, Buffer.from("Content-Encoding: nonce\0"), 12);
  const decipher = createDecipheriv("aes-128-gcm", key, nonce).setAuthTag(sealed.subarray(-16));
  const clear = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  // The last record ends with 2 and then only zeros.
  return clear.subarray(0, clear.lastIndexOf(2)).toString();
};

test("a browser that subscribed with an older key of this server subscribes anew, and asks nothing", async ({ page }) => {
  await authenticator(page);
  await signIn(page);
  const told: { method: string; body: { endpoint: string; server?: string } }[] = [];
  await page.route("**/api/v1/push", (route) => {
    told.push({ method: route.request().method(), body: route.request().postDataJSON() });
    return route.fulfill({ status: 204 });
  });
  // The push service of a browser's maker is not asked: the browser's own part is stood in for.
  await page.addInitScript(() => {
    type Made = { endpoint: string; options: { applicationServerKey: ArrayBuffer }; toJSON: () => object; unsubscribe: () => Promise<boolean> };
    let current: Made | null = null;
    const made = (endpoint: string, applicationServerKey: ArrayBuffer): Made => ({
      endpoint,
      options: { applicationServerKey },
      toJSON: () => ({ endpoint, expirationTime: null, keys: { p256dh: "a", auth: "b" } }),
      unsubscribe: async () => {
        current = null;
        return true;
      },
    });
    current = made("https://push.example.com/older", new Uint8Array(65).fill(4).buffer);
    PushManager.prototype.getSubscription = async () => current as unknown as PushSubscription;
    PushManager.prototype.subscribe = async (options) => {
      if (current) throw new DOMException("one at a time", "InvalidStateError");
      current = made("https://push.example.com/newer", (options!.applicationServerKey as Uint8Array).buffer as ArrayBuffer);
      return current as unknown as PushSubscription;
    };
    Notification.requestPermission = () => Promise.reject(new Error("asked"));
    Object.defineProperty(Notification, "permission", { get: () => "granted" });
  });
  await page.goto("/account/notices");
  const server = (await page.locator("[data-push]").getAttribute("data-push"))!;
  await expect.poll(() => told.map((it) => it.method)).toEqual(["POST", "DELETE"]);
  expect(told[0]!.body).toMatchObject({ endpoint: "https://push.example.com/newer", server });
  expect(told[1]!.body).toEqual({ endpoint: "https://push.example.com/older" });
  await expect(page.locator("[data-push]")).toBeVisible();
});

test("a notice reaches a device encrypted, signed by this server, and without what it says", async ({ page, baseURL }) => {
  await authenticator(page);
  await signIn(page);
  await page.goto("/account/notices");
  await expect(page.locator("h1")).toHaveText("お知らせ");
  const server = (await page.locator("[data-push]").getAttribute("data-push"))!;

  const got: { headers: IncomingHttpHeaders; body: Buffer }[] = [];
  const service = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part) => parts.push(part)).on("end", () => {
      got.push({ headers: request.headers, body: Buffer.concat(parts) });
      response.writeHead(201).end();
    });
  });
  await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(service.address() as AddressInfo).port}/inbox`;
  const receiver = createECDH("prime256v1");
  receiver.generateKeys();
  const auth = randomBytes(16);
  const keys = { p256dh: receiver.getPublicKey("base64url"), auth: auth.toString("base64url") };
  const post = (endpoint: string) => page.request.post(`${baseURL}/api/v1/push`, { data: { endpoint, expirationTime: null, keys } });
  try {
    expect((await post("http://push.example.com/a")).status(), "plain HTTP only to this machine").toBe(422);
    expect((await post(endpoint)).status()).toBe(204);
    const label = `鍵 ひみつ ${randomBytes(4).toString("hex")}`;
    await makePasskey(page, label);
    // Whatever else this account is told meanwhile (others work with it, too) comes to the same device.
    const own = () => got.find(({ body }) => JSON.parse(decrypt(body, receiver, auth)).code === "passkey_added");
    await expect.poll(() => own() !== undefined, { timeout: 20_000 }).toBe(true);
    const { headers, body } = own()!;
    expect(headers["content-encoding"]).toBe("aes128gcm");
    expect(Number(headers.ttl)).toBeGreaterThan(0);

    const [, token, key] = /^vapid t=([^,]+), k=(.+)$/.exec(headers.authorization ?? "")!;
    expect(key).toBe(server);
    const [head, claims, signature] = token!.split(".") as [string, string, string];
    const point = Buffer.from(key!, "base64url");
    const jwk = { kty: "EC", crv: "P-256", x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33).toString("base64url") };
    const signed = createPublicKey({ key: jwk, format: "jwk" });
    const isSigned = verify("sha256", Buffer.from(`${head}.${claims}`), { key: signed, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"));
    expect(isSigned, "the signature").toBe(true);
    const said = JSON.parse(Buffer.from(claims, "base64url").toString());
    expect(said.aud).toBe("http://127.0.0.1");
    expect(said.exp - Date.now() / 1000).toBeLessThan(24 * 60 * 60);

    const clear = decrypt(body, receiver, auth);
    expect(JSON.parse(clear)).toMatchObject({ body: "新しいお知らせがあります。", code: "passkey_added", path: "/account/passkeys" });
    expect(clear).not.toContain("ひみつ");

    await page.goto("/account/notices");
    await expect(page.locator(".desk-row", { hasText: label })).toBeVisible();
    await look(page);
    await page.locator("form[action='/account/notices/seen'] button").click();
    await expect(page).toHaveURL(/done=seen/);
  } finally {
    await page.request.delete(`${baseURL}/api/v1/push`, { data: { endpoint } });
    service.close();
  }
});
