import type { Approvals, CastVoteRequest } from "../../../approvals/approvals.ts";
import type { Links } from "../../../auth/authenticator.ts";
import type { LinkUse } from "../../../auth/session.ts";
import { refuse } from "../../../std/result.ts";
import { HttpProblem } from "../../problems/http-problem.ts";

export interface LinkedVote {
  readonly vote: CastVoteRequest;
  readonly link: LinkUse;
  /** As it was typed. */
  readonly code: string;
}

const WRONG_CODE =
  "This is not the code from the message with this link. Copy it from there; an older message has a different one.";

/**
 * A vote by somebody of whom only a link says who they are. The link is the operation: what it has voted once is its vote,
 * in whichever attempt, and is not voted again.
 */
export async function castByLink(
  { castVote, links }: { readonly castVote: Approvals["castVote"]; readonly links: Links | undefined },
  { vote, link, code }: LinkedVote,
): ReturnType<Approvals["castVote"]> {
  if (links?.decide !== true) {
    throw new HttpProblem(
      "link-refused",
      "A link only shows this approval; you cannot vote with it. The vote was not recorded. Sign in to vote.",
    );
  }
  if (!links.isCode(link.id, code)) return refuse({ kind: "invalid", field: "code", message: WRONG_CODE });
  const { id, ...linkedTo } = link;
  return await castVote({ ...vote, operation: `link-${id}`, link: linkedTo });
}
