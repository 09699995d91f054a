import assert from "node:assert/strict";
import { test } from "node:test";

import { GOOD_CLAIMS, TOKEN_ISSUER } from "../../test/kit/token-forge.ts";
import { readClaims } from "./read-claims.ts";

const NAMES = { name: "preferred_username", email: "email", groups: "groups" };

function read(changes: object = {}, names = NAMES) {
  return readClaims({ ...GOOD_CLAIMS, ...changes }, names);
}

test("claims say name, address and groups; issuer and subject stay", () => {
  assert.deepEqual(read(), {
    ok: true,
    value: {
      issuer: TOKEN_ISSUER,
      subject: "17",
      name: "mary",
      email: "mary@example.com",
      groups: ["dev", "ops"],
    },
  });
});

test("claims may have other names, as providers call them", () => {
  const claims = { upn: "mary@corp", roles: "approvers", mail: "m@example.com" };
  const person = read(claims, { name: "upn", email: "mail", groups: "roles" });
  assert.ok(person.ok);
  assert.deepEqual(
    { name: person.value.name, email: person.value.email, groups: person.value.groups },
    { name: "mary@corp", email: "m@example.com", groups: ["approvers"] },
  );
});

test("an address that is not verified is none, and nor are groups that are not there", () => {
  for (const verified of [false, undefined, "true", 1, null]) {
    const person = read({ email_verified: verified });
    assert.ok(person.ok);
    assert.equal("email" in person.value, false, String(verified));
  }
  for (const groups of [undefined, null, []]) {
    const person = read({ groups });
    assert.ok(person.ok);
    assert.deepEqual(person.value.groups, []);
  }
});

test("a name that is the address is refused unless the provider has verified it", () => {
  const asNames = [
    { ...NAMES, name: "email" },
    { ...NAMES, name: "email", email: "mail" },
    { ...NAMES, name: "mail", email: "mail" },
  ];
  const claims = { mail: "mary@example.com" };
  for (const names of asNames) {
    const person = read(claims, names);
    assert.ok(person.ok);
    assert.equal(person.value.name, "mary@example.com");
    for (const verified of [false, undefined, "true", 1, null]) {
      const refused = read({ ...claims, email_verified: verified }, names);
      assert.ok(!refused.ok, `${names.name} ${String(verified)}`);
      assert.match(refused.error, /Let the provider verify addresses, or name another claim for the name/u);
    }
  }
});

for (const [sentence, changes, said] of [
  ["no name", { preferred_username: undefined }, /no claim preferred_username.*Ask the provider for it/u],
  ["a name that is a list", { preferred_username: ["mary"] }, /no claim preferred_username/u],
  ["an empty name", { preferred_username: " " }, /The user is empty/u],
  ["groups that are a map", { groups: { dev: true } }, /The claim groups of the ID token is not a list/u],
  ["groups that are numbers", { groups: [1] }, /is not a list of groups/u],
  ["a group with a line break", { groups: ["dev\nops"] }, /The group has control characters/u],
  [
    "too many groups",
    { groups: Array.from({ length: 101 }, (_, index) => `g${index}`) },
    /There are 101 groups/u,
  ],
  ["an address with a line break", { email: "a@b\nc" }, /The e-mail address has control characters/u],
] as const) {
  test(`${sentence} is refused`, () => {
    const person = read(changes);
    assert.ok(!person.ok);
    assert.match(person.error, said);
  });
}
