import { describeDuration } from "../../../std/duration.ts";
import { parseTime } from "../../../std/clock.ts";
import type { ApprovalTask } from "../approval-task.ts";
import type { Notice } from "../notice.ts";
import type { EndedNotice, WithEnded } from "./ended-notice.ts";
import { toErrorLine } from "./error-line.ts";
import { foldEarlier } from "./fold-earlier.ts";
import { followDecision } from "./follow-decision.ts";
import { changeNotices, moveNotice } from "./change-notices.ts";

/** So long after it was claimed, whoever did so is taken to be gone: one sending takes a minute at most. */
export const CLAIM_MS = 2 * 60_000;

export interface SettleRules {
  /** Of which channel. */
  readonly channel: string;
  readonly maxAgeMs: number;
  readonly atLeastOnce: boolean;
  /** Whose claim it is: `abandoned`: ours, and certainly never sent. */
  readonly whose: (claim: string) => "ours" | "abandoned" | "others";
}

/**
 * The approval with a channel's notices as time leaves them: what somebody claimed who is gone may have arrived, and what
 * is too old is given up. The very same when nothing is due.
 */
export function settleNotices(approval: ApprovalTask, rules: SettleRules, nowMs: number): WithEnded {
  const ended: EndedNotice[] = [];
  const next = changeNotices(approval, (notice, kind, record) => {
    if (record.channel !== rules.channel) return notice;
    const after = giveUp(release(notice, rules, nowMs), rules, nowMs);
    if (after !== notice && after.state !== "waiting") ended.push({ record, kind, notice: after });
    return after;
  });
  if (next === approval) return { approval, ended };
  // The next vote, which is told when the one before is given up, may be too old by then itself.
  const more = settleNotices(foldEarlier(followDecision(next, nowMs)), rules, nowMs);
  return { approval: more.approval, ended: [...ended, ...more.ended] };
}

const GONE = "The process that sent it stopped before it could record the result.";

function release(notice: Notice, { whose, atLeastOnce }: SettleRules, nowMs: number): Notice {
  const { state, claim = "", time } = notice;
  if (state !== "sending") return notice;
  const owner = whose(claim);
  if (owner === "abandoned") return { ...moveNotice(notice, "waiting", nowMs), tries: notice.tries - 1 };
  if (owner === "ours" || nowMs < (parseTime(time) ?? 0) + CLAIM_MS) return notice;
  if (atLeastOnce) return moveNotice(notice, "waiting", nowMs, { error: GONE });
  return moveNotice(notice, "unknown", nowMs, { error: GONE, claim });
}

function giveUp(notice: Notice, { maxAgeMs }: SettleRules, nowMs: number): Notice {
  if (notice.state !== "waiting" || nowMs < endOf(notice, maxAgeMs)) return notice;
  const last = notice.error === undefined ? "" : ` ${notice.error}`;
  const error = toErrorLine(`Given up after ${describeDuration(maxAgeMs)}.${last}`);
  return moveNotice(notice, "failed", nowMs, { error });
}

/** From when on it is too old, in milliseconds since the epoch. */
export function endOf({ since }: Notice, maxAgeMs: number): number {
  return (parseTime(since) ?? 0) + maxAgeMs;
}
