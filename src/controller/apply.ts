import type { Copies } from "../cluster/watch-cluster.ts";
import type { DeleteOptions, KubeApi, KubeObject } from "../kube/kube-api.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { refOf } from "../objects/ref-of.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../objects/resources.ts";
import type { EventRecorder } from "./event-recorder.ts";
import type { Step } from "./step.ts";

export interface ApplyDependencies {
  readonly api: KubeApi;
  readonly events: EventRecorder;
  /** Told what a write returned, so that the next step need not wait for the watch. */
  readonly cluster: Copies;
}

/**
 * Carries out one step: the only place where the controller writes. Every write is guarded by the `resourceVersion` or
 * the UID of what was gathered, so that whoever decided on something older loses and looks again.
 */
export async function apply(deps: ApplyDependencies, step: Exclude<Step, { kind: "wait" }>): Promise<void> {
  const { api, events, cluster } = deps;
  switch (step.kind) {
    case "writeRunStatus":
      cluster.runs.observe(await api.updateStatus(CUSTOM_RUNS, step.run));
      events.record(step.run, step.notable);
      return;
    case "createApproval": {
      const created = await api.create(APPROVAL_TASKS, step.approval);
      cluster.approvals.observe(created);
      for (const notable of step.notables) events.record(created, notable);
      return;
    }
    case "writeApprovalStatus":
      cluster.approvals.observe(await api.updateStatus(APPROVAL_TASKS, step.approval));
      events.record(step.approval, step.notable);
      if (step.run !== undefined) events.record(step.run, step.notable);
      return;
    case "labelApproval": {
      const { resourceVersion } = step.approval.metadata;
      const body = { metadata: { resourceVersion, labels: step.labels } };
      const ref = refOf(step.approval);
      cluster.approvals.observe(await api.patch<ApprovalTask>(APPROVAL_TASKS, ref, { type: "merge", body }));
      events.record(step.approval, step.notable);
      return;
    }
    case "deleteApproval": {
      await api.delete(APPROVAL_TASKS, refOf(step.approval), guardOf(step.approval));
      return;
    }
    default:
      throw new Error(`No such step: ${JSON.stringify(step satisfies never)}`);
  }
}

/** That very object, as it was read: one that has been answered, or made anew, since then is not deleted. */
function guardOf({ metadata: { uid, resourceVersion } }: KubeObject): DeleteOptions {
  if (uid === undefined || resourceVersion === undefined) throw new Error("Read it before deleting it.");
  return { uid, resourceVersion };
}
