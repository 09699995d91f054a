import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { makeCreatedApproval, NOW_MS, withCancel, withVote } from "../../../../test/kit/make-approval.ts";
import { makeReferringRun } from "../../../../test/kit/make-run.ts";
import type { ApprovalTask } from "../approval-task.ts";
import { applyVerdict } from "../apply-verdict.ts";
import type { Notice, NoticeKind, NoticeRecord } from "../notice.ts";
import { beginNextAttempt } from "../retry-approval.ts";
import { startApproval } from "../start-approval.ts";
import { claimNotices } from "./claim-notices.ts";
import { type NoticeEnd, closeNotices } from "./close-notice.ts";
import { refOfNotice } from "./change-notices.ts";
import { repeatNotice } from "./repeat-notice.ts";
import type { Telling } from "./telling.ts";

const TOKEN = "process.1";
const MARY: Telling = {
  channel: "mail",
  recipient: "mary@example.com",
  assignees: [0],
  tells: ["request", "secondStep", "outcome"],
};
const JOHN: Telling = { ...MARY, recipient: "john@example.com", assignees: [1] };
const TEAM: Telling = { channel: "slack/ops", tells: ["request", "outcome"] };
const AUDIT: Telling = { channel: "webhook/audit", tells: ["voted", "outcome"] };
/** With the kinds that a sink has by default. */
const SINK: Telling = { channel: "webhook/sink", tells: ["request", "voted", "outcome"] };

function start(tellings: readonly Telling[], params: Readonly<Record<string, unknown>> = {}): ApprovalTask {
  const run = makeReferringRun({ approvers: ["mary", "john"], ...params });
  return startApproval(makeCreatedApproval(run), run, {
    nowMs: NOW_MS,
    baseUrl: "https://approve.example",
    tellings,
  });
}

function recordsOf({ status }: ApprovalTask): readonly NoticeRecord[] {
  return status?.notices ?? [];
}

/** `waiting`, or `skipped 2` in its second round; of each record in order. */
function statesOf(approval: ApprovalTask, kind: NoticeKind): readonly (string | undefined)[] {
  return recordsOf(approval).map((record) => {
    const notice = record[kind];
    return notice && (notice.round === 1 ? notice.state : `${notice.state} ${notice.round}`);
  });
}

function claim(approval: ApprovalTask, kind: NoticeKind, token = TOKEN): ApprovalTask {
  const notices = recordsOf(approval).flatMap((record) =>
    record[kind] === undefined ? [] : [refOfNotice(record, kind, record[kind])],
  );
  return claimNotices(approval, { token, notices }, NOW_MS);
}

function close(approval: ApprovalTask, end: NoticeEnd = { kind: "accepted" }): ApprovalTask {
  const closed = recordsOf(approval).flatMap((record) =>
    (["request", "secondStep", "voted", "outcome"] as const).flatMap((kind) => {
      const notice: Notice | undefined = record[kind];
      return notice?.claim === TOKEN
        ? [{ notice: refOfNotice(record, kind, notice), token: TOKEN, end }]
        : [];
    }),
  );
  return closeNotices(approval, closed, NOW_MS).approval;
}

const send = (approval: ApprovalTask, kind: NoticeKind): ApprovalTask => close(claim(approval, kind));
const refused = { kind: "refused", reason: "busy", nextTryMs: NOW_MS + 30_000 } as const;

describe("when an attempt begins", () => {
  test("requests wait, and nothing else", () => {
    const approval = start([MARY, AUDIT]);
    assert.deepEqual(statesOf(approval, "request"), ["waiting", undefined]);
    assert.deepEqual(statesOf(approval, "outcome"), [undefined, undefined]);
  });

  test("nobody to tell leaves the status without a word of it", () => {
    assert.ok(!("notices" in (start([]).status ?? {})));
  });

  test("what cannot be told is skipped, with why", () => {
    const [record] = recordsOf(
      start([{ channel: "slack/x", tells: ["request"], fault: "No\nsuch channel." }]),
    );
    assert.equal(record?.request?.state, "skipped");
    assert.equal(record?.request?.error, "No such channel.");
  });
});

