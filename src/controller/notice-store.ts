import { findAsking, findPipelineRunIn } from "../approvals/find-asking.ts";
import type { Copies } from "../cluster/watch-cluster.ts";
import type { KubeApi } from "../kube/kube-api.ts";
import { isConflict, isNotFound } from "../kube/kube-error.ts";
import { readIfThere } from "../kube/read-if-there.ts";
import type { NoticeStore } from "../notify/notice-store.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { judgeDeadline } from "../objects/approval/judge-deadline.ts";
import { refOf } from "../objects/ref-of.ts";
import { APPROVAL_TASKS } from "../objects/resources.ts";
import { isRunDone } from "../objects/run/run-status.ts";

interface NoticeStoreParts {
  readonly api: KubeApi;
  /** Told what was read or written, so that nobody needs to wait for the watch. */
  readonly cluster: Pick<Copies, "runs" | "approvals" | "pipelineRuns">;
}

/** Notices where approvals are: in their statuses, at the API server. */
export function createNoticeStore({ api, cluster }: NoticeStoreParts): NoticeStore {
  const findPipelineRun = findPipelineRunIn(cluster);
  return {
    find: (ref) => cluster.approvals.get(ref),
    read: async (ref) => {
      const approval = await readIfThere<ApprovalTask>(api, APPROVAL_TASKS, ref);
      if (approval !== undefined) cluster.approvals.observe(approval);
      return approval;
    },
    write: async (approval) => {
      try {
        const written = await api.updateStatus(APPROVAL_TASKS, approval);
        cluster.approvals.observe(written);
        return written;
      } catch (error) {
        if (isConflict(error) || isNotFound(error)) return undefined;
        throw error;
      }
    },
    isRunOver: (approval) => {
      const run = cluster.runs.get(refOf(approval));
      return run === undefined || run.metadata.uid !== approval.spec.run.uid || isRunDone(run);
    },
    findLimits: (approval) => {
      const { standing, pipelineRun } = findAsking(approval, findPipelineRun);
      const deadline = judgeDeadline(approval, pipelineRun);
      return { areSettled: standing === "verified" || standing === "none", ...(deadline && { deadline }) };
    },
  };
}
