// What a channel is given to say: plain data of one approval, for one recipient. Channels escape it for what they write.
import type { Answer } from "../decision/request.ts";
import type { Ending } from "../decision/verdict.ts";
import type { NoticeKind } from "../objects/approval/notice.ts";
import type { ApprovalSpec } from "../objects/approval/approval-task.ts";
import type { Deadline } from "../objects/approval/judge-deadline.ts";

/** One vote, as it may be told. */
export interface ToldVote {
  readonly by: string;
  readonly answer: Answer;
  readonly comment: string;
  /** RFC 3339, whole seconds. */
  readonly time: string;
}

export interface Message {
  readonly kind: NoticeKind;
  /** The same for each try of the same notice, and for no other: letters, digits and `-`, at most 64 characters. */
  readonly key: string;
  /** The same for every notice of one approval and attempt to one recipient: what belongs together is shown together. */
  readonly thread: string;
  readonly round: number;
  /** An e-mail address; absent where the channel is the recipient. */
  readonly recipient?: string;
  /** The names of the assignees who are told by it; empty when it is all of them. */
  readonly toNames: readonly string[];
  readonly approval: {
    readonly namespace: string;
    readonly name: string;
    readonly uid: string;
    readonly attempt: number;
    /** Of its page. */
    readonly url: string;
    readonly spec: ApprovalSpec;
    /** When it opened, and until when people can vote, whichever limit comes first; RFC 3339. */
    readonly startTime?: string;
    readonly deadline?: string;
    /** Whose limit that is; absent while the pipeline run's limits are not known. */
    readonly deadlineOf?: Deadline["of"];
    /** Who may still answer, as a sentence's part. */
    readonly waitingFor?: string;
    /** Votes of this attempt, in the order they were taken. */
    readonly votes: readonly ToldVote[];
    /** How it ended, when it has. */
    readonly decision?: Ending & { readonly time: string };
  };
  /** For this recipient alone; absent: they sign in. */
  readonly link?: { readonly url: string; readonly code: string };
}
