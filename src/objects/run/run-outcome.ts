import { describeAssignees } from "../../decision/describe-verdict.ts";
import type { Ending } from "../../decision/verdict.ts";
import { formatTime } from "../../std/clock.ts";
import { type AskedApproval, readRequest } from "../approval/approval-request.ts";
import type { ApprovalSpec } from "../approval/approval-task.ts";
import { cutTo } from "../characters.ts";
import type { Condition } from "../condition.ts";
import { describeParameterErrors, type ParameterError } from "../parameters/parameter-error.ts";
import type { ResultsInput, RunResult } from "../dialects/dialect.ts";
import { dialectOf } from "../dialects/find-dialect.ts";
import type { CustomRun } from "./custom-run.ts";

/** Reasons of the run's `Succeeded` condition. Closed: pipelines branch on them. */
export type RunReason =
  | "Pending"
  | "Approved"
  | "Rejected"
  | "CustomRunTimedOut"
  | "CustomRunCancelled"
  | "ApprovalParametersInvalid"
  | "ApprovalNameTaken";

/** What a run's status should say. */
export interface RunOutcome extends Pick<Condition, "status" | "message"> {
  readonly reason: RunReason;
  /** All of them when the run is done, none before. */
  readonly results: readonly RunResult[];
}

/** Begins what a run says while people are asked. */
export const WAITING = "Waiting for ";

/**
 * Who is asked, until when, and where: of the request alone, and not of the votes, so that the run is written twice and not
 * once for each of them.
 */
export function describePendingRun(approval: AskedApproval, approvalUrl: string): RunOutcome {
  return {
    status: "Unknown",
    reason: "Pending",
    message: `${describeAsked(approval)}: ${approvalUrl}`,
    results: [],
  };
}

/** Of a name in a sentence, as stored: three of them leave an Event room for the address. */
const NAME_BYTES = 96;

function describeAsked(approval: AskedApproval): string {
  const { stages, deadlineMs } = readRequest(approval);
  const required = stages.reduce((sum, stage) => sum + stage.required, 0);
  const wanted = required === 1 ? "an approval" : `${required} approvals`;
  const { assignees = [], counts = "people" } = stages[0] ?? {};
  const people = assignees.map(({ kind, name }) => ({ kind, name: cutTo(name, NAME_BYTES) }));
  return `${WAITING}${wanted} by ${describeAssignees(people, counts)}${describeUntil(approval, deadlineMs)}`;
}

/**
 * Which limit of the PipelineRun ends the run is not known yet when it is told that it waits, and nobody comes back to tell
 * it: that of its tasks, say, long before the PipelineRun itself ends, or before the run's own.
 */
function describeUntil({ spec }: AskedApproval, deadlineMs: number | undefined): string {
  if (deadlineMs === undefined)
    return spec.pipelineRun === undefined ? "" : " for as long as its PipelineRun allows";
  const atMost = spec.pipelineRun === undefined ? "" : ", at most";
  return `${atMost} until ${formatTime(deadlineMs)}`;
}

/** What a run is told while it waits and nobody can answer: not yet, or not any more. */
export const NOBODY_ASKED = { yet: "Nobody is asked yet:", anyMore: "Nobody is asked any more:" } as const;

/** Begins what the end of a run says of what was in the way. */
export const HELD_UP = "It was held up:";

const GOES_ON = "Once nothing is in the way any more, it goes on by itself.";

/** The run still waits, and something is in the way of its approval: `obstacle` is a sentence. */
export function describeHeldUpRun(since: keyof typeof NOBODY_ASKED, obstacle: string): RunOutcome {
  return {
    status: "Unknown",
    reason: "Pending",
    message: `${NOBODY_ASKED[since]} ${obstacle} ${GOES_ON}`,
    results: [],
  };
}

export interface EndedRunInput {
  readonly ending: Ending;
  readonly onReject: ApprovalSpec["onReject"];
  /** The votes that count, in order. */
  readonly votes: ResultsInput["votes"];
}

/**
 * A rejected run succeeds with the result `decision=false`, because Automatiko's pipelines branch on it, unless
 * `onReject` is `fail`. Only the reason `CustomRunCancelled` counts as cancelled for Tekton (contract C49).
 */
export function describeEndedRun(run: CustomRun, { ending, onReject, votes }: EndedRunInput): RunOutcome {
  const { state, message } = ending;
  const results = dialectOf(run).buildResults({ approved: state === "approved", votes });
  switch (state) {
    case "approved":
      return { status: "True", reason: "Approved", message, results };
    case "rejected":
      return { status: onReject === "continue" ? "True" : "False", reason: "Rejected", message, results };
    case "timedOut":
      return { status: "False", reason: "CustomRunTimedOut", message, results };
    case "cancelled":
      return { status: "False", reason: "CustomRunCancelled", message, results };
  }
}

/** A run that never opens an approval, because nobody could say of what. */
export function describeInvalidRun(run: CustomRun, errors: readonly ParameterError[]): RunOutcome {
  return describeUnopenedRun(run, "ApprovalParametersInvalid", describeParameterErrors(errors));
}

/** A run whose name is taken by an ApprovalTask that is not its own. */
export function describeNameTakenRun(run: CustomRun): RunOutcome {
  return describeUnopenedRun(
    run,
    "ApprovalNameTaken",
    `The ApprovalTask ${run.metadata.name} exists and does not belong to this run: delete it, or give the run another name. Then run the pipeline again.`,
  );
}

/** The ApprovalTask is under this run's name and UID, and these fields of its `spec` are not what the run asks for. */
export function describeForeignRequestRun(run: CustomRun, fields: readonly string[]): RunOutcome {
  const named = fields.map((field) => `spec.${field}`).join(", ");
  return describeUnopenedRun(
    run,
    "ApprovalNameTaken",
    `The ApprovalTask ${run.metadata.name} does not ask for what this run asks for: ${named} differs. Either somebody else made it: delete it. Or the cluster's definition of ApprovalTask is older than this Countersign and drops fields: apply deploy/crds/approvaltasks.yaml. Then run the pipeline again.`,
  );
}

function describeUnopenedRun(run: CustomRun, reason: RunReason, message: string): RunOutcome {
  const results = dialectOf(run).buildResults({ approved: false, votes: [] });
  return { status: "False", reason, message, results };
}
