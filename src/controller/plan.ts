// From what was gathered to the one next write. Pure: ordered lists of small rules, the first that answers counts.
import { countResponses } from "../decision/count-responses.ts";
import { approvalUrl } from "../approvals/approval-url.ts";
import { explainClosing } from "../approvals/closing-reason.ts";
import { judgeApproval } from "../approvals/judge-approval.ts";
import { countFailedAttempts, openApproval, startApproval } from "../approvals/open-approval.ts";
import { recordVerdict } from "../approvals/record-verdict.ts";
import { retryApproval } from "../approvals/retry-approval.ts";
import { listCountedVotes, readRequest } from "../objects/approval-request.ts";
import { buildStateLabels } from "../objects/approval-labels.ts";
import { buildApprovalSpec, listDifferingFields } from "../objects/approval-spec.ts";
import type { ApprovalTask } from "../objects/approval-task.ts";
import type { CustomRun } from "../objects/custom-run.ts";
import { readParameters } from "../objects/read-parameters.ts";
import {
  describeEndedRun,
  describeForeignRequestRun,
  describeInvalidRun,
  describeNameTakenRun,
  describePendingRun,
} from "../objects/run-outcome.ts";
import type { RunOutcome } from "../objects/run-outcome.ts";
import { buildRetriedStatus, buildRunStatus, isRunDone } from "../objects/run-status.ts";
import { parseTime } from "../std/clock.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Notable, Step } from "./step.ts";

export interface PlanContext {
  readonly nowMs: number;
  readonly baseUrl: string;
}

/** What to do next for a name. The same snapshot gives the same step; when there is nothing to write, a wait. */
export function plan(snapshot: Snapshot, context: PlanContext): Step {
  const { run, approval } = snapshot;
  if (approval !== undefined) return firstAnswer(WITH_APPROVAL, { ...snapshot, approval }, context);
  if (run !== undefined && !isOver(run)) return firstAnswer(WITHOUT_APPROVAL, { ...snapshot, run }, context);
  return { kind: "wait" };
}

type Rule<S extends Snapshot> = (snapshot: S, context: PlanContext) => Step | undefined;
type WithApproval = Snapshot & { readonly approval: ApprovalTask };
type WithoutApproval = Snapshot & { readonly run: CustomRun };

function firstAnswer<S extends Snapshot>(rules: readonly Rule<S>[], snapshot: S, context: PlanContext): Step {
  for (const rule of rules) {
    const step = rule(snapshot, context);
    if (step !== undefined) return step;
  }
  return { kind: "wait" };
}

/** Ended, or on its way out: nothing is written to it (contract C32, C38e). */
function isOver(run: CustomRun): boolean {
  return isRunDone(run) || run.metadata.deletionTimestamp !== undefined;
}

/**
 * Created under the run's name and UID, but not by us: its request is not what the run asks for. Whoever may create
 * ApprovalTasks could otherwise choose the approvers.
 */
const refuseForgedRequest: Rule<WithApproval> = ({ run, approval }, context) => {
  if (approval.status?.startTime !== undefined || run === undefined || isOver(run)) return undefined;
  const parameters = readParameters(run);
  const asked = parameters.ok ? buildApprovalSpec(run, parameters.value) : undefined;
  const different = listDifferingFields(asked ?? {}, approval.spec);
  if (different.length === 0) return undefined;
  return writeRun(run, describeForeignRequestRun(run.metadata.name, different), context);
};

/** W3: stages, deadline and link. */
const startOpenedApproval: Rule<WithApproval> = ({ run, approval }, context) =>
  approval.status?.startTime === undefined && run !== undefined && !isOver(run)
    ? { kind: "writeApprovalStatus", approval: startApproval(approval, run, context) }
    : undefined;

