import type { Delivery } from "../../channel.ts";
import type { Answered } from "../../to-delivery.ts";

/** How the older webhooks told in an answer of status 200 that Teams has refused the message, and with which status. */
const REFUSED = /Webhook message delivery failed(?:.*?HTTP error (?<status>\d{3}))?/su;

/** A yes may be a no by its body. Undefined where the status says all there is to say. */
export function judgeTeamsAnswer({ status, body }: Answered): Delivery | undefined {
  if (status < 200 || status > 299) return undefined;
  const refused = REFUSED.exec(body);
  if (refused !== null) {
    const inner = refused.groups?.["status"];
    const withStatus = inner === undefined ? "" : ` with status ${inner}`;
    const reason = `The webhook answered that Teams has refused the message${withStatus}.`;
    return { kind: "refused", reason, ...(isForEver(inner) && { final: true }) };
  }
  return hasError(body) ? { kind: "refused", reason: "The webhook answered with an error." } : undefined;
}

/** Too large for Teams, or a channel that is gone: the same message is never taken. */
function isForEver(status: string | undefined): boolean {
  return status === "410" || status === "413";
}

/** `{"error": {"code": …}}`, as flows of Power Automate say it. */
function hasError(body: string): boolean {
  try {
    const answer: unknown = JSON.parse(body);
    return typeof answer === "object" && answer !== null && "error" in answer && Boolean(answer.error);
  } catch {
    return false;
  }
}
