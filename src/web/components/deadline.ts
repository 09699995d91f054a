import { html } from "hono/html";
import type { ApprovalView } from "../../approvals/approval-view.ts";
import type { Deadline } from "../../objects/approval/judge-deadline.ts";
import { parseTime } from "../../std/clock.ts";
import type { Html } from "./html.ts";
import { icon } from "./icon.ts";
import type { Times } from "./times.ts";

/** Little of the time to answer is left, or none. */
export function isDue({ dueFrom }: Pick<ApprovalView, "dueFrom">, times: Times): boolean {
  const dueFromMs = parseTime(dueFrom);
  return dueFromMs !== undefined && dueFromMs <= times.nowMs;
}

const THEN: Readonly<Record<Deadline["of"], string>> = {
  approval: "then it times out",
  tasks: "then the time of the pipeline run’s tasks is up",
  finally: "then the time of the pipeline run’s finally tasks is up",
  pipelineRun: "then the pipeline run itself ends",
};

/** `today 17:30 UTC`, and below it how long that is and whose end it is. */
export function renderDeadline(approval: ApprovalView, times: Times): Html {
  const { deadline, deadlineOf } = approval;
  if (deadline === null)
    return html`<span class="mut">no deadline</span><small>it waits until its run ends</small>`;
  const day = times.day(deadline);
  const shown = isDue(approval, times) ? html`<span class="due">${icon("warn")} ${day}</span>` : day;
  return html`${shown}<small>${times.until(deadline)}, ${THEN[deadlineOf ?? "approval"]}</small>`;
}

const WHAT_COMES: Readonly<Record<Deadline["of"], string>> = {
  approval: "Times out if it is not decided. The task then fails in the pipeline run.",
  tasks: "The time of the pipeline run’s tasks is up, and this approval ends with it.",
  finally: "The time of the pipeline run’s finally tasks is up, and this approval ends with it.",
  pipelineRun: "The pipeline run itself ends, and this approval with it.",
};

/** What comes at the deadline, in sentences; empty when there is none. */
export function describeDeadline({ deadlineOf }: Pick<ApprovalView, "deadlineOf">): string {
  return deadlineOf === null ? "" : WHAT_COMES[deadlineOf];
}
