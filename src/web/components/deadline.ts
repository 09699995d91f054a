import { html } from "hono/html";
import type { ApprovalDetail, ApprovalView } from "../../approvals/approval-view.ts";
import { AT_LIMIT } from "../../objects/approval/judge-deadline.ts";
import { parseTime } from "../../std/clock.ts";
import { describeFailure } from "./consequences.ts";
import type { Html } from "./html.ts";
import { icon } from "./icon.ts";
import type { Times } from "./times.ts";

/** Little of the time to answer is left, or none. */
export function isDue({ dueFrom }: Pick<ApprovalView, "dueFrom">, times: Times): boolean {
  const dueFromMs = parseTime(dueFrom);
  return dueFromMs !== undefined && dueFromMs <= times.nowMs;
}

/** `today 17:30 UTC`, and below it how long that is and what comes then. */
export function renderDeadline(approval: ApprovalView, times: Times): Html {
  const { deadline, deadlineOf } = approval;
  if (deadline === null || deadlineOf === null)
    return html`<span class="mut">no deadline</span><small>it waits until its run ends</small>`;
  const day = times.day(deadline);
  const shown = isDue(approval, times) ? html`<span class="due">${icon("warn")} ${day}</span>` : day;
  const own = isLastAttempt(approval) ? "it times out" : "people are asked again";
  const then = deadlineOf === "approval" ? own : AT_LIMIT[deadlineOf];
  return html`${shown}<small>${times.until(deadline)}, then ${then}</small>`;
}

/** What comes at the deadline, in sentences; empty when there is none. */
export function describeDeadline(approval: ApprovalDetail): string {
  const { deadlineOf, attempt, attempts } = approval;
  if (deadlineOf === null) return "";
  if (deadlineOf !== "approval") return `If it is not decided, it ends when ${AT_LIMIT[deadlineOf]}.`;
  return isLastAttempt(approval)
    ? `Times out if it is not decided. ${describeFailure(approval)}.`
    : `Times out if it is not decided. Everybody is then asked again, in attempt ${attempt + 1} of ${attempts}.`;
}

function isLastAttempt({ attempt, attempts }: Pick<ApprovalView, "attempt" | "attempts">): boolean {
  return attempt >= attempts;
}
