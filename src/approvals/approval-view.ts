import type { Answer, Assignee, Strategy } from "../decision/request.ts";
import type { VerdictReason, VerdictState } from "../decision/verdict.ts";
import type { Outlook } from "../objects/run/outlook.ts";
import type { ApprovalSpec, Cancellation, Door } from "../objects/approval/approval-task.ts";
import type { Deadline } from "../objects/approval/judge-deadline.ts";
import type { EarlierNotices, NoticeKind, NoticeState } from "../objects/approval/notice.ts";
import type { MaskedValue } from "../std/mask.ts";

/** An approval as people and the JSON API see it. Times are RFC 3339 in whole seconds; `null` means there is none. */
export interface ApprovalView {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly pipeline: string;
  /** Name of the PipelineRun; `null` for a run that was made by hand. */
  readonly pipelineRun: string | null;
  readonly pipelineRunStanding: PipelineRunStanding;
  /** Name of the pipeline task; `null` for a run that was made by hand. */
  readonly task: string | null;
  readonly title: string;
  readonly description: string;
  readonly strategy: Strategy;
  readonly onReject: ApprovalSpec["onReject"];
  readonly digest: string;
  readonly state: VerdictState;
  readonly reason: VerdictReason;
  readonly message: string;
  readonly responses: { readonly received: number; readonly required: number };
  readonly assignees: readonly Assignee[];
  readonly waitingFor: readonly Assignee[];
  /** True when the pipeline named approvers too, which the groups replaced. */
  readonly groupsReplacedApprovers: boolean;
  /** Those approvers: they are named, and not asked. Else none. */
  readonly replacedApprovers: readonly string[];
  /** Number of stages, and the open one (or the last that was open), from 1. */
  readonly stages: number;
  readonly stage: number;
  /** Which attempt it is, from 1, and how many there may be: one that times out is followed by the next. */
  readonly attempt: number;
  readonly attempts: number;
  readonly votes: readonly VoteView[];
  readonly openedAt: string;
  readonly deadline: string | null;
  readonly deadlineOf: Deadline["of"] | null;
  /** From when on it is due: little of the time to answer is left. */
  readonly dueFrom: string | null;
  readonly decidedAt: string | null;
  /** Who cancelled it here, and why; `null` where nobody did. */
  readonly cancellation: CancellationView | null;
  /** What the pipeline gets; `null` while pending. */
  readonly results: Readonly<Record<string, string>> | null;
  readonly url: string;
}

/**
 * What is known of the PipelineRun that the run claims to belong to. `none`: it claims none. `missing`: there is none of that
 * UID. `unconfirmed`: there is, and it does not name the run as its own, or not yet. `verified`: it does.
 */
export const PIPELINE_RUN_STANDINGS = ["none", "missing", "unconfirmed", "verified"] as const;
export type PipelineRunStanding = (typeof PIPELINE_RUN_STANDINGS)[number];

export interface VoteView {
  readonly by: string;
  readonly decision: Answer;
  readonly comment: string;
  readonly time: string;
  readonly via: Door;
  /** Which authenticator vouched for `by`: `open` when nobody did. */
  readonly issuer: string;
  /** The issuer's permanent ID for the account; absent: the name stands for it. */
  readonly subject?: string;
  /** Absent: the issuer has verified none. */
  readonly email?: string;
  /** From 1. */
  readonly stage: number;
}

export type CancellationView = Omit<Cancellation, "operation">;

/** A vote of an attempt that timed out: on record, and without effect. */
export interface EarlierVoteView extends VoteView {
  readonly attempt: number;
}

/** One message of this attempt, as far as whoever looks may see of it. */
export interface NoticeView {
  readonly kind: NoticeKind;
  /** `mail`, `slack/REFERENCE`, `teams/REFERENCE`; `webhook/ID` for admins alone. */
  readonly channel: string;
  /** Who is told by it; none: all who are asked. */
  readonly to: readonly Assignee[];
  /** The address; `null` where there is none, or it is not shown. */
  readonly recipient: string | null;
  readonly state: NoticeState;
  readonly round: number;
  readonly tries: number;
  /** When it came to this state. */
  readonly time: string;
  readonly nextTry: string | null;
  /** What is wrong; `null` where nothing is, or it is not shown. */
  readonly error: string | null;
  /** Who had it sent again. */
  readonly askedBy: string | null;
  /** Of `voted`: how many of the votes before were not told, or perhaps not. */
  readonly lost: number;
  /** By which it is named to be sent again; `null` for whoever is not an admin. */
  readonly key: string | null;
}

/** An approval with what only its own page needs. */
export interface ApprovalDetail extends ApprovalView {
  /** Parameters of a verified PipelineRun, in its order; values as they stand there, but for secrets. */
  readonly runParameters: readonly MaskedValue[];
  /** True when `pipelineRunStanding` is `verified`. */
  readonly pipelineRunVerified: boolean;
  /** In the order in which they came. */
  readonly earlierVotes: readonly EarlierVoteView[];
  /** Of this attempt, in the order in which they were meant. */
  readonly notices: readonly NoticeView[];
  /** How those of earlier attempts ended; `null` where there are none, and for who is no admin: webhooks are among them. */
  readonly earlierNotices: EarlierNotices | null;
  /** What follows in the pipeline run when it ends. */
  readonly outlook: Outlook;
  readonly resourceVersion: string;
}
