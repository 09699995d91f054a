import { html } from "hono/html";
import type { ApprovalView } from "../../approvals/approval-view.ts";
import { parseTime } from "../../std/clock.ts";
import type { Html } from "./html.ts";
import { icon } from "./icon.ts";
import type { Times } from "./times.ts";

/** Due soon is within the hour. */
export const SOON_MS = 3_600_000;

/** Due within the hour, or overdue. */
export function isDue({ deadline }: Pick<ApprovalView, "deadline">, times: Times): boolean {
  const deadlineMs = parseTime(deadline ?? undefined);
  return deadlineMs !== undefined && deadlineMs - times.nowMs < SOON_MS;
}

/** `today 17:30 UTC`, and below it how long that is and whose end it is. */
export function renderDeadline(approval: ApprovalView, times: Times): Html {
  const { deadline, deadlineOf } = approval;
  if (deadline === null)
    return html`<span class="mut">no deadline</span><small>it waits until its run ends</small>`;
  const then = deadlineOf === "pipelineRun" ? "then the pipeline run itself ends" : "then it times out";
  const day = times.day(deadline);
  const shown = isDue(approval, times) ? html`<span class="due">${icon("warn")} ${day}</span>` : day;
  return html`${shown}<small>${times.until(deadline)}, ${then}</small>`;
}
