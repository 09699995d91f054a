import { isGuessable } from "../../std/is-guessable.ts";
import { ok, refuse, type Result } from "../../std/result.ts";

/** What a file of keys says; `SigningKeys` of `auth`. */
export interface ParsedKeys {
  readonly signing: readonly [Uint8Array, ...Uint8Array[]];
  readonly verifying: readonly Uint8Array[];
}

const LEAST_BYTES = 32;
/** A signature of each is in every cookie and form. */
const MOST_KEYS = 5;
const BASE64 = "base64:";
const ADVICE = "Make one with: head -c 32 /dev/urandom | base64";

/**
 * The keys of a file, one a line. A line is taken as it stands, or decoded after `base64:`. What is not text is one key, and
 * so is everything that earlier versions signed with: they took the whole file for it, its line break too.
 * Refused with what goes on after the file's name; never quotes a key.
 */
export function parseKeys(bytes: Buffer): Result<ParsedKeys, string> {
  if (!isText(bytes)) {
    const fault = findWeakness(bytes);
    return fault === undefined ? ok(only(bytes)) : refuse(fault);
  }
  const text = bytes.toString("latin1");
  const lines = [...text.matchAll(/[^\r\n]+/gu)].map(([line]) => line);
  if (lines.length === 0) return refuse(`has no key. ${ADVICE}`);
  if (lines.length > MOST_KEYS) return refuse(`has ${lines.length} keys; at most ${MOST_KEYS} are taken`);
  const keys: Buffer[] = [];
  for (const [index, line] of lines.entries()) {
    const key = parseLine(line);
    if (!key.ok) return refuse(`has a fault in its key ${index + 1}, which ${key.error}`);
    keys.push(key.value);
  }
  const [first = bytes, ...others] = keys;
  return ok({ signing: [first, ...others], verifying: [...keys, ...readAsBefore(text)] });
}

function only(key: Uint8Array): ParsedKeys {
  return { signing: [key], verifying: [key] };
}

/** Printable ASCII and line breaks. Of 32 random bytes one in 10¹³ is that. */
function isText(bytes: Buffer): boolean {
  return bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || [0x09, 0x0a, 0x0d].includes(byte));
}

function parseLine(line: string): Result<Buffer, string> {
  if (/\s/u.test(line) || line.startsWith("#")) {
    return refuse("has spaces or begins with #: each line is one key and nothing else");
  }
  const isEncoded = line.startsWith(BASE64);
  const encoded = line.slice(BASE64.length);
  const key = isEncoded ? Buffer.from(encoded, "base64") : Buffer.from(line, "latin1");
  if (isEncoded && key.toString("base64") !== encoded) return refuse("is not base64");
  const fault = findWeakness(key);
  return fault === undefined ? ok(key) : refuse(fault);
}

function findWeakness(key: Uint8Array): string | undefined {
  if (key.length < LEAST_BYTES) {
    return `has ${key.length} bytes; at least ${LEAST_BYTES} random ones are needed. ${ADVICE}`;
  }
  return isGuessable(key) ? `repeats a few bytes, which anybody could guess. ${ADVICE}` : undefined;
}

/** As earlier versions read a file: a line with its line break, and all lines together. */
function readAsBefore(text: string): readonly Buffer[] {
  const lines = [...text.matchAll(/[^\r\n]+\r?\n/gu)].map(([line]) => line);
  return [...lines, text].map((old) => Buffer.from(old, "latin1"));
}
