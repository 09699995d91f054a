import type { KubeApi } from "../src/kube/kube-api.ts";
import type { ApprovalTask } from "../src/objects/approval/approval-task.ts";
import { changeNotices, moveNotice } from "../src/objects/approval/notices/change-notices.ts";
import { intendNotices } from "../src/objects/approval/notices/intend-notices.ts";
import type { Telling } from "../src/objects/approval/notices/telling.ts";
import { APPROVAL_TASKS } from "../src/objects/resources.ts";
import { formatTime } from "../src/std/clock.ts";
import { forEachOf } from "./for-each-of.ts";

const AT_ONCE = 32;
/** Nothing is sent while it is measured. */
const NEXT_TRY_MS = 60 * 60_000;

/** Adds a notice to every approval of a namespace, in the product's place: one that was refused, and waits for its next try. */
export async function addOpenNotices(api: KubeApi, namespace: string, telling: Telling): Promise<void> {
  const { items } = await api.list<ApprovalTask>(APPROVAL_TASKS, { namespace });
  await forEachOf(items, AT_ONCE, async (task) => {
    await api.updateStatus(APPROVAL_TASKS, addOpenNotice(task, telling, Date.now()));
  });
}

function addOpenNotice(task: ApprovalTask, telling: Telling, nowMs: number): ApprovalTask {
  const error = "programs.example.com answered 503.";
  const nextTry = formatTime(nowMs + NEXT_TRY_MS);
  return changeNotices(intendNotices(task, [telling], nowMs), (notice) => ({
    ...moveNotice(notice, "waiting", nowMs, { error, nextTry }),
    tries: 1,
  }));
}
