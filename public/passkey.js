// Passkeys: makes buttons with data-passkey="register" or "sign-in" work. What it says stands in the button's data attributes.
//
// A field with "webauthn" in its autocomplete, on the page of a sign-in button, offers passkeys as one types.
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
const text = (buffer) =>
  btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("")).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const ids = (list) => (list ?? []).map((it) => ({ ...it, id: bytes(it.id) }));

// A challenge is good for five minutes on the server; one that waits in a field is made anew before.
const RENEW_MS = 4 * 60 * 1000;

class Refused extends Error {}

const ask = async (path, body) => {
  const answer = await fetch(`/api/v1/passkeys/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body ?? {}),
  });
  if (answer.status === 204) return {};
  const said = await answer.json().catch(() => ({}));
  // The server's own sentence, in the language of the page's cookie.
  if (!answer.ok) throw new Refused(said.title ?? "");
  return said;
};

const register = async (label) => {
  const { publicKey } = await ask("register/begin");
  const made = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: ids(publicKey.excludeCredentials),
      // Some devices give keys (the vault of staff opens with one) only with a passkey of which that was asked when it was made.
      extensions: { ...publicKey.extensions, prf: {} },
    },
  });
  const { response } = made;
  const credential = {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    response: {
      attestationObject: text(response.attestationObject),
      clientDataJSON: text(response.clientDataJSON),
      transports: response.getTransports?.() ?? [],
    },
  };
  await ask("register/finish", { credential, label });
};

const signIn = async ({ publicKey }, next, options) => {
  const found = await navigator.credentials.get({
    ...options,
    publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: ids(publicKey.allowCredentials) },
  });
  const { response } = found;
  const credential = {
    id: found.id,
    rawId: text(found.rawId),
    type: found.type,
    response: {
      authenticatorData: text(response.authenticatorData),
      clientDataJSON: text(response.clientDataJSON),
      signature: text(response.signature),
      userHandle: response.userHandle ? text(response.userHandle) : null,
    },
  };
  return (await ask("sign-in/finish", { credential, next })).next;
};

const message = (error, data) => {
  if (error instanceof Refused) return error.message || data.failed;
  if (error instanceof TypeError) return data.unreached;
  if (error.name === "InvalidStateError") return data.already;
  if (error.name === "NotAllowedError" || error.name === "AbortError") return data.cancelled;
  return data.failed;
};

// Only one question to the device at a time: a button takes over from the field.
let waiting;

const offerInField = async (next, refused) => {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  const mine = (waiting = new AbortController());
  const renew = setTimeout(() => {
    mine.abort();
    offerInField(next, refused);
  }, RENEW_MS);
  let challenge;
  try {
    challenge = await ask("sign-in/begin");
    location.assign(await signIn(challenge, next, { mediation: "conditional", signal: mine.signal }));
  } catch (error) {
    // Who did not choose a passkey hears nothing of it: what is said is what the server says of an answer.
    if (challenge && error instanceof Refused) refused(error);
  } finally {
    clearTimeout(renew);
  }
};

const wire = (button) => {
  const data = button.dataset;
  const status = button.closest(".passkey")?.querySelector("[data-passkey-status]");
  const say = (words) => status && (status.textContent = words);
  if (!globalThis.PublicKeyCredential) return say(data.unsupported);
  say("");
  button.hidden = false;
  button.addEventListener("click", async () => {
    waiting?.abort();
    button.disabled = true;
    say(data.working);
    try {
      if (data.passkey === "register") {
        await register(document.getElementById("passkey-label")?.value ?? "");
        location.assign(data.next);
      } else {
        location.assign(await signIn(await ask("sign-in/begin"), data.next));
      }
    } catch (error) {
      say(message(error, data));
      button.disabled = false;
      button.focus();
    }
  });
  if (data.passkey === "sign-in" && document.querySelector('input[autocomplete~="webauthn"]')) offerInField(data.next, (error) => say(message(error, data)));
};

document.querySelectorAll("[data-passkey]").forEach(wire);
