// A phone that opens the code of a shared screen, as far as it takes to have what was handed over; and what of the code nobody may find.
import { createDecipheriv, randomUUID } from "node:crypto";
import { inflateRawSync } from "node:zlib";

/** Bytes of a parcel's nonce, and of what shows that it is whole (`engawa_core::kiosk::hand_over`). */
const [NONCE, TAG] = [12, 16];
/** So much of a parcel inside its code is looked for. */
const PIECE = 32;

/** The fragment of a code's address, in its parts: `1.<parcel>` or `2.<id>.<key>`. */
const parts = (fragment) => fragment.split(".");

/** Takes what a code offers, and gives the parcel's bytes. One that waits at the server is collected, which can be done once. */
export const take = async (base, fragment) => {
  const [form, ...rest] = parts(fragment);
  if (form === "1") return inflateRawSync(Buffer.from(rest[0], "base64url"));
  const [id, key] = rest;
  const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ claim: randomUUID() }) };
  const answer = await fetch(`${base}/api/v1/hand-overs/${id}/collect`, init);
  if (!answer.ok) throw new Error(`the hand-over was not collected: ${answer.status}`);
  const sealed = Buffer.from(await answer.arrayBuffer());
  const cipher = createDecipheriv("chacha20-poly1305", Buffer.from(key, "base64url"), sealed.subarray(0, NONCE), { authTagLength: TAG });
  cipher.setAuthTag(sealed.subarray(-TAG));
  return inflateRawSync(Buffer.concat([cipher.update(sealed.subarray(NONCE, -TAG)), cipher.final()]));
};

/** What of a code must stand nowhere: the fragment as it is, and the key, or the middle of the parcel, as bytes. */
export const secretsOf = (fragment) => {
  const [form, ...rest] = parts(fragment);
  if (form === "2") return [fragment, rest[1], Buffer.from(rest[1], "base64url")];
  const parcel = Buffer.from(rest[0], "base64url");
  const middle = Math.max(0, (parcel.length - PIECE) >> 1);
  return [fragment, parcel.subarray(middle, middle + PIECE)];
};
