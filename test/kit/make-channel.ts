// A channel that keeps what it is given, and answers as the test says.
import type { Channel, Delivery } from "../../src/notify/channel.ts";
import type { Message } from "../../src/notify/message.ts";
import { assigneesOf } from "../../src/objects/approval/approval-task.ts";

type Answer = (message: Message, signal: AbortSignal) => Delivery | Promise<Delivery>;

export interface TestChannel extends Channel {
  /** All that it was given, in order. */
  readonly given: readonly Message[];
}

const HOUR_MS = 60 * 60_000;

/** It tells each user that is asked at `NAME@example.com`, and accepts everything. Give what differs. */
export function makeChannel(changes: Partial<Channel> & { readonly answer?: Answer } = {}): TestChannel {
  const { answer = () => ({ kind: "accepted" }), ...channel } = changes;
  const given: Message[] = [];
  return {
    id: "mail",
    tells: ["request", "secondStep", "outcome"],
    atLeastOnce: false,
    maxAgeMs: 24 * HOUR_MS,
    workers: 2,
    batch: 5,
    findRecipients: ({ spec }) =>
      assigneesOf(spec).flatMap(({ kind, name }, position) =>
        kind === "user" ? [{ address: `${name}@example.com`, assignees: [position] }] : [],
      ),
    close: async () => {},
    ...channel,
    given,
    send: async (message, signal) => {
      given.push(message);
      return await answer(message, signal);
    },
  };
}
