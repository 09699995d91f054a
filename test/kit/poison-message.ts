import type { Message } from "../../src/notify/message.ts";

/** Every place that text of others reaches. */
export function poisonMessage(message: Message, text: string): Message {
  const { approval } = message;
  const { spec, votes, decision } = approval;
  return {
    ...message,
    toNames: [text, "ann"],
    approval: {
      ...approval,
      spec: {
        ...spec,
        title: text,
        description: text,
        pipeline: text,
        pipelineRun: { name: text, uid: "u" },
        task: text,
        ...(spec.groups ? { groups: [text, "ops"] } : { approvers: [text, "bob"] }),
      },
      waitingFor: text,
      votes: votes.map((vote) => ({ ...vote, by: text, comment: text })),
      ...(decision && { decision: { ...decision, message: text } }),
    },
  };
}
