// Builds approvals as the controller opens them, and moves them on as the doors do.
import type { CancelReason } from "../../src/decision/verdict.ts";
import type { ApprovalTask, RecordedVote } from "../../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../../src/objects/run/custom-run.ts";
import { readParameters } from "../../src/objects/dialects/automatiko/read-parameters.ts";
import { computeDigest } from "../../src/objects/approval/request-digest.ts";
import { makeReferringRun } from "./make-run.ts";
import { formatTime } from "../../src/std/clock.ts";
import { judgeApproval } from "../../src/objects/approval/judge-approval.ts";
import { addVote } from "../../src/objects/approval/add-vote.ts";
import { applyVerdict } from "../../src/objects/approval/apply-verdict.ts";
import { openApproval } from "../../src/objects/approval/open-approval.ts";
import { startApproval } from "../../src/objects/approval/start-approval.ts";
import { makeVote } from "./make-vote.ts";

export const BASE_URL = "https://approve.example";
export const NOW_MS = Date.parse("2026-11-24T10:00:00Z");

/** As W2 creates it for this run. Throws when the run's parameters are refused. */
export function makeCreatedApproval(
  run: CustomRun = makeReferringRun({ approvers: ["mary", "john"] }),
): ApprovalTask {
  const parameters = readParameters(run);
  if (!parameters.ok) throw new Error(parameters.error.map(({ message }) => message).join(" "));
  const created = openApproval(run, parameters.value, NOW_MS);
  return { ...created, metadata: { ...created.metadata, uid: "approval-uid", resourceVersion: "7" } };
}

/** As W3 leaves it: people are asked. */
export function makeWaitingApproval(run?: CustomRun): ApprovalTask {
  const asking = run ?? makeReferringRun({ approvers: ["mary", "john"] });
  return startApproval(makeCreatedApproval(asking), asking, { nowMs: NOW_MS, baseUrl: BASE_URL });
}

/** With one answer more, and the decision if it follows. */
export function withVote(
  task: ApprovalTask,
  by: string,
  decision: RecordedVote["decision"] = "approve",
  vote: Partial<RecordedVote> = {},
): ApprovalTask {
  const digest = computeDigest(task.spec);
  const recorded = makeVote(by, { decision, time: formatTime(NOW_MS), digest, ...vote });
  return addVote(task, recorded, NOW_MS);
}

export function withCancel(task: ApprovalTask, reason: CancelReason): ApprovalTask {
  return applyVerdict(task, NOW_MS, judgeApproval(task, NOW_MS, reason));
}
