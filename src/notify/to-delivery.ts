import type { PostOutcome } from "../net/post.ts";
import { parseRetryAfter } from "../net/retry.ts";
import type { Delivery } from "./channel.ts";

export type Answered = Extract<PostOutcome, { readonly kind: "answered" }>;

type Judge = (answer: Answered) => Delivery | undefined;

/** As long as a server may ask to wait. */
const LONGEST_WAIT_MS = 60 * 60_000;

/** Of a gateway that did not hear whether the server behind it has taken the message: RFC 9110 §15.6, and Cloudflare's own. */
function isOfGateway(status: number): boolean {
  return status === 502 || status === 504 || (status >= 520 && status <= 527);
}

/**
 * What became of a message that was posted. `judge` says what an answer means at this kind of server, where it means more
 * than its status; no text of an answer goes into a reason, because whoever answers may repeat what was sent.
 */
export function toDelivery(outcome: PostOutcome, nowMs: number, judge?: Judge): Delivery {
  switch (outcome.kind) {
    case "neverSent":
      return { kind: "refused", reason: outcome.error };
    case "unanswered":
      return { kind: "unclear", reason: outcome.error };
    case "answered": {
      const delivery = judgeAnswer(outcome, judge);
      return delivery.kind === "accepted" ? delivery : { ...findWait(outcome, nowMs), ...delivery };
    }
  }
}

/** A no is one whatever becomes of its body. A yes whose body counts, too, says nothing without it. */
function judgeAnswer(answer: Answered, judge: Judge | undefined): Delivery {
  const byStatus = judgeStatus(answer.status);
  if (judge === undefined) return byStatus;
  if (answer.brokenOff === undefined) return judge(answer) ?? byStatus;
  return byStatus.kind === "accepted" ? { kind: "unclear", reason: answer.brokenOff } : byStatus;
}

function judgeStatus(status: number): Delivery {
  if (status >= 200 && status < 300) return { kind: "accepted" };
  if (isOfGateway(status)) return { kind: "unclear", reason: `A gateway answered with status ${status}.` };
  if (status >= 300 && status < 400)
    return {
      kind: "refused",
      reason: `The answer has status ${status} and leads elsewhere; redirects are not followed.`,
    };
  const refused = { kind: "refused", reason: `The answer has status ${status}.` } as const;
  // Gone: the server wants no more of it.
  return status === 410 ? { ...refused, final: true } : refused;
}

function findWait({ headers }: Answered, nowMs: number): { readonly retryAfterMs?: number } {
  const retryAfterMs = parseRetryAfter(headers["retry-after"], nowMs, LONGEST_WAIT_MS);
  return retryAfterMs === undefined ? {} : { retryAfterMs };
}