/** W6 without a vote: nobody needs to answer any more. */
const recordClosing: Rule<WithApproval> = ({ approval, closing }, { nowMs }) => {
  if (closing === undefined || !isWaiting(approval)) return undefined;
  const verdict = judgeApproval(approval, nowMs, closing.reason);
  const message = verdict.state === "cancelled" ? explainClosing(closing) : verdict.message;
  const closed = recordVerdict(approval, { ...verdict, message }, nowMs);
  const notable = closing.reason === "RunEnded" ? { notable: RUN_ENDED_BY_OTHERS } : {};
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
const recordTimeOut: Rule<WithApproval> = ({ run, approval }, { nowMs }) => {
  if (!isWaiting(approval)) return undefined;
  const verdict = judgeApproval(approval, nowMs);
  if (verdict.state === "pending") return undefined;
  const next =
    verdict.state === "timedOut" && run !== undefined ? retryApproval(approval, run, nowMs) : undefined;
  if (next !== undefined) return { kind: "writeApprovalStatus", approval: next };
  return { kind: "writeApprovalStatus", approval: recordVerdict(approval, verdict, nowMs) };
};

/** Started by us and not decided. One that was never started is not touched: somebody may have made it by hand. */
function isWaiting({ status }: ApprovalTask): boolean {
  return status?.startTime !== undefined && status.decision === undefined;
}

/** The attempts before the present one are archived in the run, which goes on waiting (contract C57). */
const archiveAttempt: Rule<WithApproval> = ({ run, approval }, { nowMs, baseUrl }) => {
  const { attempt = 1 } = approval.status ?? {};
  if (run === undefined || isOver(run) || countFailedAttempts(run) >= attempt - 1) return undefined;
  const message = `Attempt ${countFailedAttempts(run) + 1} timed out.`;
  const ending = { state: "timedOut", reason: "DeadlinePassed", message } as const;
  const failed = describeEndedRun({ ending, onReject: approval.spec.onReject, votes: [] });
  const next = describePendingRun(urlOf(run, baseUrl));
  return {
    kind: "writeRunStatus",
    run: { ...run, status: buildRetriedStatus(run, { failed, next }, nowMs) },
  };
};

/** W7: condition, results and completion time, in one write. */
const endRun: Rule<WithApproval> = ({ run, approval }, context) => {
  const decision = approval.status?.decision;
  if (run === undefined || isOver(run) || decision === undefined) return undefined;
  const outcome = describeEndedRun({
    ending: decision,
    onReject: approval.spec.onReject,
    votes: listCountedVotes(approval),
  });
  return writeRun(run, outcome, context);
};

/** W8: a projection, after the run, because people and pipelines wait for that. */
const labelApproval: Rule<WithApproval> = ({ approval }, { nowMs }) => {
  if (approval.status?.startTime === undefined) return undefined;
  const verdict = judgeApproval(approval, nowMs);
  const responses = countResponses(approval.spec.strategy, readRequest(approval), verdict);
  const labels = buildStateLabels(verdict.state, responses);
  const held = approval.metadata.labels ?? {};
  const isLabelled = held["decision"] === labels.decision && held["responses"] === labels.responses;
  return isLabelled ? undefined : { kind: "labelApproval", approval, labels };
};

const waitForDeadline: Rule<WithApproval> = ({ approval }) => {
  const untilMs = isWaiting(approval) ? parseTime(approval.status?.deadline) : undefined;
  return untilMs === undefined ? undefined : { kind: "wait", untilMs };
};

/** The order is the meaning: what is recorded comes before what could still change it. */
const WITH_APPROVAL: readonly Rule<WithApproval>[] = [
  refuseForgedRequest,
  startOpenedApproval,
  recordClosing,
  recordTimeOut,
  archiveAttempt,
  endRun,
  labelApproval,
  waitForDeadline,
];

/** Cancelled, or its PipelineRun ended, before anybody was asked. */
const cancelRun: Rule<WithoutApproval> = ({ run, closing }, context) => {
  if (closing === undefined) return undefined;
  const ending = { state: "cancelled", reason: closing.reason, message: explainClosing(closing) } as const;
  return writeRun(run, describeEndedRun({ ending, onReject: "continue", votes: [] }), context);
};

const refuseParameters: Rule<WithoutApproval> = ({ run }, context) => {
  const parameters = readParameters(run);
  return parameters.ok ? undefined : writeRun(run, describeInvalidRun(parameters.error), context);
};

/** W1. */
const startRun: Rule<WithoutApproval> = ({ run }, context) => {
  if (run.status?.startTime !== undefined && run.status.conditions?.[0]?.type === "Succeeded")
    return undefined;
  return writeRun(run, describePendingRun(urlOf(run, context.baseUrl)), context);
};

/** An object of that name whose run, of the same name, is gone: Tekton made the run anew (contract C29, C34). */
const replaceLeftover: Rule<WithoutApproval> = ({ run, stranger }) => {
  const owner = stranger?.metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (stranger === undefined || owner === undefined) return undefined;
  const isOfGoneRun =
    owner.kind === run.kind && owner.name === run.metadata.name && owner.uid !== run.metadata.uid;
  return isOfGoneRun ? { kind: "deleteApproval", approval: stranger } : undefined;
};

const refuseTakenName: Rule<WithoutApproval> = ({ run, stranger }, context) =>
  stranger === undefined ? undefined : writeRun(run, describeNameTakenRun(run.metadata.name), context);

/** W2. */
const createApproval: Rule<WithoutApproval> = ({ run }, { nowMs }) => {
  const parameters = readParameters(run);
  if (!parameters.ok) return undefined;
  const approval = openApproval(run, parameters.value, nowMs);
  const { groups, approvers } = parameters.value;
  const isAskedAgain = nowMs - (parseTime(run.status?.startTime) ?? nowMs) >= ASKED_AGAIN_AFTER_MS;
  const notables = [
    ...(groups.length > 0 && approvers.length > 0 ? [GROUPS_REPLACE_APPROVERS] : []),
    ...(isAskedAgain ? [ASKED_AGAIN] : []),
  ];
  return { kind: "createApproval", approval, notables };
};

/** W2 follows W1 at once. A run that has waited for longer had an approval, and somebody deleted it. */
const ASKED_AGAIN_AFTER_MS = 2_000;

const ASKED_AGAIN: Notable = {
  type: "Warning",
  reason: "ApprovalAskedAgain",
  message:
    "The run waited, but its ApprovalTask was gone. People are asked again; earlier votes do not count.",
};

const GROUPS_REPLACE_APPROVERS: Notable = {
  type: "Normal",
  reason: "GroupsReplaceApprovers",
  message: "Both groups and approvers are given. The groups are asked, the approvers are not.",
};

const WITHOUT_APPROVAL: readonly Rule<WithoutApproval>[] = [
  cancelRun,
  refuseParameters,
  startRun,
  replaceLeftover,
  refuseTakenName,
  createApproval,
];

function urlOf({ metadata: { namespace = "", name } }: CustomRun, baseUrl: string): string {
  return approvalUrl(baseUrl, { namespace, name });
}

function writeRun(run: CustomRun, outcome: RunOutcome, { nowMs }: PlanContext): Step {
  return { kind: "writeRunStatus", run: { ...run, status: buildRunStatus(run, outcome, nowMs) } };
}
