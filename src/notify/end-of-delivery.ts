import { backoff } from "../net/retry.ts";
import type { NoticeEnd } from "../objects/approval/notices/close-notice.ts";
import type { Notice } from "../objects/approval/notice.ts";
import type { Channel, Delivery } from "./channel.ts";

const AGAIN = { firstMs: 30_000, longestMs: 15 * 60_000 };
/** No other side gets to put it off for longer. */
const LONGEST_ASKED_MS = 60 * 60_000;

interface Tried {
  readonly channel: Pick<Channel, "atLeastOnce">;
  /** As it was claimed: with this try counted. */
  readonly notice: Notice;
  readonly nowMs: number;
  readonly random: () => number;
}

/** What a sending comes to: whether it is tried again, and when. What is too old by then is given up before that. */
export function endOfDelivery(delivery: Delivery, tried: Tried): NoticeEnd {
  switch (delivery.kind) {
    case "accepted":
      return delivery;
    case "unclear": {
      const { kind, reason, retryAfterMs = 0 } = delivery;
      return tried.channel.atLeastOnce ? tryAgain({ kind, reason }, retryAfterMs, tried) : { kind, reason };
    }
    case "refused": {
      const { kind, reason, retryAfterMs = 0, final } = delivery;
      return final === true ? { kind, reason } : tryAgain({ kind, reason }, retryAfterMs, tried);
    }
  }
}

function tryAgain(
  { kind, reason }: { readonly kind: "refused" | "unclear"; readonly reason: string },
  askedMs: number,
  { notice, nowMs, random }: Tried,
): NoticeEnd {
  const pauseMs = backoff({ ...AGAIN, failures: Math.max(1, notice.tries) }, random);
  return { kind, reason, nextTryMs: nowMs + Math.max(pauseMs, Math.min(askedMs, LONGEST_ASKED_MS)) };
}
