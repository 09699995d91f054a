// How an authenticator's words for an account are kept beside a vote: within the bounds that its fields have there.
import { createHash } from "node:crypto";

import { countStoredBytes } from "../std/stored-bytes.ts";

/** The same bound as in the CRD, for both. */
const MOST_BYTES = 64;
const MOST_HOST = 31;
const DIGEST_LENGTH = 32;

/** As it is where there is room for it, else its SHA-256. */
export function toSubject(text: string): string {
  const fits = /^[\x21-\x7e]+$/u.test(text) && countStoredBytes(text) <= MOST_BYTES;
  return fits ? text : digest(text);
}

/** The URL as it is where there is room for it, else what is enough of its host to know it by, and of its SHA-256. */
export function toIssuer(url: string): string {
  if (/^[\w.:/-]+$/u.test(url) && url.length <= MOST_BYTES) return url;
  const host = new URL(url).host.replaceAll(/[^\w.:-]/gu, "").slice(0, MOST_HOST);
  return `${host}/${digest(url).slice(0, DIGEST_LENGTH)}`;
}

function digest(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
