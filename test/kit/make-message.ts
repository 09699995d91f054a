import type { ApprovalSpec } from "../../src/objects/approval/approval-task.ts";
import type { Message, ToldVote } from "../../src/notify/message.ts";
import { makeReferringRun } from "./make-run.ts";
import { BASE_URL, makeWaitingApproval } from "./make-approval.ts";

type Approval = Message["approval"];

export type MessageChanges = Partial<Omit<Message, "approval">> & {
  readonly approval?: Partial<Omit<Approval, "spec">> & { readonly spec?: Partial<ApprovalSpec> };
};

/** What a channel is handed of an approval that waits for mary or john, or what is changed of that. */
export function makeMessage({ approval: changes = {}, ...message }: MessageChanges = {}): Message {
  const { spec: changedSpec, ...changed } = changes;
  const { spec } = makeWaitingApproval(makeReferringRun({ approvers: ["mary", "john"] }));
  return {
    kind: "request",
    key: "0b5b52a2-request-1",
    thread: "0b5b52a2-1",
    round: 1,
    toNames: [],
    approval: {
      namespace: "default",
      name: "release-approve",
      uid: "approval-uid",
      attempt: 1,
      url: `${BASE_URL}/approvals/default/release-approve`,
      startTime: "2026-11-24T10:00:00Z",
      deadline: "2026-11-24T18:00:00Z",
      waitingFor: "mary or john",
      votes: [],
      ...changed,
      spec: { ...spec, ...changedSpec },
    },
    ...message,
  };
}

export function makeToldVote(by: string, vote: Partial<ToldVote> = {}): ToldVote {
  return { by, answer: "approve", comment: "", time: "2026-11-24T11:00:00Z", ...vote };
}

/** The same approval, approved by mary. */
export function makeOutcome({ approval = {}, ...message }: MessageChanges = {}): Message {
  return makeMessage({
    kind: "outcome",
    ...message,
    approval: {
      votes: [makeToldVote("mary", { comment: "looks good" })],
      decision: {
        state: "approved",
        reason: "QuorumReached",
        message: "Approved by mary.",
        time: "2026-11-24T11:00:00Z",
      },
      ...approval,
    },
  });
}
