// Whatever happens to the notices of an approval, in whatever order: a key is accepted at most once, states move as they may,
// and nothing is lost without a trace.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";

import { makeCreatedApproval, NOW_MS, withCancel, withVote } from "../../../../test/kit/make-approval.ts";
import { makeReferringRun } from "../../../../test/kit/make-run.ts";
import type { ApprovalTask } from "../approval-task.ts";
import {
  type Notice,
  NOTICE_BOUNDS,
  NOTICE_KINDS,
  type NoticeKind,
  type NoticeRecord,
  type NoticeRef,
} from "../notice.ts";
import { beginNextAttempt } from "../retry-approval.ts";
import { startApproval } from "../start-approval.ts";
import { refOfNotice } from "./change-notices.ts";
import { claimNotices } from "./claim-notices.ts";
import { closeNotices, type NoticeEnd } from "./close-notice.ts";
import { listWaiting } from "./list-due.ts";
import { repeatNotice } from "./repeat-notice.ts";
import { CLAIM_MS, settleNotices } from "./settle-notices.ts";
import type { Telling } from "./telling.ts";

const CHANNELS = ["mail", "webhook/audit", "webhook/sink"] as const;
const MAX_AGE_MS = 3_600_000;
const TELLINGS: readonly Telling[] = [
  {
    channel: "mail",
    recipient: "mary@example.com",
    assignees: [0],
    tells: ["request", "secondStep", "outcome"],
  },
  {
    channel: "mail",
    recipient: "john@example.com",
    assignees: [1],
    tells: ["request", "secondStep", "outcome"],
  },
  { channel: "webhook/audit", tells: ["voted", "outcome"] },
  { channel: "webhook/sink", tells: ["request", "voted", "outcome"] },
];

/** From each state, where a notice may go within its round. */
const MOVES: Readonly<Record<Notice["state"], readonly Notice["state"][]>> = {
  waiting: ["sending", "failed", "skipped"],
  sending: ["sent", "failed", "unknown", "waiting", "skipped"],
  unknown: ["sent", "failed", "waiting", "skipped"],
  sent: [],
  failed: [],
  skipped: [],
};

type Step =
  | {
      readonly do: "send";
      readonly channel: number;
      readonly replica: number;
      readonly end: NoticeEnd["kind"] | "killed" | "late";
    }
  | { readonly do: "vote"; readonly by: number }
  | { readonly do: "pass"; readonly minutes: number }
  | { readonly do: "settle"; readonly channel: number; readonly replica: number }
  | { readonly do: "recordLate" }
  | { readonly do: "repeat"; readonly record: number; readonly kind: number }
  | { readonly do: "retry" }
  | { readonly do: "cancel" };

const steps = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant("send" as const),
      channel: fc.nat(2),
      replica: fc.nat(1),
      end: fc.constantFrom("accepted", "refused", "unclear", "killed", "late" as const),
    }),
    fc.record({ do: fc.constant("vote" as const), by: fc.nat(2) }),
    fc.record({ do: fc.constant("pass" as const), minutes: fc.integer({ min: 1, max: 30 }) }),
    fc.record({ do: fc.constant("settle" as const), channel: fc.nat(2), replica: fc.nat(1) }),
    fc.constant({ do: "recordLate" as const }),
    fc.record({ do: fc.constant("repeat" as const), record: fc.nat(3), kind: fc.nat(3) }),
    fc.constant({ do: "retry" as const }),
    fc.constant({ do: "cancel" as const }),
  ),
  { minLength: 1, maxLength: 40 },
);

/** One approval, those who send of it, and what the other side has accepted. */
class World {
  approval: ApprovalTask;
  nowMs = NOW_MS;
  readonly accepted = new Map<string, number>();
  readonly #late: { readonly notice: NoticeRef; readonly token: string; readonly end: NoticeEnd }[] = [];
  #claims = 0;

  constructor() {
    const params = { approvers: ["mary", "john", "ann"], strategy: "MULTI" };
    const run = makeReferringRun(params);
    const context = { nowMs: NOW_MS, baseUrl: "https://approve.example", tellings: TELLINGS };
    this.approval = startApproval(makeCreatedApproval(run), run, context);
  }

  take(step: Step): void {
    const isDecided = this.approval.status?.decision !== undefined;
    switch (step.do) {
      case "send":
        return this.#send(step);
      case "pass":
        this.nowMs += step.minutes * 60_000;
        return;
      case "settle":
        return this.#settle(step.channel, step.replica);
      case "recordLate":
        this.approval = closeNotices(this.approval, this.#late.splice(0), this.nowMs).approval;
        return;
      case "vote":
        if (!isDecided) this.#vote(step.by);
        return;
      case "cancel":
        if (!isDecided) this.approval = withCancel(this.approval, "RunCancelled");
        return;
      case "retry":
        if (!isDecided) this.approval = beginNextAttempt(this.approval, this.nowMs + 1, this.nowMs, TELLINGS);
        return;
      case "repeat":
        return this.#repeat(step.record, NOTICE_KINDS[step.kind] ?? "request");
    }
  }

  #vote(by: number): void {
    const { attempt = 1 } = this.approval.status ?? {};
    const name = ["mary", "john", "ann"][by] ?? "";
    if (this.approval.status?.votes?.some((vote) => vote.by === name && vote.attempt === attempt)) return;
    this.approval = withVote(this.approval, name, "approve", { attempt, assignees: [by] });
  }

