import assert from "node:assert/strict";
import { test } from "node:test";

import { type Directory, NO_DIRECTORY } from "./directory.ts";
import { findMailRecipients } from "./find-mail-recipients.ts";

const DIRECTORY: Directory = {
  users: new Map([
    ["ann", "ann@example.com"],
    ["bert", "bert@other.example"],
    ["zo\u00eb", "zoe@example.com"],
  ]),
  groups: new Map([
    [
      "release",
      [
        { user: "ann", address: "ann@example.com" },
        { user: "bert", address: "bert@other.example" },
      ],
    ],
    ["platform", [{ address: "platform@example.com" }, { user: "ann", address: "ann@example.com" }]],
  ]),
};

type Spec = Parameters<typeof findMailRecipients>[0];

const find = (spec: Spec, domains?: readonly string[]) =>
  findMailRecipients(spec, { directory: DIRECTORY, domains });

test("a user that is an address has a mail of their own", () => {
  assert.deepEqual(findMailRecipients({ approvers: ["Ann@Example.com"] }, { directory: NO_DIRECTORY }), [
    { address: "Ann@example.com", assignees: [0], person: { name: "Ann@Example.com", groups: [] } },
  ]);
});

test("a group that is an address is a mailbox that others read, too", () => {
  assert.deepEqual(findMailRecipients({ groups: ["team@example.com"] }, { directory: NO_DIRECTORY }), [
    { address: "team@example.com", assignees: [0] },
  ]);
});

test("a name has the address that the directory says, and without one no mail", () => {
  assert.deepEqual(find({ approvers: ["bert", "nobody", "Ann"] }), [
    { address: "bert@other.example", assignees: [0], person: { name: "bert", groups: [] } },
  ]);
  assert.deepEqual(find({ approvers: ["zo\u00eb".normalize("NFD")] }), [
    {
      address: "zoe@example.com",
      assignees: [0],
      person: { name: "zo\u00eb".normalize("NFD"), groups: [] },
    },
  ]);
});

test("a name is not looked up among groups, nor a group among users", () => {
  assert.deepEqual(find({ approvers: ["release"] }), []);
  assert.deepEqual(find({ groups: ["ann"] }), []);
});

test("of a group everybody has a mail, and it says as whose member they are asked", () => {
  assert.deepEqual(find({ groups: ["release"] }), [
    { address: "ann@example.com", assignees: [0], person: { name: "ann", groups: ["release"] } },
    { address: "bert@other.example", assignees: [0], person: { name: "bert", groups: ["release"] } },
  ]);
});

test("who is asked twice has one mail", () => {
  assert.deepEqual(find({ groups: ["release", "platform"] }), [
    {
      address: "ann@example.com",
      assignees: [0, 1],
      person: { name: "ann", groups: ["release", "platform"] },
    },
    { address: "bert@other.example", assignees: [0], person: { name: "bert", groups: ["release"] } },
    { address: "platform@example.com", assignees: [1] },
  ]);
});

test("a mailbox that the directory shares is nobody's own, whoever of its readers is asked", () => {
  const groups = new Map([...DIRECTORY.groups, ["open", [{ address: "Ann@example.com" }]]]);
  const directory = { ...DIRECTORY, groups };
  const [asked, ...others] = findMailRecipients({ groups: ["release", "open"] }, { directory });
  assert.deepEqual(asked, { address: "ann@example.com", assignees: [0, 1] });
  assert.equal(others.length, 1);
  for (const name of ["ann", "ann@example.com"]) {
    const address = "ann@example.com";
    assert.deepEqual(findMailRecipients({ approvers: [name] }, { directory }), [{ address, assignees: [0] }]);
  }
});

test("a mailbox of two people is nobody's own, whichever of them is asked", () => {
  const users = new Map([
    ["ann", "team@example.com"],
    ["bert", "Team@example.com"],
  ]);
  const directory = { ...NO_DIRECTORY, users };
  for (const approvers of [["ann", "bert"], ["ann"], ["team@example.com"]]) {
    assert.deepEqual(findMailRecipients({ approvers }, { directory }), [
      { address: "team@example.com", assignees: approvers.map((_name, index) => index) },
    ]);
  }
});

test("a mailbox that the directory gives for one person is theirs, also where it is named itself", () => {
  assert.deepEqual(find({ approvers: ["ann@example.com"] }), [
    { address: "ann@example.com", assignees: [0], person: { name: "ann@example.com", groups: [] } },
  ]);
});

test("no mail leaves the domains", () => {
  const approvers = [
    "a@example.com",
    "b@sub.example.com",
    "c@badexample.com",
    "d@example.com.evil.example",
    "bert",
  ];
  const to = (domains: readonly string[]) => find({ approvers }, domains).map(({ address }) => address);
  assert.deepEqual(to(["example.com"]), ["a@example.com"]);
  assert.deepEqual(to(["*.example.com"]), ["b@sub.example.com"]);
  assert.deepEqual(to(["example.com", "other.example"]), ["a@example.com", "bert@other.example"]);
});

test("a domain that only looks like another is not that one, and is on record as it is", () => {
  const approvers = ["ann@ex\u0430mple.com", "ann@examp\u217Ee.com", "ann@\u202Emoc.elpmaxe"];
  assert.deepEqual(find({ approvers }, ["example.com", "*.example.com"]), []);
  assert.deepEqual(
    find({ approvers }).map(({ address }) => address),
    ["ann@xn--exmple-4nf.com"],
  );
});
