// What programs are told: an event of CloudEvents 1.0, whole and as JSON ("structured mode"). Its data is described by
// docs/reference/webhook-event.schema.json; what stands in it stays, and more may come.
import type { Strategy } from "../../../decision/request.ts";
import type { Assignee } from "../../../decision/assignee.ts";
import type { END_STATES, VerdictReason } from "../../../decision/verdict.ts";
import { assigneesOf } from "../../../objects/approval/approval-task.ts";
import { formatTime } from "../../../std/clock.ts";
import type { Message, ToldVote } from "../../message.ts";

export const EVENT_KINDS = ["opened", "voted", "decided", "expired", "cancelled"] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export interface ApprovalEvent {
  readonly specversion: "1.0";
  /** Of the notice: the same when it is sent again. */
  readonly id: string;
  /** Where this Countersign is. */
  readonly source: string;
  readonly type: `dev.countersign.approval.${EventKind}.v1`;
  /** `NAMESPACE/NAME` of the approval. */
  readonly subject: string;
  /** When it came to it, not when it is sent. */
  readonly time: string;
  readonly datacontenttype: "application/json";
  readonly data: EventData;
}

interface EventData {
  readonly approval: {
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
    readonly attempt: number;
    readonly url: string;
    readonly title: string;
    readonly description?: string;
    readonly strategy: Strategy;
    readonly approvalsRequired?: number;
    readonly assignees: readonly Assignee[];
    readonly pipeline: string;
    readonly pipelineRun?: string;
    readonly task?: string;
    readonly startTime?: string;
    readonly deadline?: string;
  };
  /** What the event is about; of `voted` alone. */
  readonly vote?: ToldVote;
  /** Those of this attempt so far, in the order they were taken. */
  readonly votes: readonly ToldVote[];
  readonly decision?: {
    readonly state: (typeof END_STATES)[number];
    readonly reason: VerdictReason;
    readonly message: string;
    readonly time: string;
  };
}

/** Undefined where there is nothing that programs are told of. */
export function findEventKind({ kind, approval }: Message): EventKind | undefined {
  switch (kind) {
    case "request":
      return "opened";
    case "voted":
      return "voted";
    case "secondStep":
      return undefined;
    case "outcome":
      return approval.decision && ENDINGS[approval.decision.state];
  }
}

const ENDINGS: Readonly<Record<(typeof END_STATES)[number], EventKind>> = {
  approved: "decided",
  rejected: "decided",
  timedOut: "expired",
  cancelled: "cancelled",
};

/** @param nowMs for what has no time of its own. */
export function writeEvent(message: Message, kind: EventKind, nowMs: number): ApprovalEvent {
  const { approval, key } = message;
  const { namespace, name, votes, decision } = approval;
  const vote = findVote(message);
  return {
    specversion: "1.0",
    id: key,
    source: new URL(approval.url).origin,
    type: `dev.countersign.approval.${kind}.v1`,
    subject: `${namespace}/${name}`,
    time: findTime(message) ?? formatTime(nowMs),
    datacontenttype: "application/json",
    data: {
      approval: tellApproval(approval),
      ...(vote && { vote: tellVote(vote) }),
      votes: votes.map(tellVote),
      ...(decision && { decision: tellDecision(decision) }),
    },
  };
}

/** A vote is told as it was when it was taken: it is the last one. */
function findVote({ kind, approval }: Message): ToldVote | undefined {
  return kind === "voted" ? approval.votes.at(-1) : undefined;
}

function findTime(message: Message): string | undefined {
  const { startTime, decision } = message.approval;
  return findVote(message)?.time ?? decision?.time ?? startTime;
}

function tellApproval(approval: Message["approval"]): EventData["approval"] {
  const { namespace, name, uid, attempt, url, spec, startTime, deadline } = approval;
  return {
    namespace,
    name,
    uid,
    attempt,
    url,
    title: spec.title,
    ...(spec.description !== undefined && { description: spec.description }),
    strategy: spec.strategy,
    ...(spec.approvalsRequired !== undefined && { approvalsRequired: spec.approvalsRequired }),
    assignees: assigneesOf(spec),
    pipeline: spec.pipeline,
    ...(spec.pipelineRun && { pipelineRun: spec.pipelineRun.name }),
    ...(spec.task !== undefined && { task: spec.task }),
    ...(startTime !== undefined && { startTime }),
    ...(deadline !== undefined && { deadline }),
  };
}

/** Field by field: what else comes to stand there is not told before somebody decides that it is. */
function tellVote({ by, answer, comment, time }: ToldVote): ToldVote {
  return { by, answer, comment, time };
}

function tellDecision({ state, reason, message, time }: NonNullable<EventData["decision"]>) {
  return { state, reason, message, time };
}
