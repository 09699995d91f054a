// What is written next where the run has no approval yet, or none any more.
import { explainClosing } from "../objects/run/closing-reason.ts";
import { isBeingDeleted } from "../objects/being-deleted.ts";
import type { ApprovalParameters } from "../objects/dialects/dialect.ts";
import { findSuspiciousNames } from "../objects/parameters/suspicious-names.ts";
import { openApproval } from "../objects/approval/open-approval.ts";
import { startApproval } from "../objects/approval/start-approval.ts";
import {
  describeEndedRun,
  describeInvalidRun,
  describeNameTakenRun,
  describePendingRun,
  NOBODY_ASKED,
} from "../objects/run/run-outcome.ts";
import { isTold, readPendingMessage } from "../objects/run/run-status.ts";
import { parseTime } from "../std/clock.ts";
import { describeLeaving, holdUp } from "./hold-up.ts";
import { urlOf, writeRun, type Rule, type WithoutApproval } from "./rule.ts";
import type { Notable } from "./step.ts";
import { noteMissing } from "./telling-rules.ts";

/** Cancelled, or its PipelineRun ended, before anybody was asked. */
export const cancelRun: Rule<WithoutApproval> = ({ run, closing }, context) => {
  if (closing === undefined) return undefined;
  const ending = { state: "cancelled", reason: closing.reason, message: explainClosing(closing) } as const;
  return writeRun(run, describeEndedRun(run, { ending, onReject: "continue", votes: [] }), context);
};

export const refuseParameters: Rule<WithoutApproval> = ({ run }, context) => {
  const parameters = context.readParameters(run);
  return parameters.ok ? undefined : writeRun(run, describeInvalidRun(run, parameters.error), context);
};

/** W1, with who will be asked and until when. */
export const startRun: Rule<WithoutApproval> = ({ run }, context) => {
  const { nowMs, baseUrl } = context;
  const parameters = context.readParameters(run);
  if (!parameters.ok || isTold(run, nowMs)) return undefined;
  // As it will be once the run has its start, which is in whole seconds.
  const startMs = Math.floor(nowMs / 1_000) * 1_000;
  const asked = startApproval(openApproval(run, parameters.value, nowMs), run, { nowMs: startMs, baseUrl });
  return writeRun(run, describePendingRun(asked, urlOf(run, baseUrl)), context);
};

/** What is on its way out is neither ours to delete nor to be judged: it is waited for. */
export const waitForStranger: Rule<WithoutApproval> = (snapshot, context) => {
  const { stranger } = snapshot;
  if (stranger === undefined || !isBeingDeleted(stranger)) return undefined;
  return holdUp(snapshot, { since: "yet", what: describeLeaving(stranger) }, context);
};

/** An object of that name whose run, of the same name, is gone: Tekton made the run anew (contract C29, C34). */
export const replaceLeftover: Rule<WithoutApproval> = ({ run, stranger }) => {
  const owner = stranger?.metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (stranger === undefined || owner === undefined) return undefined;
  const isOfGoneRun =
    owner.kind === run.kind && owner.name === run.metadata.name && owner.uid !== run.metadata.uid;
  return isOfGoneRun ? { kind: "deleteApproval", approval: stranger } : undefined;
};

export const refuseTakenName: Rule<WithoutApproval> = ({ run, stranger }, context) =>
  stranger === undefined ? undefined : writeRun(run, describeNameTakenRun(run), context);

/** W2. */
export const createApproval: Rule<WithoutApproval> = ({ run, toldNow }, context) => {
  const { nowMs } = context;
  const parameters = context.readParameters(run);
  if (!parameters.ok) return undefined;
  const approval = openApproval(run, parameters.value, nowMs);
  const waitedMs = nowMs - (parseTime(run.status?.startTime) ?? nowMs);
  const wasAsked = !toldNow && !readPendingMessage(run).startsWith(NOBODY_ASKED.yet);
  const isAskedAgain = wasAsked && waitedMs >= ASKED_AGAIN_AFTER_MS;
  const notables = [
    ...noteAssignees(parameters.value),
    ...noteMissing(approval, context),
    ...(isAskedAgain ? [ASKED_AGAIN] : []),
  ];
  return { kind: "createApproval", approval, notables };
};

/**
 * W2 follows W1 at once: a run that was told before had an approval, and somebody deleted it. Unless another replica is
 * about to make it, which takes less than this.
 */
const ASKED_AGAIN_AFTER_MS = 2_000;

export const ASKED_AGAIN: Notable = {
  type: "Warning",
  reason: "ApprovalAskedAgain",
  message:
    "The run was waiting, but its ApprovalTask was gone. People are asked again; earlier votes do not count.",
};

/** What its author may not have meant, though it can be asked. */
function noteAssignees({
  groups,
  approvers,
}: Pick<ApprovalParameters, "groups" | "approvers">): readonly Notable[] {
  const [suspicious] = findSuspiciousNames(groups.length > 0 ? groups : approvers);
  return [
    ...(groups.length > 0 && approvers.length > 0 ? [GROUPS_REPLACE_APPROVERS] : []),
    ...(suspicious === undefined ? [] : [noteBlankInName(suspicious)]),
  ];
}

function noteBlankInName(name: string): Notable {
  const several = JSON.stringify(name.split(/\s+/u));
  return {
    type: "Warning",
    reason: "BlankInName",
    message: `${JSON.stringify(name)} is asked as one name with a space in it. If these are several names, give each its own entry: ${several}.`,
  };
}

const GROUPS_REPLACE_APPROVERS: Notable = {
  type: "Normal",
  reason: "GroupsReplaceApprovers",
  message: "Both groups and approvers are given. The groups are asked, the approvers are not.",
};
