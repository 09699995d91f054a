import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { makeReferringRun } from "../../../test/kit/make-run.ts";
import { makeWaitingApproval, withVote } from "../../../test/kit/make-approval.ts";
import type { Voter } from "../../decision/request.ts";
import type { ApprovalTask } from "../../objects/approval/approval-task.ts";
import { type AccessSettings, readAccess } from "./access-rules.ts";
import { mayAdminister, mayCancel, mayView, mayViewAll } from "./rights.ts";

function approvalIn(namespace: string, params: Readonly<Record<string, unknown>>): ApprovalTask {
  const run = makeReferringRun(params);
  const task = makeWaitingApproval(run);
  return { ...task, metadata: { ...task.metadata, namespace } };
}

const signedIn = (settings: AccessSettings) => readAccess(settings, { namesProve: true });
const open = (settings: AccessSettings) => readAccess(settings, { namesProve: false });
const person = (name: string, ...groups: readonly string[]): Voter => ({
  issuer: "company",
  subject: `id-of-${name}`,
  name,
  groups,
});

const byLink = (name: string, ...groups: readonly string[]): Voter => ({
  ...person(name, ...groups),
  issuer: "link",
});

const IN_TEAM_A = approvalIn("team-a", { approvers: ["mary"] });
const IN_OPS = approvalIn("ops", { groups: ["ops"] });

describe("who sees an approval", () => {
  test("in open mode everybody, with a name or without", () => {
    assert.ok(mayViewAll(open({}), undefined));
    assert.ok(mayView(open({}), undefined, IN_OPS));
    assert.ok(mayView(open({ view: [] }), person("eve"), IN_OPS));
  });

  test("where nothing is set, whoever has a name, and nobody without", () => {
    assert.ok(mayView(signedIn({}), person("eve"), IN_OPS));
    assert.ok(!mayView(signedIn({}), undefined, IN_OPS));
  });

  test("with rules, whom a rule names in its namespaces", () => {
    const rules = signedIn({ view: [{ groups: ["dev"], namespaces: ["team-*"] }, { users: ["rik"] }] });
    assert.ok(mayView(rules, person("eve", "dev"), IN_TEAM_A));
    assert.ok(!mayView(rules, person("eve", "dev"), IN_OPS));
    assert.ok(!mayView(rules, person("eve", "Dev"), IN_TEAM_A), "letter for letter");
    assert.ok(!mayView(rules, person("dev"), IN_TEAM_A), "a user called like the group");
    assert.ok(mayViewAll(rules, person("rik")), "without namespaces, all of them");
    assert.ok(!mayView(rules, undefined, IN_TEAM_A));
  });

  test("with an empty list, those who are asked, by name and by group, those who voted, and admins", () => {
    const rules = signedIn({ view: [], admins: { groups: ["platform"] } });
    assert.ok(mayView(rules, person("mary"), IN_TEAM_A));
    assert.ok(mayView(rules, byLink("mary"), IN_TEAM_A));
    assert.ok(!mayView(rules, byLink("eve", "platform"), IN_TEAM_A), "an admin, by a link alone");
    assert.ok(!mayView(rules, person("mary"), IN_OPS));
    assert.ok(mayView(rules, person("eve", "ops"), IN_OPS));
    assert.ok(mayView(rules, person("eve", "platform"), IN_OPS));
    assert.ok(!mayView(rules, person("eve"), IN_OPS));
    const voted = withVote(IN_OPS, "eve", "approve", { issuer: "company", subject: "id-of-eve" });
    assert.ok(mayView(rules, person("eve"), voted), "who is in the group no more");
    assert.ok(!mayView(rules, { ...person("eve"), issuer: "other" }, voted), "a namesake");
  });

  test("not whom groups have replaced: they are named, and not asked", () => {
    const task = approvalIn("ops", { groups: ["ops"], approvers: ["mary"] });
    assert.ok(!mayView(signedIn({ view: [] }), person("mary"), task));
  });
});

describe("who cancels", () => {
  test("whom the settings name, and admins; being asked is not enough", () => {
    const rules = signedIn({ cancel: { groups: ["release"] }, admins: { users: ["ada"] } });
    assert.ok(mayCancel(rules, person("eve", "release"), IN_OPS));
    assert.ok(mayCancel(rules, person("ada"), IN_OPS));
    assert.ok(!mayCancel(rules, person("mary"), IN_TEAM_A));
    assert.ok(!mayCancel(rules, undefined, IN_OPS));
  });

  test("nobody where nothing is set; in open mode everybody who says a name", () => {
    assert.ok(!mayCancel(signedIn({}), person("mary"), IN_TEAM_A));
    assert.ok(mayCancel(open({}), person("eve"), IN_OPS));
    assert.ok(!mayCancel(open({}), undefined, IN_OPS));
    assert.ok(!mayCancel(open({ cancel: { users: ["ada"] } }), person("eve"), IN_OPS));
    assert.ok(mayCancel(open({ cancel: { users: ["ada"] } }), person("ada"), IN_OPS));
  });

  test("nobody who is known by a link alone", () => {
    const rules = signedIn({ cancel: { users: ["mary"] }, admins: { users: ["ada"] } });
    assert.ok(mayCancel(rules, person("mary"), IN_TEAM_A));
    for (const name of ["mary", "ada"]) assert.ok(!mayCancel(rules, byLink(name), IN_TEAM_A));
  });

  test("not what one may not see", () => {
    const rules = signedIn({ view: [], cancel: { users: ["mary"] } });
    assert.ok(mayCancel(rules, person("mary"), IN_TEAM_A));
    assert.ok(!mayCancel(rules, person("mary"), IN_OPS));
  });
});

test("admins are those that are set, and nobody otherwise", () => {
  const rules = signedIn({ admins: { groups: ["platform"] } });
  assert.ok(mayAdminister(rules, person("eve", "platform")));
  assert.ok(!mayAdminister(rules, person("platform")));
  assert.ok(!mayAdminister(rules, byLink("eve", "platform")), "by a link alone");
  assert.ok(!mayAdminister(rules, undefined));
  assert.ok(!mayAdminister(signedIn({}), person("admin", "admin")));
  assert.ok(!mayAdminister(open({}), person("admin", "admin")));
});
