import type { ApprovalRef } from "../../../src/approvals/approvals.ts";

export const HOME_PATH = "/demo";

export const MAILBOX_PATH = `${HOME_PATH}/mailbox`;

/** Where one message of the mailbox is shown. */
export function messagePath(id: string): string {
  return `${MAILBOX_PATH}/${encodeURIComponent(id)}`;
}

/** Where a pipeline run is shown. */
export function runPath({ namespace, name }: ApprovalRef): string {
  return `${HOME_PATH}/runs/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
}

/** The same page with that run of a task, and of its steps that one, opened. */
export function workPath(run: ApprovalRef, taskRun: string, step?: string): string {
  const query = new URLSearchParams({ taskRun, ...(step !== undefined && { step }) });
  return `${runPath(run)}?${query.toString()}#log`;
}

/** What a step has printed, as plain text. */
export function outputPath(run: ApprovalRef, taskRun: string, step: string): string {
  return `${runPath(run)}/output/${encodeURIComponent(taskRun)}/${encodeURIComponent(step)}`;
}
