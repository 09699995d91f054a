// What messages say of a request, in sentences for people: the same in each channel.
import { describeAssignees } from "../decision/describe-verdict.ts";
import { type ApprovalSpec, assigneesOf } from "../objects/approval/approval-task.ts";
import { AT_LIMIT } from "../objects/approval/judge-deadline.ts";
import { formatsOf } from "../std/zone-formats.ts";
import type { Message } from "./message.ts";

/** `ann, bob or a member of ops`: who is asked, whether or not they have voted. */
export function describeAsked(spec: ApprovalSpec): string {
  return describeAssignees(assigneesOf(spec), spec.strategy === "MULTI" ? "assignees" : "people");
}

/** How many must approve. */
export function describeRule({ approval: { spec }, kind }: Message): string {
  switch (spec.strategy) {
    case "SINGLE":
      return "Any one of them decides.";
    case "MULTI":
      return "Each of them has to approve; one rejection rejects.";
    case "FOUR_EYES":
      return kind === "secondStep"
        ? "One person has approved; a second, different person has to approve now."
        : "Two different people have to approve, one after the other; one rejection rejects.";
    case "QUORUM":
      return `${spec.approvalsRequired ?? 1} different people have to approve; one rejection rejects.`;
  }
}

/** By which limit it ends, and what comes if nobody votes. */
export function describeOtherwise({ approval }: Message): string {
  const { deadline, deadlineOf, attempt, spec } = approval;
  const attempts = 1 + (spec.retries ?? 0);
  if (deadline === undefined) return "It has no timeout of its own: it waits until its pipeline run ends.";
  if (deadlineOf !== undefined && deadlineOf !== "approval")
    return `If it is not decided by then, it is cancelled: ${AT_LIMIT[deadlineOf]}.`;
  const limit = deadlineOf === undefined ? "The pipeline run may end before that. " : "";
  return attempt < attempts
    ? `${limit}If it is not decided by then, people are asked again, in attempt ${attempt + 1} of ${attempts}.`
    : `${limit}If it is not decided by then, it times out, and its task fails.`;
}

/** `Tue 24 Nov 2026, 17:30 CET`: whole, as nobody knows when it is read. */
export function formatMoment(time: string, timeZone: string): string {
  const epochMs = Date.parse(time);
  const { weekday, date, hour, zone } = formatsOf(timeZone);
  return `${weekday(epochMs)} ${date(epochMs)}, ${hour(epochMs)} ${zone(epochMs)}`;
}
