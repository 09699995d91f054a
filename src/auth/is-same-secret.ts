import { createHash, timingSafeEqual } from "node:crypto";

/**
 * Whether somebody gave the secret that is expected, in a time that tells nothing of it, nor of its length: digests are
 * compared, which have one length.
 */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digestOf(given), digestOf(expected));
}

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text, "utf8").digest();
}
