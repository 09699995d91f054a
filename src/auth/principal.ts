import { hasTooManyMarks, MOST_MARKS } from "../std/combining-marks.ts";
import { ok, refuse, type Result } from "../std/result.ts";
import { countStoredBytes } from "../std/stored-bytes.ts";

/** Who asks: what an authenticator established. Nothing else in the product may make one. */
export interface Principal {
  /** Which authenticator, and which of its sources, vouches for the name: `open` when nobody does. At most 64 of `A-Za-z0-9._:/-`. */
  readonly issuer: string;
  /**
   * What the issuer calls the account, for good, while a name may change: ASCII of at most 64 bytes as stored, of a longer
   * one its SHA-256 in hexadecimal. In open mode the name is all there is.
   */
  readonly subject: string;
  readonly name: string;
  /** Only when the issuer has verified that it is theirs. It and the name together take no more room than a name may. */
  readonly email?: string;
  readonly groups: readonly string[];
  /** What of it an assignee may be; absent: any of it, letter for letter. */
  readonly match?: MatchRules;
}

/** `auth.match` and `auth.emailCase` of the settings. */
export interface MatchRules {
  readonly by: readonly ("name" | "email" | "group")[];
  readonly emailCase: "exact" | "fold";
}

/** Length of a person's or group's name, in characters; the same bound as in the CRD. */
export const MAX_NAME = 253;
export const MAX_GROUPS = 100;
/** Size of a name in bytes, as stored; the same bound as for those who are asked. */
const MAX_NAME_BYTES = 512;

/** No character of NFC has more code units when it comes decomposed; a longer text is not even normalized. */
const MOST_UNITS = 8 * MAX_NAME;

/** The name in NFC, or the sentence that says why it is none. `what` names the source: "user", "group". */
export function parseName(what: string, text: string): Result<string, string> {
  if (text.length > MOST_UNITS) {
    return refuse(`The ${what} has ${text.length} characters; at most ${MAX_NAME} are allowed.`);
  }
  if (hasTooManyMarks(text)) {
    return refuse(`The ${what} has more than ${MOST_MARKS} marks on one letter. Remove some.`);
  }
  const name = text.normalize("NFC");
  if (name.trim() === "") return refuse(`The ${what} is empty. Give a name.`);
  const length = Array.from(name).length;
  if (length > MAX_NAME) {
    return refuse(`The ${what} has ${length} characters; at most ${MAX_NAME} are allowed.`);
  }
  const bytes = countStoredBytes(name);
  if (bytes > MAX_NAME_BYTES) {
    return refuse(
      `The ${what} takes ${bytes} bytes to store, where <, > and & count as six; at most ${MAX_NAME_BYTES} are allowed.`,
    );
  }
  // After NFC it would be another name, which its issuer gives to somebody else.
  if (/[\u037E\u1FEF\u212A]/u.test(text)) {
    return refuse(
      `The ${what} has a character that becomes an ASCII one in NFC (;, \` or K). Give the name with that one.`,
    );
  }
  // U+FFFD is what a decoder puts in place of bytes that are not text.
  if (/[\p{Cc}\u2028\u2029\uFFFD]/u.test(name)) {
    return refuse(
      `The ${what} has control characters or bytes that are not UTF-8. Give the name as plain text.`,
    );
  }
  return ok(name);
}

/** A verified address in NFC, or the sentence that says why it cannot be one; `name` is what stands beside it in a vote. */
export function parseEmail(text: string, name: string): Result<string, string> {
  const email = parseName("e-mail address", text);
  if (!email.ok) return email;
  // One @ and no blanks: of two, readers take different ones for the one before the domain.
  if (!/^[^@\s]+@[^@\s]+$/u.test(email.value)) {
    return refuse(
      "The e-mail address is not one such as mary@example.com. Give it without a name around it.",
    );
  }
  const bytes = countStoredBytes(name) + countStoredBytes(email.value);
  if (bytes <= MAX_NAME_BYTES) return email;
  return refuse(
    `The name and the e-mail address together take ${bytes} bytes to store; at most ${MAX_NAME_BYTES} are allowed.`,
  );
}

/** Somebody's name and groups, each in NFC and once, or the sentence that says why they cannot be. */
export function parseNames(
  user: string,
  groups: readonly string[],
): Result<Pick<Principal, "name" | "groups">, string> {
  const name = parseName("user", user);
  if (!name.ok) return name;
  if (groups.length > MAX_GROUPS) {
    return refuse(`There are ${groups.length} groups; at most ${MAX_GROUPS} are taken.`);
  }
  const named = new Set<string>();
  for (const group of groups) {
    const parsed = parseName("group", group);
    if (!parsed.ok) return parsed;
    named.add(parsed.value);
  }
  return ok({ name: name.value, groups: [...named] });
}
