import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { BASE_URL, makeWaitingApproval, withVote } from "../../test/kit/make-approval.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { judgeDeadline } from "../objects/approval/judge-deadline.ts";
import type { NoticeRecord, NoticeRef } from "../objects/approval/notice.ts";
import { ok, refuse } from "../std/result.ts";
import { buildMessage, type LinkRequest, type ToldApproval } from "./build-message.ts";
import type { KnownLimits } from "./notice-store.ts";

const RECORD: NoticeRecord = {
  attempt: 1,
  channel: "mail",
  recipient: "mary@example.com",
  assignees: [0],
  tells: ["request", "outcome"],
};
const REQUEST: NoticeRef = {
  attempt: 1,
  channel: "mail",
  recipient: "mary@example.com",
  kind: "request",
  round: 1,
};
const PARTS = { baseUrl: BASE_URL };

/** By its own timeout alone. */
function told(approval: ApprovalTask): ToldApproval {
  const deadline = judgeDeadline(approval);
  return { approval, limits: { areSettled: true, ...(deadline && { deadline }) } };
}

const build = (notice: NoticeRef, record = RECORD) =>
  buildMessage(told(makeWaitingApproval()), record, notice, PARTS);

describe("key and thread", () => {
  test("say nothing of what they were made from, and are fit for any header", () => {
    const { key, thread } = build(REQUEST);
    for (const digest of [key, thread]) assert.match(digest, /^[0-9a-f]{64}$/u);
  });

  test("a key is another for another kind, recipient, round, attempt or channel; the thread for kind and round is not", () => {
    const first = build(REQUEST);
    const others = [
      build({ ...REQUEST, kind: "outcome" }),
      build({ ...REQUEST, round: 2 }),
      build(REQUEST, { ...RECORD, recipient: "john@example.com" }),
      build(REQUEST, { ...RECORD, attempt: 2 }),
      build(REQUEST, { ...RECORD, channel: "slack/ops" }),
    ];
    assert.equal(new Set([first, ...others].map(({ key }) => key)).size, 6);
    assert.deepEqual(
      others.map(({ thread }) => thread === first.thread),
      [true, true, false, false, false],
    );
    assert.equal(build(REQUEST).key, first.key);
  });
});

test("a vote is told as it was, whatever came after it; the end is told by the outcome alone", () => {
  const run = makeReferringRun({ approvers: ["mary", "john"], strategy: "MULTI" });
  const one = withVote(makeWaitingApproval(run), "mary", "approve", { assignees: [0] });
  const decided = withVote(one, "john", "approve", { assignees: [1] });
  const tell = (kind: NoticeRef["kind"], round: number) =>
    buildMessage(told(decided), RECORD, { ...REQUEST, kind, round }, PARTS).approval;
  assert.deepEqual(
    tell("voted", 1).votes.map(({ by }) => by),
    ["mary"],
  );
  assert.equal(tell("voted", 2).decision, undefined);
  assert.equal(tell("outcome", 1).decision?.state, "approved");
  assert.equal(tell("outcome", 1).votes.length, 2);
});

test("the deadline is the one that comes first, and is whose it is once that is known", () => {
  const approval = makeWaitingApproval();
  const deadline = { of: "tasks", endsAtMs: Date.parse("2026-11-24T10:20:00.900Z"), dueFromMs: 0 } as const;
  const tell = (limits: KnownLimits) => {
    const { approval: shown } = buildMessage({ approval, limits }, RECORD, REQUEST, PARTS);
    return [shown.deadline, shown.deadlineOf];
  };
  assert.deepEqual(tell({ areSettled: true, deadline }), ["2026-11-24T10:20:00Z", "tasks"]);
  assert.deepEqual(tell({ areSettled: false, deadline }), ["2026-11-24T10:20:00Z", undefined]);
  assert.deepEqual(tell({ areSettled: true }), [undefined, undefined]);
});

describe("the personal link", () => {
  const asked: LinkRequest[] = [];
  const makeLink = (request: LinkRequest) => {
    asked.push(request);
    return ok({ url: "https://approve.example/?link=1", code: "7KQ2-M0XF" });
  };
  const linkOf = (record: NoticeRecord, run = makeReferringRun({ approvers: ["mary", "john"] })) =>
    buildMessage(told(makeWaitingApproval(run)), record, REQUEST, { ...PARTS, makeLink }).link;

  test("is for the one person whose address it goes to", () => {
    assert.equal(linkOf(RECORD)?.code, "7KQ2-M0XF");
    assert.deepEqual(asked.at(-1), {
      namespace: "shop",
      name: "release-1-approve",
      uid: "approval-uid",
      attempt: 1,
      recipient: { name: "mary", email: "mary@example.com", groups: [] },
    });
  });

  test("is in no message to a group, a shared address, or a channel", () => {
    const { recipient: _none, ...channel } = RECORD;
    const { assignees: _all, ...everybody } = RECORD;
    assert.equal(linkOf(RECORD, makeReferringRun({ groups: ["ops"] })), undefined);
    assert.equal(linkOf({ ...RECORD, assignees: [0, 1] }), undefined);
    assert.equal(linkOf(channel), undefined);
    assert.equal(linkOf(everybody), undefined);
  });

  test("one that cannot be made is left out: people sign in", () => {
    const message = buildMessage(told(makeWaitingApproval()), RECORD, REQUEST, {
      ...PARTS,
      makeLink: () => refuse("too long"),
    });
    assert.ok(!("link" in message));
  });
});
