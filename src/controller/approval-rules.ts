// What is written next where the run has its approval.
import { judgeApproval } from "../objects/approval/judge-approval.ts";
import { countFailedAttempts, startApproval } from "../objects/approval/start-approval.ts";
import { applyVerdict } from "../objects/approval/apply-verdict.ts";
import { isOpened, isWaiting } from "../objects/approval/approval-standing.ts";
import { closeApproval } from "../objects/approval/close-approval.ts";
import { isBeingDeleted } from "../objects/being-deleted.ts";
import { retryApproval } from "../objects/approval/retry-approval.ts";
import { findLateLabels } from "../objects/approval/approval-labels.ts";
import { buildApprovalSpec, listDifferingFields } from "../objects/approval/approval-spec.ts";
import {
  describeEndedRun,
  describeForeignRequestRun,
  describePendingRun,
  HELD_UP,
  NOBODY_ASKED,
} from "../objects/run/run-outcome.ts";
import { buildRetriedStatus, isRunDone, readMessage, readPendingMessage } from "../objects/run/run-status.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { parseTime } from "../std/clock.ts";
import { noteAsked, noteEnd } from "./approval-notables.ts";
import { describeLeaving, holdUp } from "./hold-up.ts";
import { cancelRun } from "./opening-rules.ts";
import { isOver, type PlanContext, urlOf, writeRun, type Rule, type WithApproval } from "./rule.ts";
import type { Notable, Step } from "./step.ts";
import { findTellings } from "./telling-rules.ts";

/**
 * Created under the run's name and UID, but not by us: its request is not what the run asks for. Whoever may create
 * ApprovalTasks could otherwise choose the approvers.
 */
export const refuseForgedRequest: Rule<WithApproval> = (snapshot, context) => {
  const { run, approval } = snapshot;
  if (isOpened(approval) || run === undefined || isOver(run)) return undefined;
  const parameters = context.readParameters(run);
  const asked = parameters.ok ? buildApprovalSpec(run, parameters.value) : undefined;
  const different = listDifferingFields(asked ?? {}, approval.spec);
  if (different.length === 0) return undefined;
  // An orphan of a PipelineRun that is gone asks for less than it did; nobody needs to know what it asks for.
  const cancelled = cancelRun({ ...snapshot, run }, context);
  if (cancelled !== undefined) return cancelled;
  return writeRun(run, describeForeignRequestRun(run, different), context);
};

/** Deleted before anybody was asked: nobody could answer it (decision 13). */
export const waitForLeaving: Rule<WithApproval> = (snapshot, context) => {
  const { run, approval } = snapshot;
  if (isOpened(approval) || !isBeingDeleted(approval)) return undefined;
  if (run === undefined || isRunDone(run)) return undefined;
  return holdUp({ ...snapshot, run }, { since: "yet", what: describeLeaving(approval) }, context);
};

/** W3: stages, deadline and link. */
export const startOpenedApproval: Rule<WithApproval> = ({ run, approval }, context) =>
  !isOpened(approval) && run !== undefined && !isOver(run)
    ? askPeople(
        startApproval(approval, run, { ...context, tellings: findTellings(run, approval, context) }),
        run,
        context,
      )
    : undefined;

function askPeople(approval: ApprovalTask, run: CustomRun, { baseUrl }: PlanContext): Step {
  return { kind: "writeApprovalStatus", approval, run, notable: noteAsked(approval, urlOf(run, baseUrl)) };
}

/** W6 without a vote: nobody needs to answer any more. */
export const recordClosing: Rule<WithApproval> = ({ run, approval, closing }, { nowMs }) => {
  if (closing === undefined || !isWaiting(approval)) return undefined;
  const closed = closeApproval(approval, closing, nowMs);
  const isEndedByUs = run !== undefined && readMessage(run).includes(HELD_UP);
  const notable = closing.reason === "RunEnded" && !isEndedByUs ? { notable: RUN_ENDED_BY_OTHERS } : {};
  return { kind: "writeApprovalStatus", approval: closed, ...notable };
};

