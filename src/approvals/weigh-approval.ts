import type { ApprovalTask } from "../objects/approval/approval-task.ts";

/** What an approval's view has beside what people wrote, about. */
const FRAME = 1_500;

/** How many characters the view of an approval has as JSON, about: of the texts that can be long. */
export function weighApproval({ spec, status }: ApprovalTask): number {
  const names = [...(spec.approvers ?? []), ...(spec.groups ?? [])];
  const comments = (status?.votes ?? []).map(({ comment }) => comment);
  const results = Object.values(status?.results ?? {});
  const people = lengthOf(names);
  // People stand among those asked and among those it waits for.
  return FRAME + 2 * people + (spec.description ?? "").length + lengthOf(comments) + lengthOf(results);
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}
