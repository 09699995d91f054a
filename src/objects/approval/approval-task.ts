import type { Answer, Assignee, Stage, Strategy } from "../../decision/request.ts";
import type { Ending, VerdictReason } from "../../decision/verdict.ts";
import type { Condition } from "../condition.ts";
import type { EarlierNotices, NoticeRecord } from "./notice.ts";
import type { ObjectMeta } from "../../kube/kube-api.ts";

export const APPROVAL_API_VERSION = "tekton.automatiko.io/v1beta1";
export const APPROVAL_KIND = "ApprovalTask";

/**
 * Bounds: in the CRD and at every door. Lengths are characters unless the name says bytes, which are counted as stored,
 * see `countStoredBytes`: those the CRD cannot check, and the doors do.
 */
export const BOUNDS = {
  assignees: 100,
  name: 253,
  nameBytes: 512,
  issuer: 64,
  subject: 64,
  title: 120,
  description: 16_384,
  comment: 2_000,
  commentBytes: 4_096,
  cancelReason: 400,
  url: 2_048,
  votes: 256,
  operation: 64,
  keyId: 32,
  /** 64 bytes in base64. */
  signature: 88,
  /** `notifyOnSlack` and `notifyOnTeams`. */
  notify: 1_024,
  /** Sentences in statuses; as many bytes as stored, see `cutTo`. */
  message: 4_096,
} as const;

/** What a rejection does to the run: it goes on with the result `decision=false`, or fails. */
export const ON_REJECT = ["continue", "fail"] as const;

/** How a vote comes in. */
export const DOORS = ["web", "api", "link"] as const;
export type Door = (typeof DOORS)[number];

/** Automatiko's words for where an approval stands. */
export const STATUS_WORDS = ["pending", "completed", "timedout", "cancelled"] as const;

/** The request: frozen when the approval opens (the CRD refuses a change). Automatiko's fields, and ours beside them. */
export interface ApprovalSpec {
  readonly pipeline: string;
  readonly description?: string;
  readonly approvers?: readonly string[];
  readonly groups?: readonly string[];
  readonly strategy: Strategy;
  readonly notifyOnSlack?: string;
  readonly notifyOnTeams?: string;
  readonly title: string;
  /** Set for QUORUM alone. */
  readonly approvalsRequired?: number;
  readonly onReject: (typeof ON_REJECT)[number];
  /** How many attempts may follow one that times out; absent: none. */
  readonly retries?: number;
  /** Which run asks. The UID is the identity; the names are for people. */
  readonly run: { readonly name: string; readonly uid: string };
  /** From the run's labels; absent when the run was made by hand. */
  readonly task?: string;
  readonly pipelineRun?: { readonly name: string; readonly uid: string };
}

/** One person's answer, as recorded. Never edited, moved or removed (the CRD refuses it). */
export interface RecordedVote {
  readonly by: string;
  /** Which authenticator vouched for `by`: `open` when nobody did. */
  readonly issuer: string;
  /** The issuer's permanent ID for the account, in ASCII; absent: the name stands for it. */
  readonly subject?: string;
  /** The voter's address, if the issuer has verified it. Name and address together take no more than `nameBytes`. */
  readonly email?: string;
  readonly decision: Answer;
  readonly comment: string;
  readonly time: string;
  readonly via: Door;
  /** The request's digest at the time of the vote: `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  readonly attempt: number;
  readonly stage: number;
  readonly assignees: readonly number[];
  /** The sender's name for this operation, so that a repeat is recognized. */
  readonly operation?: string;
  /** Absent in a vote that was not signed; none is yet. */
  readonly signature?: Signature;
}

interface Signature {
  readonly keyId: string;
  /** Ed25519, in base64. */
  readonly value: string;
}

/** Who ended it before it was decided, and why. */
export interface Cancellation {
  readonly by: string;
  /** As in a vote. */
  readonly issuer: string;
  readonly subject?: string;
  /** What they wrote, on one line. */
  readonly reason: string;
  readonly via: Door;
  readonly operation?: string;
}

/** The recorded terminal verdict. Written once. */
export interface Decision extends Ending {
  readonly time: string;
  /** Only where somebody cancelled it here. */
  readonly cancellation?: Cancellation;
}

export interface ApprovalStatus {
  readonly status?: (typeof STATUS_WORDS)[number];
  readonly message?: string;
  readonly reason?: VerdictReason;
  readonly approvalUrl?: string;
  /** Who may still answer, as a text for people; absent when it has ended. */
  readonly waitingFor?: string;
  readonly results?: Readonly<Record<string, string>>;
  readonly conditions?: readonly Condition[];
  readonly attempt?: number;
  readonly stages?: readonly Stage[];
  readonly startTime?: string;
  readonly deadline?: string;
  readonly completionTime?: string;
  readonly votes?: readonly RecordedVote[];
  readonly decision?: Decision;
  /** What people and programs are told of this attempt; absent where nobody is. */
  readonly notices?: readonly NoticeRecord[];
  /** What became of those of earlier attempts. */
  readonly earlierNotices?: EarlierNotices;
}

export interface ApprovalTask {
  readonly apiVersion: typeof APPROVAL_API_VERSION;
  readonly kind: typeof APPROVAL_KIND;
  readonly metadata: ObjectMeta;
  readonly spec: ApprovalSpec;
  readonly status?: ApprovalStatus;
}

/** The assignees a spec names: groups win over approvers when both are given, as in Automatiko. */
export function assigneesOf(spec: Pick<ApprovalSpec, "approvers" | "groups">): readonly Assignee[] {
  const groups = spec.groups ?? [];
  if (groups.length > 0) return groups.map((name) => ({ kind: "group", name }));
  return (spec.approvers ?? []).map((name) => ({ kind: "user", name }));
}

/** The approvers that a spec names beside groups, and who are therefore not asked. */
export function replacedApproversOf(spec: Pick<ApprovalSpec, "approvers" | "groups">): readonly string[] {
  return (spec.groups ?? []).length > 0 ? (spec.approvers ?? []) : [];
}
