import assert from "node:assert/strict";
import { test } from "node:test";

import { parseDirectory } from "./parse-directory.ts";

const parse = (text: string) => parseDirectory(Buffer.from(text));

test("a user has an address, and a group has users and shared addresses", () => {
  const parsed = parse(`
users:
  ann: Ann@Example.com
  bert: bert@example.com
groups:
  release-managers: [ann, bert]
  platform:
    - platform@example.com
    - ann
`);
  assert.ok(parsed.ok, parsed.ok ? "" : parsed.error);
  assert.deepEqual(
    [...parsed.value.users],
    [
      ["ann", "Ann@example.com"],
      ["bert", "bert@example.com"],
    ],
  );
  assert.deepEqual(
    [...parsed.value.groups],
    [
      [
        "release-managers",
        [
          { user: "ann", address: "Ann@example.com" },
          { user: "bert", address: "bert@example.com" },
        ],
      ],
      ["platform", [{ address: "platform@example.com" }, { user: "ann", address: "Ann@example.com" }]],
    ],
  );
});

test("names are the same however their letters are composed", () => {
  const parsed = parse('users: {"Zoe\u0308": zoe@example.com}\ngroups: {all: ["Zo\u00eb"]}\n');
  assert.ok(parsed.ok, parsed.ok ? "" : parsed.error);
  assert.deepEqual(parsed.value.groups.get("all"), [{ user: "Zo\u00eb", address: "zoe@example.com" }]);
});

test("an empty file names nobody", () => {
  const parsed = parse("# to come\n");
  assert.ok(parsed.ok && parsed.value.users.size === 0 && parsed.value.groups.size === 0);
});

for (const [sentence, text, said] of [
  [
    "what is not an address",
    "users:\n  ann: ann\n",
    /^is not right: line 2, column 3, users\.ann: "ann" has no @$/u,
  ],
  [
    "two addresses in one",
    "users: {ann: 'ann@example.com, eve@example.com'}\n",
    /users\.ann: .* has more than one @/u,
  ],
  [
    "a member that nobody knows",
    "users: {berta: b@example.com}\ngroups:\n  platform:\n    - bertha\n",
    /^is not right: line 4, column 7, groups\.platform\[0\]: "bertha" is neither .* did you mean berta\?$/u,
  ],
  ["a group of nobody", "groups: {platform: []}\n", /groups\.platform: the list is empty; give/u],
  [
    "a list where a map belongs",
    "users: [ann]\n",
    /line 1, column 1, users: the list is not a map; give for each/u,
  ],
  [
    "an unknown key",
    "people: {ann: a@example.com}\n",
    /people: there is no such key; there are users, groups/u,
  ],
  ["a name twice", "users:\n  ann: a@example.com\n  ann: b@example.com\n", /line 3.*more than once/u],
  ["what is not YAML", "users: {ann\n", /^is not right: line /u],
  ["what is not a map", "ann@example.com\n", /^is not right: .*is not a map/u],
  ["a number", "users: {ann: 7}\n", /users\.ann: 7 is not text \(put it in quotes\)/u],
] as const) {
  test(`${sentence} is refused, with line and key`, () => {
    const parsed = parse(text);
    assert.ok(!parsed.ok);
    assert.match(parsed.error, said);
  });
}

test("of many mistakes the first five are told", () => {
  const parsed = parse(`users: {${[1, 2, 3, 4, 5, 6, 7].map((n) => `u${n}: none`).join(", ")}}\n`);
  assert.ok(!parsed.ok);
  assert.match(parsed.error, /users\.u5: "none" has no @; and 2 more$/u);
});
