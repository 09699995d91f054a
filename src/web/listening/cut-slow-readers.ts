import type { Server, ServerResponse } from "node:http";

/** Milliseconds. */
export interface ReaderLimits {
  /** How long a connection may stay without a byte in either direction while something is under way. */
  readonly silenceTimeout: number;
  /** How long an answer may take, from the request's head to its last byte. */
  readonly answerTimeout: number;
}

/** The silence is beyond the longest that a vote may take. */
export const READER_LIMITS: ReaderLimits = { silenceTimeout: 30_000, answerTimeout: 120_000 };

/**
 * Ends connections whose reader takes nothing, or takes a byte now and then for ever: what it leaves lies in our memory. Node
 * counts a byte that the reader took as a sign of life (`net.Socket.setTimeout`).
 */
export function cutSlowReaders(server: Server, { silenceTimeout, answerTimeout }: ReaderLimits): void {
  server.setTimeout(silenceTimeout);
  server.on("request", (_incoming, outgoing: ServerResponse) => {
    const cut = setTimeout(() => outgoing.destroy(), answerTimeout).unref();
    outgoing.once("close", () => clearTimeout(cut));
  });
}
