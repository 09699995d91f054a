import assert from "node:assert/strict";
import { test } from "node:test";

import { parseSecrets } from "./open-secret-file.ts";

const [ONE, OTHER] = ["aaa-0123456789-abcdefghijklmnopq", "bbb-0123456789-abcdefghijklmnopqrstuvwxyzABC"];

test("a secret is a line, and may have another beside it", () => {
  assert.deepEqual(parseSecrets(Buffer.from(`${ONE}\n`)), { ok: true, value: [ONE] });
  assert.deepEqual(parseSecrets(Buffer.from(`${ONE}\r\n${OTHER}`)), { ok: true, value: [ONE, OTHER] });
});

for (const [sentence, content, said] of [
  ["nothing", "\n", /^has no secret\. Make one with/u],
  ["what could be guessed", "a".repeat(31), /^has a secret of 31 characters; at least 32/u],
  ["a short one beside a long one", `${ONE}\nshort`, /^has a secret of 5 characters/u],
  [
    "one letter again and again",
    `${OTHER}\n${"a".repeat(44)}`,
    /^has a secret that repeats a few characters/u,
  ],
  ["a blank", `${ONE} ${ONE}`, /^has blanks or other characters/u],
  ["what is not ASCII", `${ONE}ä`, /^has blanks or other characters/u],
  ["three", `${ONE}\n${ONE}\n${OTHER}`, /^has 3 lines; at most 2/u],
] as const) {
  test(`${sentence} is refused, and not quoted`, () => {
    const parsed = parseSecrets(Buffer.from(content));
    assert.ok(!parsed.ok);
    assert.match(parsed.error, said);
    assert.doesNotMatch(parsed.error, /aaa|bbb/u);
  });
}
