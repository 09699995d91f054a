import { makeMessage, makeToldVote } from "../make-message.ts";
import type { Message } from "../../../src/notify/message.ts";

const MOMENT = "2026-11-24T11:00:00Z";

/** A message of each kind that a chat is sent, with this text wherever people's may be. */
export function makeHostileMessages(text: string): readonly Message[] {
  const votes = Array.from({ length: 12 }, (_, index) =>
    makeToldVote(text, { comment: text, answer: index % 2 === 0 ? "approve" : "reject" }),
  );
  const spec = {
    title: text,
    description: text,
    pipeline: text,
    pipelineRun: { name: text, uid: text },
    task: text,
    approvers: [text],
  };
  const approval = { namespace: text, name: text, spec, votes, waitingFor: text };
  const decision = { state: "approved", reason: "QuorumReached", message: text, time: MOMENT } as const;
  return [
    makeMessage({ approval }),
    makeMessage({ kind: "secondStep", approval: { ...approval, attempt: 2 } }),
    makeMessage({ kind: "outcome", approval: { ...approval, decision } }),
  ];
}
