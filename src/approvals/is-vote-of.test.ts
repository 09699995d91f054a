import assert from "node:assert/strict";
import { test } from "node:test";
import { voterOf } from "../../test/kit/voter-of.ts";
import { isVoteOf, isVoteOfAssignee } from "./is-vote-of.ts";

const ann = voterOf("ann", { issuer: "company", subject: "17" });

for (const [sentence, vote, isOwn] of [
  ["of the same account", { by: "ann", issuer: "company", subject: "17" }, true],
  [
    "of the same account, under an earlier name",
    { by: "ann.miller", issuer: "company", subject: "17" },
    true,
  ],
  ["of a namesake with another account", { by: "ann", issuer: "company", subject: "18" }, false],
  ["of a namesake whose account is the name", { by: "ann", issuer: "company" }, false],
  ["of a namesake of another issuer", { by: "ann", issuer: "partner", subject: "17" }, false],
] as const) {
  test(`${isOwn ? "one's own" : "not one's own"} is a vote ${sentence}`, () => {
    assert.equal(isVoteOf(ann, vote), isOwn);
  });
}

test("where the account is the name, the name alone decides", () => {
  assert.ok(isVoteOf(voterOf("ann"), { by: "ann", issuer: "open" }));
  assert.ok(!isVoteOf(voterOf("ann"), { by: "Ann", issuer: "open" }));
});

test("a vote is by the user whose name or address its voter has, and by no group", () => {
  const vote = { by: "ann", email: "ann@a.example" };
  for (const name of ["ann", "Ann@A.example"]) {
    assert.ok(isVoteOfAssignee({ kind: "user", name }, vote));
    assert.ok(!isVoteOfAssignee({ kind: "group", name }, vote));
  }
  assert.ok(!isVoteOfAssignee({ kind: "user", name: "Ann" }, vote));
});