  #repeat(record: number, kind: NoticeKind): void {
    const meant = this.approval.status?.notices?.[record];
    if (meant === undefined || kind === "voted") return;
    const { channel, recipient } = meant;
    const who = { channel, ...(recipient !== undefined && { recipient }), kind, by: "ada" };
    const repeated = repeatNotice(this.approval, who, this.nowMs);
    if (repeated.ok) this.approval = repeated.value;
  }

  /** Claims of a replica that lives count as its own. */
  #settle(channel: number, replica: number): void {
    const whose = (claim: string) => (claim.startsWith(`${replica}.alive`) ? "ours" : "others");
    const rules = {
      channel: CHANNELS[channel] ?? "",
      maxAgeMs: MAX_AGE_MS,
      atLeastOnce: false,
      whose,
    } as const;
    this.approval = settleNotices(this.approval, rules, this.nowMs).approval;
  }

  #send({ channel, replica, end }: Extract<Step, { do: "send" }>): void {
    const waiting = listWaiting(this.approval, CHANNELS[channel] ?? "").filter(
      ({ dueMs }) => dueMs <= this.nowMs,
    );
    const notices = waiting.map(({ notice }) => notice);
    this.#claims += 1;
    const token = `${replica}.${end === "late" ? "alive" : "dead"}${this.#claims}`;
    this.approval = claimNotices(this.approval, { token, notices }, this.nowMs);
    for (const notice of notices) {
      if (end !== "refused") this.#accept(notice);
      if (end === "killed") continue;
      const closed = { notice, token, end: this.#endOf(end) };
      if (end === "late") this.#late.push(closed);
      else this.approval = closeNotices(this.approval, [closed], this.nowMs).approval;
    }
  }

  #endOf(end: "accepted" | "refused" | "unclear" | "late"): NoticeEnd {
    if (end === "unclear") return { kind: "unclear", reason: "The answer was lost." };
    if (end === "refused") return { kind: "refused", reason: "Busy.", nextTryMs: this.nowMs + 60_000 };
    return { kind: "accepted" };
  }

  #accept(notice: NoticeRef): void {
    const key = JSON.stringify(notice);
    this.accepted.set(key, (this.accepted.get(key) ?? 0) + 1);
  }
}

function checkMoves(before: ApprovalTask, after: ApprovalTask): void {
  const find = (record: NoticeRecord) =>
    after.status?.notices?.find(
      (one) =>
        one.attempt === record.attempt &&
        one.channel === record.channel &&
        one.recipient === record.recipient,
    );
  for (const record of before.status?.notices ?? []) {
    for (const kind of NOTICE_KINDS) {
      const from = record[kind];
      const to = find(record)?.[kind];
      if (from === undefined || to === undefined || from === to) continue;
      const isSameRound =
        JSON.stringify(refOfNotice(record, kind, from)) === JSON.stringify(refOfNotice(record, kind, to));
      if (isSameRound) {
        const steps = from.state === to.state || MOVES[from.state].includes(to.state);
        assert.ok(steps || canPassThrough(from.state, to.state), `${kind}: ${from.state} to ${to.state}`);
      } else {
        assert.equal(to.round, from.round + 1, "rounds rise one by one");
      }
    }
  }
}

/** One step of the world may be a claim and its end. */
function canPassThrough(from: Notice["state"], to: Notice["state"]): boolean {
  return MOVES[from].some((through) => MOVES[through].includes(to));
}

/** Each recipient of the attempt has a record, and each kind that was told of, one state. */
function checkKept({ status }: ApprovalTask): void {
  const { attempt = 1, notices = [], decision } = status ?? {};
  const current = notices.filter((record) => record.attempt === attempt);
  assert.equal(current.length, TELLINGS.length);
  assert.ok(notices.length <= TELLINGS.length + NOTICE_BOUNDS.earlier);
  for (const { tells, request } of current) if (tells.includes("request")) assert.ok(request !== undefined);
  for (const { channel, outcome } of current)
    if (channel.startsWith("webhook/")) assert.equal(outcome !== undefined, decision !== undefined);
}

test("a key is accepted at most once, states move as they may, and no record goes", () => {
  fc.assert(
    fc.property(steps, (taken) => {
      const world = new World();
      for (const step of taken) {
        const before = world.approval;
        world.take(step);
        checkMoves(before, world.approval);
        checkKept(world.approval);
      }
      for (const [key, times] of world.accepted) assert.equal(times, 1, key);
    }),
    { numRuns: 1_000 },
  );
});

test("whoever sent it and is gone, nobody sends it again: it is unknown two minutes later", () => {
  const world = new World();
  world.take({ do: "send", channel: 0, replica: 0, end: "killed" });
  world.nowMs += CLAIM_MS;
  world.take({ do: "settle", channel: 0, replica: 1 });
  const states = world.approval.status?.notices?.map(({ request }) => request?.state);
  assert.deepEqual(states, ["unknown", "unknown", undefined, "waiting"]);
});

test("a sender that comes back late says what became of it", () => {
  const world = new World();
  world.take({ do: "send", channel: 0, replica: 0, end: "late" });
  world.nowMs += CLAIM_MS;
  world.take({ do: "settle", channel: 0, replica: 1 });
  assert.equal(world.approval.status?.notices?.[0]?.request?.state, "unknown");
  world.take({ do: "recordLate" });
  assert.equal(world.approval.status?.notices?.[0]?.request?.state, "sent");
});
