import type { Strategy } from "../decision/request.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { CastVoteError, LinkedTo } from "./approvals.ts";
import type { VoteSituation } from "./refuse-vote.ts";

/** Where several people must agree, a link that was passed on could make one person two. */
const NEVER_BY_LINK: ReadonlySet<Strategy> = new Set(["FOUR_EYES", "QUORUM"]);

/** Why no vote is taken here by a link, whoever it was sent to: a sentence; undefined: it is. */
export function explainNoLink(strategy: Strategy): string | undefined {
  if (!NEVER_BY_LINK.has(strategy)) return undefined;
  return "Here several people have to agree, and a link can be passed on, so you cannot vote with it.";
}

/** Why a vote that comes by a link is not taken; undefined when it is, or comes otherwise. */
export function refuseLink({ approval, request, view }: VoteSituation): CastVoteError | undefined {
  const { link } = request;
  if (link === undefined) return undefined;
  if (approval.metadata.uid !== link.uid) return { kind: "notFound" };
  const message = explainNoLink(approval.spec.strategy) ?? explainAttempt(approval, link);
  return message === undefined ? undefined : { kind: "notByLink", message, approval: view(approval) };
}

function explainAttempt({ status }: ApprovalTask, { attempt }: LinkedTo): string | undefined {
  const current = status?.attempt ?? 1;
  if (current === attempt) return undefined;
  return `The link is for attempt ${attempt}, and people have been asked again since: this is attempt ${current}.`;
}
