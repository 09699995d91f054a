import type { Message } from "../../message.ts";

/** The names by which mail programs know messages, and what belongs together. */
export interface MessageNames {
  readonly messageId: string;
  /** The message that it follows; absent for the one that begins. */
  readonly inReplyTo?: string;
}

/**
 * The request is named after its thread, so that whatever follows can name it; everything else after its key. The name is
 * the same each time that the same is tried: what arrives twice is one message to a mail program. Sent again on purpose
 * (`round`), it is another one.
 */
export function nameMessages(
  { kind, round, key, thread }: Pick<Message, "kind" | "round" | "key" | "thread">,
  domain: string,
): MessageNames {
  const first = `<${thread}@${domain}>`;
  return kind === "request" && round === 1
    ? { messageId: first }
    : { messageId: `<${key}@${domain}>`, inReplyTo: first };
}
