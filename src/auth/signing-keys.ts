import { createHmac, timingSafeEqual } from "node:crypto";

/** The first signs; each verifies, so that a key can be changed without ending what is open. 32 bytes or more each. */
export type SigningKeys = readonly [Uint8Array, ...Uint8Array[]];

/** What a signature is for; one made for one purpose is worthless for the other. */
export type Purpose = "session" | "csrf";

const MIN_KEY_BYTES = 32;

function computeMac(key: Uint8Array, purpose: Purpose, text: string): string {
  return createHmac("sha256", key).update(`countersign:${purpose}\0${text}`, "utf8").digest("base64url");
}

/** Refuses keys that could be guessed. Throws, because a server must not start with one. */
export function checkKeys(keys: SigningKeys): SigningKeys {
  const short = keys.find((key) => key.byteLength < MIN_KEY_BYTES);
  if (short !== undefined) {
    throw new Error(
      `The key for sessions and forms has ${short.byteLength} bytes; it needs at least ${MIN_KEY_BYTES} random bytes.`,
    );
  }
  return keys;
}

/** HMAC-SHA-256 of the text under the first key, base64url. */
export function signText(keys: SigningKeys, purpose: Purpose, text: string): string {
  return computeMac(keys[0], purpose, text);
}

/**
 * True when one of the keys made the signature. Takes the same time wherever the signature is wrong. It is compared as it
 * is written: several texts of base64url decode to the same bytes, and only one of them is what was signed.
 */
export function verifyText(keys: SigningKeys, purpose: Purpose, text: string, signature: string): boolean {
  const given = Buffer.from(signature, "utf8");
  const matches = keys.map((key) => {
    const expected = Buffer.from(computeMac(key, purpose, text), "utf8");
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return matches.includes(true);
}
