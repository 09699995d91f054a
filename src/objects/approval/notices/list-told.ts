import type { Assignee } from "../../../decision/assignee.ts";
import { type ApprovalSpec, assigneesOf } from "../approval-task.ts";
import type { NoticeRecord } from "../notice.ts";

/** Those of the people asked whom a record names; none: it is for all of them. */
export function listTold(
  spec: Pick<ApprovalSpec, "approvers" | "groups">,
  { assignees = [] }: Pick<NoticeRecord, "assignees">,
): readonly Assignee[] {
  const asked = assigneesOf(spec);
  return assignees.flatMap((position) => asked[position] ?? []);
}
