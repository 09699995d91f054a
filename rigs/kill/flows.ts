import type { Vote } from "../../src/decision/request.ts";

/** One approval as the rig plays it: what the pipeline asks, and who answers what, in turn. */
export interface Flow {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly answers: readonly Answer[];
  /** Set where a channel is told: of the request before anybody answers, and of the outcome. */
  readonly isTold?: true;
  /** Who ends it after that, and why. */
  readonly cancellation?: { readonly by: string; readonly reason: string };
  /** What the run must end with, whatever is killed when. */
  readonly outcome: {
    readonly status: "True" | "False";
    readonly reason: string;
    readonly decision: "true" | "false";
  };
}

export interface Answer {
  readonly by: string;
  readonly decision: Vote["answer"];
  readonly comment: string;
}

/** The one channel that is set up. */
export const SLACK_CHANNEL = "kills";

const approve = (by: string): Answer => ({ by, decision: "approve", comment: `yes from ${by}` });
const reject = (by: string): Answer => ({ by, decision: "reject", comment: `no from ${by}` });

const APPROVED = { status: "True", reason: "Approved", decision: "true" } as const;
const REJECTED = { status: "True", reason: "Rejected", decision: "false" } as const;

export const FLOWS: readonly Flow[] = [
  { name: "single", params: { approvers: ["john", "mary"] }, answers: [approve("mary")], outcome: APPROVED },
  {
    name: "single-told",
    params: { approvers: ["mary"], notifyOnSlack: SLACK_CHANNEL },
    answers: [approve("mary")],
    isTold: true,
    outcome: APPROVED,
  },
  {
    name: "single-reject",
    params: { approvers: ["john", "mary"] },
    answers: [reject("john")],
    outcome: REJECTED,
  },
  {
    name: "multi",
    params: { approvers: ["john", "mary"], strategy: "MULTI" },
    answers: [approve("john"), approve("mary")],
    outcome: APPROVED,
  },
  {
    name: "multi-reject",
    params: { approvers: ["john", "mary"], strategy: "MULTI" },
    answers: [approve("john"), reject("mary")],
    outcome: REJECTED,
  },
  {
    name: "four-eyes",
    params: { approvers: ["ann", "bob"], strategy: "FOUR_EYES" },
    answers: [approve("bob"), approve("ann")],
    outcome: APPROVED,
  },
  {
    name: "four-eyes-reject",
    params: { approvers: ["ann", "bob"], strategy: "FOUR_EYES" },
    answers: [approve("ann"), reject("bob")],
    outcome: REJECTED,
  },
  {
    name: "multi-cancel",
    params: { approvers: ["john", "mary"], strategy: "MULTI" },
    answers: [approve("john")],
    cancellation: { by: "ines", reason: "wrong version" },
    outcome: { status: "False", reason: "CustomRunCancelled", decision: "false" },
  },
];
