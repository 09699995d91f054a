import { createHmac } from "node:crypto";
import { isSameSecret } from "./is-same-secret.ts";

/**
 * What signs and checks cookies and tokens of forms, as it is at the moment: whoever holds it asks anew each time, because
 * keys are changed while the server runs. 32 bytes or more each.
 */
export interface SigningKeys {
  /**
   * Each makes a signature, the first the one that counts in the long run. The others do too while they are there, so that a
   * replica that has not read the new key yet can check what one has signed that has.
   */
  readonly signing: readonly [Uint8Array, ...Uint8Array[]];
  /** A signature of any of them is good. */
  readonly verifying: readonly Uint8Array[];
}

/** What a signature is for; one made for one purpose is worthless for the other. */
export type Purpose = "session" | "csrf" | "link" | "linkCode";

const MIN_KEY_BYTES = 32;
/** Between the signatures of a text; none has it within. */
const SEPARATOR = ".";

function computeMac(key: Uint8Array, purpose: Purpose, text: string): string {
  return createHmac("sha256", key).update(`countersign:${purpose}\0${text}`, "utf8").digest("base64url");
}

/** Keys that stay as they are. */
export function fixedKeys(...keys: SigningKeys["signing"]): SigningKeys {
  return { signing: keys, verifying: keys };
}

/** Refuses keys that could be guessed. Throws, because a server must not start with one. */
export function checkKeys({ signing, verifying }: SigningKeys): void {
  const short = [...signing, ...verifying].find((key) => key.byteLength < MIN_KEY_BYTES);
  if (short === undefined) return;
  throw new Error(
    `The key for sessions and forms has ${short.byteLength} bytes; it needs at least ${MIN_KEY_BYTES} random bytes.`,
  );
}

/** HMAC-SHA-256 of the text under each key that signs, base64url. */
export function signText({ signing }: SigningKeys, purpose: Purpose, text: string): string {
  return signing.map((key) => computeMac(key, purpose, text)).join(SEPARATOR);
}

/** True when one of the keys made one of the signatures. */
export function verifyText(keys: SigningKeys, purpose: Purpose, text: string, signature: string): boolean {
  return isSignedBy(keys.verifying, purpose, text, signature);
}

/** True when the first key made one of the signatures: then it stays good when the other keys are taken away. */
export function isSignedForGood(
  keys: SigningKeys,
  purpose: Purpose,
  text: string,
  signature: string,
): boolean {
  return isSignedBy([keys.signing[0]], purpose, text, signature);
}

/**
 * Takes the same time wherever the signature is wrong. It is compared as it is written: several texts of base64url decode to
 * the same bytes, and only one of them is what was signed.
 */
function isSignedBy(keys: readonly Uint8Array[], purpose: Purpose, text: string, signature: string): boolean {
  const given = signature.split(SEPARATOR);
  const matches = keys.flatMap((key) => {
    const expected = computeMac(key, purpose, text);
    // How long it is, everybody knows.
    return given.map((part) => part.length === expected.length && isSameSecret(part, expected));
  });
  return matches.includes(true);
}
