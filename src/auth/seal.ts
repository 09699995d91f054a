// Text that leaves with a browser and comes back: nobody but our replicas can read it, and none of it can be changed.
import { hkdfSync, randomBytes } from "node:crypto";

import { CompactEncrypt, compactDecrypt } from "jose";

import { isWrittenOnce } from "./is-written-once.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** What it is for; sealed for one purpose, it is worthless for another. */
export type SealPurpose = "session" | "login" | "draft";

export interface Opened {
  readonly text: string;
  /** Of ours, which it was sealed with. */
  readonly key: Uint8Array;
  /** False: it has to be sealed anew before the other keys are taken away. */
  readonly isForGood: boolean;
}

const KEY_BYTES = 32;
const HEADER = { alg: "dir", enc: "A256GCM" } as const;
/** Between the parts of a seal; none of them has it within, and a cookie may. */
const SEPARATOR = "~";
/** There is one for each key that signs, of which a file of keys has five at most; anybody can send more, for nothing but work. */
const MOST_WRAPPED = 8;
/** Bytes of initialization vector and tag (RFC 7518 §5.3); a key that is used directly is not in the JWE. */
const [IV_BYTES, TAG_BYTES] = [12, 16];
const WRAPPED_LENGTH = [Buffer.byteLength(JSON.stringify(HEADER)), 0, IV_BYTES, KEY_BYTES, TAG_BYTES]
  .map((bytes) => Math.ceil((bytes * 4) / 3))
  .reduce((length, part) => length + ".".length + part);

/**
 * JWEs (RFC 7516): the text under a key of its own, after that key under each of ours. So it can be opened by a replica that
 * has any of them, whichever it has read already; see decision 23.
 */
export async function seal({ signing }: SigningKeys, purpose: SealPurpose, text: string): Promise<string> {
  const own = randomBytes(KEY_BYTES);
  const wrapped = signing.map((key) => encrypt(derive(key, purpose), own));
  const parts = await Promise.all([...wrapped, encrypt(own, Buffer.from(text, "utf8"))]);
  return parts.join(SEPARATOR);
}

/** Undefined when none of our keys has sealed it for this purpose, or when it is no longer what was sealed. */
export async function unseal(
  keys: SigningKeys,
  purpose: SealPurpose,
  sealed: string,
): Promise<Opened | undefined> {
  const parts = sealed.split(SEPARATOR);
  const content = parts.at(-1) ?? "";
  const wrapped = parts.slice(0, -1);
  if (wrapped.length > MOST_WRAPPED || wrapped.some((one) => one.length !== WRAPPED_LENGTH)) return undefined;
  for (const [place, key] of listOpening(keys).entries()) {
    const own = await decryptAny(derive(key, purpose), wrapped);
    const text = own && (await decrypt(own, content));
    if (text !== undefined) return { text: Buffer.from(text).toString("utf8"), key, isForGood: place === 0 };
  }
  return undefined;
}

/** What was opened before, as it is by the keys of now: undefined when the key is no longer among them. */
export function recheck(keys: SigningKeys, { text, key }: Opened): Opened | undefined {
  const place = listOpening(keys).findIndex((one) => Buffer.compare(one, key) === 0);
  return place < 0 ? undefined : { text, key, isForGood: place === 0 };
}

/** Each once, that which counts in the long run first. */
function listOpening({ signing, verifying }: SigningKeys): readonly Uint8Array[] {
  const keys = [signing[0], ...verifying];
  return keys.filter((key, place) => keys.findIndex((one) => Buffer.compare(one, key) === 0) === place);
}

function derive(key: Uint8Array, purpose: SealPurpose): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", key, "", `countersign:seal:${purpose}`, KEY_BYTES));
}

async function encrypt(key: Uint8Array, content: Uint8Array): Promise<string> {
  return await new CompactEncrypt(content).setProtectedHeader(HEADER).encrypt(key);
}

/** The key that one of them holds, of a length that can be one. */
async function decryptAny(key: Uint8Array, wrapped: readonly string[]): Promise<Uint8Array | undefined> {
  for (const one of wrapped) {
    const own = await decrypt(key, one);
    if (own?.byteLength === KEY_BYTES) return own;
  }
  return undefined;
}

async function decrypt(key: Uint8Array, jwe: string): Promise<Uint8Array | undefined> {
  if (!isWrittenOnce(jwe)) return undefined;
  try {
    const options = { keyManagementAlgorithms: [HEADER.alg], contentEncryptionAlgorithms: [HEADER.enc] };
    return (await compactDecrypt(jwe, key, options)).plaintext;
  } catch {
    return undefined;
  }
}
