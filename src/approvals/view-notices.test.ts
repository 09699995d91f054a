// Who sees what of the messages of an approval: that there were any, where they went, why one failed, how to send it again.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { makeWaitingApproval } from "../../test/kit/make-approval.ts";
import { makeNotice, makeNoticeRecord } from "../../test/kit/make-notice.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import { voterOf } from "../../test/kit/voter-of.ts";
import type { Voter } from "../decision/request.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { NoticeRecord } from "../objects/approval/notice.ts";
import { readAccess } from "./access/access-rules.ts";
import { sightOf } from "./access/sight.ts";
import type { NoticeView } from "./approval-view.ts";
import { viewNotices } from "./view-notices.ts";

const ADDRESS = "mary.smith@northlight.example";
const FAILED = makeNotice({ state: "failed", tries: 3, error: `550 no mailbox ${ADDRESS} on mx1.internal` });
const TO_MARY = makeNoticeRecord({ recipient: ADDRESS, assignees: [0], request: FAILED });
const ON_SLACK = makeNoticeRecord({
  channel: "slack/releases",
  request: makeNotice({ state: "waiting", tries: 1, error: "proxy.internal answered 407" }),
});
const NOT_SET = makeNoticeRecord({
  channel: "teams/mychannel",
  request: makeNotice({ state: "skipped", tries: 0, error: "`mychannel` is not configured" }),
});
const TO_AUDIT = makeNoticeRecord({ channel: "webhook/audit", voted: makeNotice() });

function told(
  notices: readonly NoticeRecord[],
  params: Readonly<Record<string, unknown>> = { approvers: ["mary", "john"] },
): ApprovalTask {
  const task = makeWaitingApproval(makeReferringRun(params));
  return { ...task, status: { ...task.status, notices } };
}

const PEOPLE: Readonly<Record<string, Voter | undefined>> = {
  nobody: undefined,
  mary: voterOf("mary", { issuer: "company", subject: "1" }),
  "mary by her address": voterOf("m", { issuer: "company", subject: "1", email: ADDRESS.toUpperCase() }),
  john: voterOf("john", { issuer: "company", subject: "2" }),
  "a member of dba": voterOf("dan", { issuer: "company", subject: "5", groups: ["dba"] }),
  eve: voterOf("eve", { issuer: "company", subject: "3", email: "eve@northlight.example" }),
  ada: voterOf("ada", { issuer: "company", subject: "4" }),
};

function look(who: keyof typeof PEOPLE, approval: ApprovalTask, namesProve = true): readonly NoticeView[] {
  const rules = readAccess({ admins: { users: ["ada"] } }, { namesProve });
  return viewNotices(approval, sightOf(rules, PEOPLE[who]));
}

describe("an address, and what another server said of it,", () => {
  for (const [who, sees] of [
    ["ada", true],
    ["mary", true],
    ["mary by her address", true],
    ["john", false],
    ["eve", false],
    ["nobody", false],
  ] as const) {
    test(`is ${sees ? "shown" : "not shown"} to ${who}`, () => {
      const [notice] = look(who, told([TO_MARY]));
      assert.deepEqual(notice?.to, [{ kind: "user", name: "mary" }]);
      assert.equal(notice.state, "failed");
      assert.equal(notice.recipient, sees ? ADDRESS : null);
      assert.equal(notice.error !== null, sees);
      assert.equal(JSON.stringify(notice).includes(ADDRESS), sees);
    });
  }

  test("is not shown to whoever claims to be the one, where names prove nothing", () => {
    for (const who of ["mary", "mary by her address"]) {
      assert.doesNotMatch(JSON.stringify(look(who, told([TO_MARY]), false)), /northlight/u);
    }
  });

  test("of a group is not shown to who is called like the group, nor to its members but whose it is", () => {
    const record = { ...TO_MARY, assignees: [0, 1] };
    const approval = told([record], { groups: ["eve", "dba"] });
    for (const who of ["eve", "a member of dba"]) {
      assert.doesNotMatch(JSON.stringify(look(who, approval)), /northlight/u, who);
    }
    assert.match(JSON.stringify(look("mary by her address", approval)), /northlight/u);
  });

  test("is shown to all where the request names it as it is, without what another server said", () => {
    const approval = told([TO_MARY], { approvers: [ADDRESS, "john"] });
    const [notice] = look("eve", approval);
    assert.deepEqual([notice?.recipient, notice?.error], [ADDRESS, null]);
  });
});

test("what another server said of a channel is for admins, and what is not configured for all", () => {
  const approval = told([ON_SLACK, NOT_SET]);
  assert.deepEqual(
    look("john", approval).map(({ error }) => error),
    [null, "`mychannel` is not configured"],
  );
  assert.deepEqual(
    look("ada", approval).map(({ error }) => error),
    ["proxy.internal answered 407", "`mychannel` is not configured"],
  );
});

test("why no mail was ever tried is for admins: it may name an address", () => {
  const fault = makeNotice({
    state: "skipped",
    tries: 0,
    error: `Mail cannot be sent to this address: ${ADDRESS}`,
  });
  const approval = told([makeNoticeRecord({ request: fault })]);
  assert.equal(look("mary", approval)[0]?.error, null);
  assert.match(look("ada", approval)[0]?.error ?? "", /northlight/u);
});

test("what programs are told is for admins", () => {
  const approval = told([TO_AUDIT]);
  assert.deepEqual(look("mary", approval), []);
  assert.deepEqual(
    look("ada", approval).map(({ kind, channel }) => [kind, channel]),
    [["voted", "webhook/audit"]],
  );
});

test("a key to send it again is for admins, and another for each message and round", () => {
  const two = [TO_MARY, { ...TO_MARY, recipient: "john@northlight.example", assignees: [1] }];
  const again = { ...TO_MARY, request: { ...FAILED, round: 2 } };
  assert.ok(look("mary", told(two)).every(({ key }) => key === null));
  const keys = [...look("ada", told(two)), ...look("ada", told([again]))].map(({ key }) => key);
  assert.equal(new Set(keys).size, 3);
  for (const key of keys) assert.match(key ?? "", /^[0-9a-f]{64}$/u);
});

test("those of an earlier attempt are not among them", () => {
  const approval = told([TO_MARY]);
  const later = { ...approval, status: { ...approval.status, attempt: 2 } };
  assert.deepEqual(look("ada", later), []);
});
