import assert from "node:assert/strict";
import { test } from "node:test";

import { parseMailbox } from "./mailbox.ts";

test("a mailbox is an address, or a name with one", () => {
  for (const [text, mailbox] of [
    ["ann@example.com", { address: "ann@example.com" }],
    ["Ann <ann@example.com>", { name: "Ann", address: "ann@example.com" }],
    ['"Release, production" <ann@example.com>', { name: "Release, production", address: "ann@example.com" }],
    ["Änne<ann@Example.com>", { name: "Änne", address: "ann@example.com" }],
    ["<ann@example.com>", { address: "ann@example.com" }],
  ] as const) {
    assert.deepEqual(parseMailbox(text), { ok: true, value: mailbox });
  }
});

for (const [text, said] of [
  ["Ann", /has no @/u],
  ["Ann ann@example.com", /before the @/u],
  ["Ann <ann@example.com", /before the @/u],
  ["a@b.example <ann@example.com>", /has a name with/u],
  ['An"n <ann@example.com>', /has a name with/u],
  ["Ann\r\nBcc: eve@example.com <ann@example.com>", /has a name with/u],
  ["Ann <ann@example.com>, <eve@example.com>", /has more than one @|has a name/u],
  [`${"a".repeat(310)} <ann@example.com>`, /more than 320/u],
] as const) {
  test(`${JSON.stringify(text.slice(0, 60))} is refused`, () => {
    const parsed = parseMailbox(text);
    assert.ok(!parsed.ok);
    assert.match(parsed.error, said);
  });
}
