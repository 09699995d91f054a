// The floor: a client that knows everything beforehand and does the same writes, with the same content, and nothing else.
import { approvalUrl } from "../src/objects/approval/approval-url.ts";
import { addVote } from "../src/objects/approval/add-vote.ts";
import { openApproval } from "../src/objects/approval/open-approval.ts";
import { startApproval } from "../src/objects/approval/start-approval.ts";
import type { KubeApi } from "../src/kube/kube-api.ts";
import { STORED_IN } from "../src/objects/dialects/find-dialect.ts";
import { listCountedVotes } from "../src/objects/approval/approval-request.ts";
import type { ApprovalTask, RecordedVote } from "../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../src/objects/run/custom-run.ts";
import { readParameters } from "../src/objects/dialects/automatiko/read-parameters.ts";
import { computeDigest } from "../src/objects/approval/request-digest.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../src/objects/resources.ts";
import { describeEndedRun, describePendingRun } from "../src/objects/run/run-outcome.ts";
import { buildRunStatus } from "../src/objects/run/run-status.ts";
import { formatTime } from "../src/std/clock.ts";

/** An approval that waits, and its run. */
export interface Opened {
  readonly run: CustomRun;
  readonly task: ApprovalTask;
}

/** W1, W2, W3 of a run that has just been created. `baseUrl` is that of the product in whose place it writes. */
export async function openBare(api: KubeApi, created: CustomRun, baseUrl: string): Promise<Opened> {
  const nowMs = Date.now();
  const { name, namespace = "" } = created.metadata;
  const parameters = readParameters(created);
  if (!parameters.ok) throw new Error(parameters.error.map(({ message }) => message).join(" "));
  const asked = openApproval(created, parameters.value, nowMs);
  const waiting = describePendingRun(asked, approvalUrl(baseUrl, { namespace, name }));
  const pending = { ...created, status: buildRunStatus(created, waiting, nowMs) };
  const run = await api.updateStatus(CUSTOM_RUNS, pending);
  const task = await api.create(APPROVAL_TASKS, openApproval(run, parameters.value, nowMs));
  const started = startApproval(task, run, { nowMs, baseUrl });
  return { run, task: await api.updateStatus(APPROVAL_TASKS, started) };
}

/** W6, W7. @returns what is there then, for `labelBare`. */
export async function decideBare(api: KubeApi, { run, task }: Opened, by: string): Promise<ApprovalTask> {
  const nowMs = Date.now();
  const vote: RecordedVote = {
    by,
    issuer: "open",
    decision: "approve",
    comment: "bench",
    time: formatTime(nowMs),
    via: "api",
    digest: computeDigest(task.spec),
    attempt: 1,
    stage: 1,
    assignees: [0],
  };
  const decided = await api.updateStatus(APPROVAL_TASKS, addVote(task, vote, nowMs));
  const ending = decided.status?.decision;
  if (ending === undefined) throw new Error("the bare vote decided nothing");
  const outcome = describeEndedRun(run, { ending, onReject: "continue", votes: listCountedVotes(decided) });
  await api.updateStatus(CUSTOM_RUNS, { ...run, status: buildRunStatus(run, outcome, nowMs) });
  return decided;
}

/** W8. */
export async function labelBare(api: KubeApi, { metadata }: ApprovalTask): Promise<void> {
  const labels = STORED_IN.buildStateLabels("approved", { received: 1, required: 2 });
  const ref = { namespace: metadata.namespace ?? "", name: metadata.name };
  await api.patch(APPROVAL_TASKS, ref, {
    type: "merge",
    body: { metadata: { resourceVersion: metadata.resourceVersion, labels } },
  });
}
