import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";

import type { Assignee } from "./assignee.ts";
import { findPositions } from "./entitlement.ts";
import { explainNearMiss, explainStranger } from "./explain-stranger.ts";
import { findNearNames } from "./near-names.ts";

const user = (name: string): Assignee => ({ kind: "user", name });
const group = (name: string): Assignee => ({ kind: "group", name });

const NEAR = [
  ["another case", "Mary", "mary", ["case"]],
  ["a leading slash", "/dba", "dba", ["slash"]],
  ["a leading slash, the other way round", "dba", "/dba", ["slash"]],
  ["a domain", "mary@northlight.example", "mary", ["domain"]],
  ["another domain", "mary@northlight.example", "mary@northlight.test", ["domain"]],
  ["a plus that an address turned into a blank", "mary+ops", "mary ops", ["plus"]],
  ["such a plus, and a domain with it", "mary+ops@a.example", "mary ops@a.example", ["plus"]],
  ["a path", "/org/dba", "dba", ["path"]],
  ["a Windows domain", "NORTHLIGHT\\mary", "mary", ["prefix"]],
  ["the prefix of an issuer", "oidc:mary", "mary", ["prefix"]],
  ["the path of a directory", "cn=dba,ou=groups,dc=northlight,dc=example", "dba", ["directory"]],
  ["an accent", "José", "Jose", ["accents"]],
  ["full-width letters", "mary", "ｍａｒｙ", ["form"]],
  ["a zero-width space", "mary", "ma\u200Bry", ["form"]],
  ["blanks around it", "dba", " dba ", ["blanks"]],
  ["a dot for a blank", "mary.jones", "mary jones", ["marks"]],
  ["case and domain", "Mary@northlight.example", "mary", ["case", "domain"]],
] as const;

describe("a name is near another that differs in", () => {
  for (const [sentence, asked, known, differences] of NEAR) {
    test(sentence, () => {
      for (const [as, of, voter] of [
        ["name", user, { name: known, groups: [] }],
        ["email", user, { name: "zoe", email: known, groups: [] }],
        ["group", group, { name: "zoe", groups: [known] }],
      ] as const) {
        const [near, ...others] = findNearNames([user("bob"), of(asked)], voter);
        assert.deepEqual(near, { asked: of(asked), known: { as, name: known }, differences });
        assert.deepEqual(others, []);
      }
    });
  }
});

describe("a name is not near", () => {
  for (const [sentence, asked, known] of [
    ["another one", "mary", "marc"],
    ["a longer one", "mary", "maryann"],
    ["another one of the same domain", "mary@northlight.example", "john@northlight.example"],
    ["another part of a path", "/dba/ops", "dba"],
    ["itself: then it is asked", "mary", "mary"],
    ["itself, decomposed", "Jos\u00E9", "Jose\u0301"],
  ] as const) {
    test(sentence, () => assert.deepEqual(findNearNames([user(asked)], { name: known, groups: [] }), []));
  }

  test("one of which nothing is left", () => {
    assert.deepEqual(findNearNames([group("/")], { name: "/", groups: ["//"] }), []);
  });
});

test("a user is near a group of the same name, and the other way round", () => {
  const voter = { name: "dba", groups: ["ops"] };
  assert.deepEqual(findNearNames([group("dba"), user("Ops")], voter), [
    { asked: group("dba"), known: { as: "name", name: "dba" }, differences: ["kind"] },
    { asked: user("Ops"), known: { as: "group", name: "ops" }, differences: ["kind", "case"] },
  ]);
});

test("the nearest comes first", () => {
  const near = findNearNames([user("MARY@a.example"), user("Mary")], { name: "mary", groups: [] });
  assert.deepEqual(
    near.map(({ asked }) => asked.name),
    ["Mary", "MARY@a.example"],
  );
});