describe("the outcome", () => {
  test("is told to those whose request was sent, and to who is never asked", () => {
    const asked = close(claim(start([MARY, AUDIT]), "request"));
    const decided = withVote(asked, "mary");
    assert.deepEqual(statesOf(decided, "outcome"), ["waiting", "waiting"]);
  });

  test("is told where the request may have arrived, and not where it failed or waits", () => {
    const unknown = close(claim(start([MARY]), "request"), { kind: "unclear", reason: "gone" });
    assert.deepEqual(statesOf(withVote(unknown, "mary"), "outcome"), ["waiting"]);
    const failed = close(claim(start([MARY]), "request"), { kind: "refused", reason: "no such user" });
    assert.deepEqual(statesOf(withVote(failed, "mary"), "outcome"), [undefined]);
    const waiting = withVote(start([TEAM]), "mary");
    assert.deepEqual(statesOf(waiting, "request"), ["skipped"]);
    assert.deepEqual(statesOf(waiting, "outcome"), [undefined]);
  });

  test("waits for a request that is being sent, and goes with it when that is refused", () => {
    const decided = withVote(claim(start([MARY]), "request"), "mary");
    assert.deepEqual(statesOf(decided, "outcome"), ["waiting"]);
    const after = close(decided, refused);
    assert.deepEqual(statesOf(after, "request"), ["skipped"], "nobody is asked for what is decided");
    assert.deepEqual(statesOf(after, "outcome"), ["skipped"]);
    assert.deepEqual(statesOf(close(decided), "outcome"), ["waiting"]);
  });

  test("is told to programs whatever became of the request, which they are still told of", () => {
    const waiting = withVote(start([SINK]), "mary");
    assert.deepEqual(statesOf(waiting, "request"), ["waiting"]);
    assert.deepEqual(statesOf(waiting, "outcome"), ["waiting"]);
    const failed = close(claim(start([SINK]), "request"), { kind: "refused", reason: "gone" });
    assert.deepEqual(statesOf(withVote(failed, "mary"), "outcome"), ["waiting"]);
    const after = close(withVote(claim(start([SINK]), "request"), "mary"), refused);
    assert.deepEqual(statesOf(after, "request"), ["waiting"]);
    assert.deepEqual(statesOf(after, "outcome"), ["waiting"]);
  });

  test("comes with a cancel and with a time-out as well", () => {
    const asked = send(start([MARY]), "request");
    assert.deepEqual(statesOf(withCancel(asked, "RunCancelled"), "outcome"), ["waiting"]);
    const verdict = {
      state: "timedOut",
      reason: "DeadlinePassed",
      message: "Timed out.",
      responses: { received: 0, required: 1 },
      stage: 1,
      waitingFor: [],
    } as const;
    assert.deepEqual(statesOf(applyVerdict(asked, NOW_MS, verdict), "outcome"), ["waiting"]);
  });
});

describe("the second step", () => {
  const params = { strategy: "FOUR_EYES" };

  test("is told to all but who gave the first approval", () => {
    const voted = withVote(send(start([MARY, JOHN, TEAM], params), "request"), "mary", "approve", {
      assignees: [0],
    });
    assert.deepEqual(statesOf(voted, "secondStep"), [undefined, "waiting", undefined]);
  });

  test("is not told beside a request that still waits, nor asked of who has voted", () => {
    const voted = withVote(start([MARY, JOHN], params), "mary", "approve", { assignees: [0] });
    assert.deepEqual(statesOf(voted, "request"), ["skipped", "waiting"]);
    assert.deepEqual(statesOf(voted, "secondStep"), [undefined, undefined]);
  });

  test("is told to the members of a group, whoever of them it was", () => {
    const group = { groups: ["ops"], ...params };
    const asked = send(start([{ ...MARY, recipient: "ops@example.com" }], group), "request");
    const voted = withVote(asked, "mary", "approve", { assignees: [0] });
    assert.deepEqual(statesOf(voted, "secondStep"), ["waiting"]);
  });
});