/** Not for us to undo (contract C38e), but it must not go unseen. */
const RUN_ENDED_BY_OTHERS: Notable = {
  type: "Warning",
  reason: "RunEndedByOthers",
  message: "The run was ended by somebody else while its approval was pending. The approval is closed.",
};

/**
 * W6 without a vote: time has run out. Another attempt begins if one remains. Votes that were complete before that are
 * recorded as what they are.
 */
export const recordTimeOut: Rule<WithApproval> = ({ run, approval }, context) => {
  const { nowMs } = context;
  if (!isWaiting(approval)) return undefined;
  const verdict = judgeApproval(approval, nowMs);
  if (verdict.state === "pending") return undefined;
  if (run !== undefined && verdict.state === "timedOut") {
    const next = retryApproval(approval, run, nowMs, findTellings(run, approval, context));
    if (next !== undefined) return askPeople(next, run, context);
  }
  return { kind: "writeApprovalStatus", approval: applyVerdict(approval, nowMs, verdict) };
};

/** The attempts before the present one are archived in the run, which goes on waiting (contract C57). */
export const archiveAttempt: Rule<WithApproval> = ({ run, approval }, context) => {
  const { nowMs, baseUrl, isArchiveRefused = false } = context;
  const { attempt = 1 } = approval.status ?? {};
  if (run === undefined || isOver(run) || isArchiveRefused) return undefined;
  const failed = countFailedAttempts(run, approval.spec);
  if (failed >= attempt - 1) return undefined;
  const message = `Attempt ${failed + 1} timed out.`;
  const ending = { state: "timedOut", reason: "DeadlinePassed", message } as const;
  const timedOut = describeEndedRun(run, { ending, onReject: approval.spec.onReject, votes: [] });
  const next = describePendingRun(approval, urlOf(run, baseUrl));
  return {
    kind: "writeRunStatus",
    run: { ...run, status: buildRetriedStatus(run, { failed: timedOut, next }, nowMs) },
    isArchive: true,
  };
};

/** Deleted while people are asked: it takes no votes, and its run says why until it has gone and is asked anew. */
export const tellLeaving: Rule<WithApproval> = (snapshot, context) => {
  const { run, approval } = snapshot;
  if (run === undefined || isOver(run) || !isWaiting(approval) || !isBeingDeleted(approval)) return undefined;
  const step = holdUp({ ...snapshot, run }, { since: "anyMore", what: describeLeaving(approval) }, context);
  return step.kind === "wait" ? undefined : step;
};

/** What was in the way is gone: the run says again what it waits for. */
export const tellAsked: Rule<WithApproval> = ({ run, approval }, context) => {
  if (run === undefined || isOver(run) || !isWaiting(approval) || isBeingDeleted(approval)) return undefined;
  const message = readPendingMessage(run);
  if (!Object.values(NOBODY_ASKED).some((start) => message.startsWith(start))) return undefined;
  return writeRun(run, describePendingRun(approval, urlOf(run, context.baseUrl)), context);
};

/** W8: a projection, after the run, because people and pipelines wait for that. It comes once to each end, which is told with it. */
export const labelApproval: Rule<WithApproval> = ({ approval }, { nowMs }) => {
  if (!isOpened(approval)) return undefined;
  const labels = findLateLabels(approval, nowMs);
  if (labels === undefined) return undefined;
  const decision = approval.status?.decision;
  const isNew = decision !== undefined && approval.metadata.labels?.["decision"] !== labels.decision;
  return { kind: "labelApproval", approval, labels, ...(isNew ? { notable: noteEnd(decision) } : {}) };
};

export const waitForDeadline: Rule<WithApproval> = ({ approval }) => {
  const untilMs = isWaiting(approval) ? parseTime(approval.status?.deadline) : undefined;
  return untilMs === undefined ? undefined : { kind: "wait", untilMs };
};
