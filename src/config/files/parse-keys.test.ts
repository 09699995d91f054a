import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, test } from "node:test";

import { parseKeys, type ParsedKeys } from "./parse-keys.ts";

const NEW = "nnn-a-new-key-0123456789-abcdefghijklmnopqr";
const OLD = "ooo-an-old-key-0123456789-ABCDEFGHIJKLMNOPQ";

function parse(content: string | Buffer): ParsedKeys {
  const parsed = parseKeys(Buffer.from(content));
  assert.ok(parsed.ok, parsed.ok ? "" : parsed.error);
  return parsed.value;
}

function errorOf(content: string | Buffer): string {
  const parsed = parseKeys(Buffer.from(content));
  return parsed.ok ? "" : parsed.error;
}

const textsOf = (keys: readonly Uint8Array[]): readonly string[] =>
  keys.map((key) => Buffer.from(key).toString("latin1"));

/** What a version signed with that took the whole file for one key. */
function verifiesOldFile(content: string | Buffer, old: string | Buffer): boolean {
  return parse(content).verifying.some((key) => Buffer.from(old).equals(key));
}

test("each line is a key, in that order, without its line break and whatever that is", () => {
  for (const content of [`${NEW}\n${OLD}\n`, `${NEW}\r\n${OLD}\r\n`, `\n${NEW}\n\n${OLD}`]) {
    const { signing, verifying } = parse(content);
    assert.deepEqual(textsOf(signing), [NEW, OLD]);
    assert.deepEqual(textsOf(verifying).slice(0, 2), [NEW, OLD]);
  }
});

describe("a file of an earlier version", () => {
  test("of random bytes is the one key that it was, line breaks in it or not", () => {
    for (const bytes of [randomBytes(32), Buffer.concat([Buffer.from("\n\r\n"), randomBytes(40)])]) {
      assert.deepEqual(parse(bytes), { signing: [bytes], verifying: [bytes] });
    }
  });

  test("of text still verifies, also as one line among others", () => {
    assert.ok(verifiesOldFile(OLD, OLD));
    assert.ok(verifiesOldFile(`${OLD}\n`, `${OLD}\n`));
    assert.ok(verifiesOldFile(`${NEW}\n${OLD}\n`, `${OLD}\n`));
    assert.ok(verifiesOldFile(`${NEW}\n${OLD}`, OLD));
    assert.ok(verifiesOldFile(`${NEW}\n${OLD}\n`, `${NEW}\n${OLD}\n`));
  });

  test("of random bytes is kept beside a new key when it is written as base64", () => {
    const bytes = randomBytes(32);
    const { signing } = parse(`${NEW}\nbase64:${bytes.toString("base64")}\n`);
    assert.deepEqual(
      signing.map((key) => Buffer.from(key)),
      [Buffer.from(NEW), bytes],
    );
  });
});

for (const [sentence, content, said] of [
  ["nothing", "", /^has no key\. Make one with: head -c 32/u],
  ["empty lines", "\n\r\n", /^has no key/u],
  ["a short line", `${NEW}\nsecret\n`, /^has a fault in its key 2, which has 6 bytes; at least 32/u],
  ["a few bytes", Buffer.from([0, 1, 2]), /^has 3 bytes; at least 32 random ones are needed/u],
  ["a comment", `#${NEW}`, /^has a fault in its key 1, which has spaces or begins with #/u],
  ["words", `the secret key of the whole company ${OLD}`, /has spaces or begins with #/u],
  ["what is not base64", `base64:${"*".repeat(60)}`, /^has a fault in its key 1, which is not base64/u],
  ["base64 of little", `base64:${Buffer.alloc(31).toString("base64")}`, /has 31 bytes; at least 32/u],
  ["zeros, as a crash leaves them", Buffer.alloc(64), /^repeats a few bytes, which anybody could guess/u],
  [
    "one letter again and again",
    `${NEW}\n${"s".repeat(64)}`,
    /^has a fault in its key 2, which repeats a few/u,
  ],
  ["base64 of zeros", `base64:${Buffer.alloc(32).toString("base64")}`, /repeats a few bytes/u],
  ["more keys than a cookie has room for", `${NEW}\n`.repeat(6), /^has 6 keys; at most 5/u],
] as const) {
  test(`${sentence} is refused, and never quoted`, () => {
    assert.match(errorOf(content), said);
    assert.doesNotMatch(errorOf(content), /secret|nnn|ooo/u);
  });
}