describe("votes", () => {
  const params = { strategy: "MULTI", approvers: ["mary", "john", "ann"] };

  test("are told one after the other, and what is lost is counted", () => {
    const two = withVote(
      withVote(start([AUDIT], params), "mary", "approve", { assignees: [0] }),
      "john",
      "approve",
      {
        assignees: [1],
      },
    );
    assert.deepEqual(statesOf(two, "voted"), ["waiting"]);
    const lost = close(claim(two, "voted"), { kind: "unclear", reason: "gone" });
    assert.deepEqual(statesOf(lost, "voted"), ["waiting 2"]);
    assert.equal(recordsOf(lost)[0]?.voted?.lost, 1);
    const told = close(claim(lost, "voted"));
    assert.deepEqual(statesOf(told, "voted"), ["sent 2"]);
    assert.equal(recordsOf(told)[0]?.voted?.lost, 1);
    const three = withVote(told, "ann", "approve", { assignees: [2] });
    assert.deepEqual(statesOf(three, "voted"), ["waiting 3"]);
    assert.deepEqual(statesOf(three, "outcome"), ["waiting"]);
  });
});

describe("another attempt", () => {
  const LATER_MS = NOW_MS + 3_600_000;

  test("asks anew; what was told before is counted", () => {
    const asked = send(start([MARY, JOHN]), "request");
    const next = beginNextAttempt(asked, LATER_MS, NOW_MS, [MARY]);
    assert.deepEqual(statesOf(next, "request"), ["waiting"]);
    assert.equal(recordsOf(next)[0]?.attempt, 2);
    assert.deepEqual(next.status?.earlierNotices, { sent: 2, failed: 0, unknown: 0, skipped: 0, lost: 0 });
  });

  test("keeps what is being sent until it is known what became of it", () => {
    const sending = claim(start([MARY, JOHN]), "request");
    const next = beginNextAttempt(sending, LATER_MS, NOW_MS, []);
    assert.deepEqual(statesOf(next, "request"), ["sending", "sending"]);
    const done = close(next);
    assert.deepEqual(recordsOf(done), []);
    assert.equal(done.status?.earlierNotices?.sent, 2);
  });

  test("counts votes that nobody was told of", () => {
    const params = { strategy: "MULTI", approvers: ["mary", "john", "ann"] };
    const voted = withVote(
      withVote(start([AUDIT], params), "mary", "approve", { assignees: [0] }),
      "john",
      "approve",
      {
        assignees: [1],
      },
    );
    const next = beginNextAttempt(voted, LATER_MS, NOW_MS, []);
    assert.equal(next.status?.earlierNotices?.skipped, 2);
  });
});

describe("sending again", () => {
  const again = { channel: "mail", recipient: "mary@example.com", kind: "request", by: "ada" } as const;

  test("raises the round, and says by whom", () => {
    const repeated = repeatNotice(send(start([MARY]), "request"), again, NOW_MS + 60_000);
    assert.ok(repeated.ok);
    assert.deepEqual(recordsOf(repeated.value)[0]?.request, {
      state: "waiting",
      round: 2,
      tries: 0,
      time: "2026-11-24T10:01:00Z",
      since: "2026-11-24T10:01:00Z",
      askedBy: "ada",
    });
  });

  test("is taken for what programs are told, though it is decided", () => {
    const failed = close(claim(start([SINK]), "request"), { kind: "refused", reason: "gone" });
    const { channel } = SINK;
    const repeated = repeatNotice(withVote(failed, "mary"), { channel, kind: "request", by: "ada" }, NOW_MS);
    assert.ok(repeated.ok);
    assert.deepEqual(statesOf(repeated.value, "request"), ["waiting 2"]);
  });

  test("is refused for what is about to be sent, is not there, or is decided", () => {
    const waiting = start([MARY]);
    const decided = withVote(send(waiting, "request"), "mary");
    const refusals = [
      repeatNotice(waiting, again, NOW_MS),
      repeatNotice(waiting, { ...again, recipient: "nobody@example.com" }, NOW_MS),
      repeatNotice(decided, again, NOW_MS),
    ].map((result) => (result.ok ? "taken" : result.error));
    assert.match(refusals[0] ?? "", /about to be sent/u);
    assert.match(refusals[1] ?? "", /no such notice/u);
    assert.match(refusals[2] ?? "", /decided/u);
  });
});