test("who may answer is near nobody by that name, and who is near may not answer by it", () => {
  const name = fc.string({
    unit: fc.constantFrom("a", "A", "/", "@", "+", " ", ".", "b", "é", "\\", ":"),
    maxLength: 8,
  });
  fc.assert(
    fc.property(name, name, (asked, known) => {
      const near = findNearNames([user(asked)], { name: known, groups: [] });
      const mayAnswer = findPositions({ assignees: [user(asked)] }, { name: known, groups: [] }).length > 0;
      assert.ok(!(near.length > 0 && mayAnswer));
      assert.ok(near.every(({ differences }) => differences.length > 0));
    }),
  );
});

describe("a stranger is told", () => {
  test("as whom they come, who is asked, and what differs", () => {
    const people = { assignees: [user("Mary"), group("/dba")], replacedApprovers: [] };
    assert.equal(
      explainStranger(people, { name: "mary", groups: ["dba", "ops"] }),
      "You are not asked to vote here, by name or as a member of a group. " +
        "You are known as mary, in the groups dba and ops. This approval asks Mary or a member of /dba. " +
        "Mary is asked, and you are mary: they differ in upper and lower case. " +
        "The group /dba is asked, and you are in dba: they differ in the / at the beginning. " +
        "Names are compared letter for letter.",
    );
  });

  test("no more than that where nothing is near", () => {
    assert.equal(
      explainStranger({ assignees: [user("bob")], replacedApprovers: [] }, { name: "eve", groups: [] }),
      "You are not asked to vote here, by name or as a member of a group. " +
        "You are known as eve, in no group. This approval asks bob.",
    );
  });

  test("that the groups are asked in place of the approvers, who is one of them", () => {
    const people = { assignees: [group("dba")], replacedApprovers: ["zoe"] };
    assert.deepEqual(explainNearMiss(people, { name: "zoe", groups: [] }), [
      "The pipeline names zoe as an approver, but it names groups as well, and then only members of the groups are asked.",
    ]);
    assert.match(
      explainNearMiss(people, { name: "Zoe", groups: ["/dba"] }).join(" "),
      /names zoe as an approver.* The group dba is asked, and you are in \/dba/u,
    );
  });

  test("what their address is, and what differs in it", () => {
    const mary = { name: "mary", email: "mary@northlight.test", groups: [] };
    assert.equal(
      explainStranger({ assignees: [user("mary@northlight.example")], replacedApprovers: [] }, mary),
      "You are not asked to vote here, by name or as a member of a group. " +
        "You are known as mary, by the address mary@northlight.test, in no group. " +
        "This approval asks mary@northlight.example. " +
        "mary@northlight.example is asked, and you are mary: they differ in the domain. " +
        "mary@northlight.example is asked, and your e-mail address is mary@northlight.test: they differ in the domain. " +
        "Names are compared letter for letter.",
    );
  });

  test("that nobody is asked by what they are asked by", () => {
    const zoe = { name: "zoe", email: "z@a.example", groups: ["dba"] };
    for (const [asked, by, told] of [
      [
        user("zoe"),
        ["email", "group"],
        "zoe is asked, and you are zoe: on this server nobody is asked by name.",
      ],
      [
        user("z@a.example"),
        ["name", "group"],
        "z@a.example is asked, and your e-mail address is z@a.example: on this server nobody is asked by e-mail address.",
      ],
      [
        group("dba"),
        ["name", "email"],
        "The group dba is asked, and you are in dba: on this server nobody is asked by group.",
      ],
    ] as const) {
      const voter = { ...zoe, match: { by, emailCase: "exact" } } as const;
      assert.deepEqual(explainNearMiss({ assignees: [asked], replacedApprovers: [] }, voter), [told]);
    }
  });

  test("each difference in words, and of many near names the nearest three", () => {
    for (const [, asked, known] of NEAR) {
      const told = explainNearMiss(
        { assignees: [user(asked)], replacedApprovers: [] },
        { name: known, groups: [] },
      );
      assert.match(
        told.join(" "),
        /^.* is asked, and you are .*: they differ in [^:]*\. Names are compared letter for letter\.$/su,
      );
    }
    const many = ["MARY", "Mary", "mAry", "maRy"].map(user);
    const told = explainNearMiss({ assignees: many, replacedApprovers: [] }, { name: "mary", groups: [] });
    assert.equal(told.length, 3 + 1);
  });
});
