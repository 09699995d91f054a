import { describeCancelled } from "../../src/decision/describe-verdict.ts";
import { explainRefusal } from "../../src/decision/explain-refusal.ts";
import {
  type CancelReason,
  type VerdictReason,
  type VerdictState,
  VOTE_REFUSALS,
  type VoteRefusal,
} from "../../src/decision/verdict.ts";
import { STORED_IN } from "../../src/objects/dialects/find-dialect.ts";
import type { RunReason } from "../../src/objects/run/run-outcome.ts";
import { buildApproval } from "../../test/kit/web/build-approval.ts";
import { viewOf } from "../../test/kit/web/memory-approvals.ts";
import { problemOfVote } from "../../src/web/problems/vote-problem.ts";
import type { Sections } from "./fill-sections.ts";
import { formatTable } from "./format-table.ts";

/** `docs/reference/reasons.md`. The compiler sees to it that no reason of a closed set is forgotten. */
export function renderReasonSections(): Sections {
  return {
    run: formatTable(["reason", "`Succeeded`", "means"], renderRows(RUN)),
    verdict: formatTable(["reason", "label `decision`", "means"], renderRows(VERDICT)),
    refusals: formatTable(["reason", "status", "what the person reads"], VOTE_REFUSALS.map(describeRefusal)),
  };
}

type Rows<Reason extends string> = Readonly<Record<Reason, readonly [where: string, meaning: string]>>;

const RUN: Rows<RunReason> = {
  Pending: ["`Unknown`", "People are asked. The message says who, until when, and where."],
  Approved: ["`True`", "Approved. The message names who did."],
  Rejected: ["`True`; with `onReject: fail` `False`", "Rejected. The message names who did."],
  CustomRunTimedOut: ["`False`", "Too few people voted in time, and no attempt is left."],
  CustomRunCancelled: [
    "`False`",
    "Tekton or somebody cancelled the run or its approval, or its PipelineRun ended.",
  ],
  ApprovalParametersInvalid: [
    "`False`",
    "Nothing was asked. The message names each parameter that is wrong.",
  ],
  ApprovalNameTaken: [
    "`False`",
    "An ApprovalTask with the run's name already exists, and it belongs to somebody else or asks for something else. It is left alone, and nothing was asked.",
  ],
};

const VERDICT: Rows<VerdictReason> = {
  WaitingForVotes: [labelOf("pending"), "It waits. `status.waitingFor` says for whom."],
  QuorumReached: [labelOf("approved"), "Enough people have approved."],
  RejectedByVote: [labelOf("rejected"), "One rejection is enough."],
  DeadlinePassed: [labelOf("timedOut"), "Time ran out before enough people had voted."],
  CancelledByPerson: cancelledBy("CancelledByPerson"),
  RunCancelled: cancelledBy("RunCancelled"),
  RunDeleted: cancelledBy("RunDeleted"),
  RunNotOurs: cancelledBy("RunNotOurs"),
  RunEnded: cancelledBy("RunEnded"),
  PipelineRunTimedOut: cancelledBy("PipelineRunTimedOut"),
  PipelineRunFinished: cancelledBy("PipelineRunFinished"),
  PipelineRunGone: cancelledBy("PipelineRunGone"),
};

function labelOf(state: VerdictState): string {
  return `\`${STORED_IN.buildStateLabels(state, { received: 0, required: 1 }).decision}\``;
}

function cancelledBy(reason: CancelReason): readonly [where: string, meaning: string] {
  return [labelOf("cancelled"), describeCancelled(reason)];
}

function renderRows(rows: Rows<string>): readonly (readonly string[])[] {
  return Object.entries(rows).map(([reason, [where, meaning]]) => [`\`${reason}\``, where, meaning]);
}

function describeRefusal(refusal: VoteRefusal): readonly string[] {
  const approval = viewOf(buildApproval());
  const { status } = problemOfVote(approval, { kind: "refused", refusal, message: "", approval });
  return [`\`${refusal}\``, String(status), explainRefusal(refusal)];
}
