// What a link says is in the link itself, signed with the keys that every replica has: there is no list of links.

import { isSameSecret } from "./is-same-secret.ts";
import type { Principal } from "./principal.ts";
import { fixedKeys, signText, verifyText, type SigningKeys } from "./signing-keys.ts";

export interface LinkClaims {
  /** Random, 128 bits: no two links are the same. */
  readonly id: string;
  /** The one approval that it is for, and its one attempt. */
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly attempt: number;
  /** To whom it was sent. */
  readonly recipient: Pick<Principal, "name" | "email" | "groups">;
  /** Since when it is good; for how long, the settings say. */
  readonly madeAtMs: number;
}

/** The token of a link, for `readLink`. */
export function signLink(keys: SigningKeys, claims: LinkClaims): string {
  const text = Buffer.from(JSON.stringify(claims), "utf8").toString("base64url");
  return `${text}.${signText(keys, "link", text)}`;
}

/** Undefined when none of the keys has signed it. Whether it has expired, and where it is used, are other questions. */
export function readLink(keys: SigningKeys, token: string): LinkClaims | undefined {
  const [text = "", ...signatures] = token.split(".");
  if (!verifyText(keys, "link", text, signatures.join("."))) return undefined;
  return JSON.parse(Buffer.from(text, "base64url").toString("utf8")) as LinkClaims;
}

/** Digits and letters of which none is easily taken for another. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * What stands beside the link in its message, to be typed: `7KQ2-M0XF`, 40 bits. It is in no page and in no address, so who
 * follows links and fills in forms by machine does not have it, nor who finds the link in a log.
 */
export function makeCode({ signing: [key] }: SigningKeys, id: string): string {
  const bytes = Buffer.from(signText(fixedKeys(key), "linkCode", id), "base64url").subarray(0, 8);
  const letters = Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]);
  return `${letters.slice(0, 4).join("")}-${letters.slice(4).join("")}`;
}

/** However it was typed: small letters, without the dash, O for 0, I or L for 1. Takes the same time wherever it is wrong. */
export function isCode({ verifying }: SigningKeys, id: string, typed: string): boolean {
  const given = level(typed);
  const matches = verifying.map((key) => isSameSecret(given, level(makeCode(fixedKeys(key), id))));
  return matches.includes(true);
}

function level(code: string): string {
  return code.toUpperCase().replaceAll(/[\s-]/gu, "").replaceAll("O", "0").replaceAll(/[IL]/gu, "1");
}
