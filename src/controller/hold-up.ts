import { explainClosing } from "../objects/run/closing-reason.ts";
import { findLastDeadline } from "../objects/run/last-deadline.ts";
import { listCountedVotes } from "../objects/approval/approval-request.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { describeEndedRun, describeHeldUpRun, HELD_UP, NOBODY_ASKED } from "../objects/run/run-outcome.ts";
import { readPendingMessage } from "../objects/run/run-status.ts";
import type { Ending } from "../decision/verdict.ts";
import { noteEnd } from "./approval-notables.ts";
import { writeRun, type PlanContext, type RunWrite } from "./rule.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Step } from "./step.ts";

/** What keeps people from being asked, and for how long that has been so. */
export interface Obstacle {
  readonly since: keyof typeof NOBODY_ASKED;
  /** A sentence without its end, the same for as long as the same is in the way. */
  readonly what: string;
  /** What somebody else said about it, which may be different each time. */
  readonly detail?: string;
}

type Wait = Extract<Step, { readonly kind: "wait" }>;
type Held = Pick<Snapshot, "approval" | "closing"> & { readonly run: CustomRun };

/**
 * The run waits for what we cannot bring about: it says so, once, and its own cancel and time-out end it all the same
 * (decision 13). A wait, when all that is said.
 */
export function holdUp(held: Held, obstacle: Obstacle, context: PlanContext): RunWrite | Wait {
  const { run, closing } = held;
  if (closing !== undefined) {
    const ending = { state: "cancelled", reason: closing.reason, message: explainClosing(closing) } as const;
    return endHeldUp(held, ending, obstacle, context);
  }
  const untilMs = findLastDeadline(run, countRetries(held, context), context.nowMs);
  if (untilMs !== undefined && context.nowMs >= untilMs) {
    return endHeldUp(
      held,
      { state: "timedOut", reason: "DeadlinePassed", message: "Timed out." },
      obstacle,
      context,
    );
  }
  if (readPendingMessage(run).startsWith(`${NOBODY_ASKED[obstacle.since]} ${obstacle.what}`)) {
    return { kind: "wait", ...(untilMs === undefined ? {} : { untilMs }) };
  }
  const outcome = describeHeldUpRun(obstacle.since, describe(obstacle));
  const notable = { type: "Warning", reason: "ApprovalHeldUp", message: outcome.message } as const;
  return { ...writeRun(run, outcome, context), notable };
}

/** The end of a run whose approval could not be brought to the same end. */
export function endHeldUp(
  { run, approval }: Held,
  ending: Ending,
  obstacle: Obstacle,
  context: PlanContext,
): RunWrite {
  const message = `${ending.message} ${HELD_UP} ${describe(obstacle)}`;
  const votes = approval === undefined ? [] : listCountedVotes(approval);
  const onReject = approval?.spec.onReject ?? "continue";
  const ended = { ...ending, message };
  const outcome = describeEndedRun(run, { ending: ended, onReject, votes });
  return { ...writeRun(run, outcome, context), notable: noteEnd(ended) };
}

/** An ApprovalTask that is on its way out, for as long as somebody's finalizer keeps it. */
export function describeLeaving({ metadata }: ApprovalTask): string {
  const { name, finalizers = [] } = metadata;
  const held = finalizers.length === 0 ? "" : `, and held by ${finalizers.join(", ")}`;
  return `the ApprovalTask ${name} is being deleted${held}`;
}

function describe({ what, detail }: Obstacle): string {
  const sentence = detail === undefined ? what : `${what}: ${detail}`;
  return /[.!?…]$/u.test(sentence) ? sentence : `${sentence}.`;
}

function countRetries({ run, approval }: Held, { readParameters }: PlanContext): number {
  if (approval !== undefined) return approval.spec.retries ?? 0;
  const parameters = readParameters(run);
  return parameters.ok ? (parameters.value.retries ?? 0) : 0;
}
