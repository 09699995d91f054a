import type { Hono } from "hono";
import type { Approvals } from "../../../approvals/approvals.ts";
import { type Answer, ANSWERS } from "../../../decision/request.ts";
import type { PageAuthenticator } from "../../../auth/authenticator.ts";
import { HttpProblem } from "../../problems/http-problem.ts";
import { readRef } from "../../read-ref.ts";
import { notSignedIn } from "../../problems/not-signed-in.ts";
import { problemOfVote } from "../../problems/vote-problem.ts";
import type { ReadingSide } from "../../reading-side.ts";
import type { WebEnv } from "../../web-env.ts";
import { approvalPath } from "../../../objects/approval/approval-url.ts";
import type { PageKit } from "../create-page-kit.ts";
import { castByLink } from "./cast-by-link.ts";
import type { KeptDrafts } from "./kept-drafts.ts";
import { renderRefusedVote } from "./render-refused-vote.ts";

export interface VotePageOptions {
  readonly kit: PageKit;
  readonly approvals: ReadingSide;
  readonly castVote: Approvals["castVote"];
  readonly authenticator: Pick<PageAuthenticator, "advice" | "links">;
  readonly drafts: KeptDrafts | undefined;
}

export const VOTES_PATH = "/approvals/:namespace/:name/votes";
const FIELDS = ["token", "digest", "attempt", "operation", "comment", "decision"];
const FIELDS_BY_LINK = [...FIELDS, "code"];

/** The POST of the form. A vote that is recorded leads to its receipt, so that a reload does not send it again. */
export function routeVote(
  pages: Hono<WebEnv>,
  { kit, approvals, castVote, authenticator, drafts }: VotePageOptions,
): void {
  // Whoever opens the address of a vote again, from the address bar, gets to what the vote was for.
  pages.get(VOTES_PATH, (c) => c.redirect(approvalPath(readRef(c.req.param())), 303));
  pages.post(VOTES_PATH, async (c) => {
    const ref = readRef(c.req.param());
    const principal = c.get("principal");
    if (principal === undefined) throw notSignedIn("vote", { advice: authenticator.advice });
    const { link } = c.get("session");
    const form = c.get("form");
    const fields = parseVote(form, link === undefined ? FIELDS : FIELDS_BY_LINK);
    const vote = { ref, voter: principal, ...fields, via: "web" } as const;
    const answer =
      link === undefined
        ? await castVote(vote)
        : await castByLink(
            { castVote, links: authenticator.links },
            { vote, link, code: form.get("code") ?? "" },
          );
    if (answer.ok) {
      drafts?.drop(c);
      return c.redirect(`${approvalPath(ref)}/receipt`, 303);
    }
    const { comment, operation } = fields;
    const refused = { ref, error: answer.error, comment, operation };
    const page = renderRefusedVote(kit.contextOf(c), approvals.seenBy(principal), refused);
    return kit.answer(c, page, problemOfVote(ref, answer.error).status);
  });
}

interface FormVote {
  readonly decision: Answer;
  readonly comment: string;
  readonly digest: string;
  /** Absent, as the operation, in a form of an earlier version. */
  readonly attempt?: number;
  readonly operation?: string;
}

/** The digest is not optional here: a form shows something, and the vote is for that. */
function parseVote(form: ReadonlyMap<string, string>, known: readonly string[]): FormVote {
  const unknown = [...form.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) throw badForm(`has the unknown field \`${unknown}\``);
  const decision = ANSWERS.find((answer) => answer === form.get("decision"));
  const digest = form.get("digest");
  if (decision === undefined) throw badForm("has neither `approve` nor `reject` as its `decision`");
  if (digest === undefined || digest === "") throw badForm("does not say which request was shown (`digest`)");
  const operation = form.get("operation");
  const named = operation === undefined ? {} : { operation };
  return { decision, digest, comment: form.get("comment") ?? "", ...readAttempt(form), ...named };
}

function readAttempt(form: ReadonlyMap<string, string>): Pick<FormVote, "attempt"> {
  const attempt = form.get("attempt");
  if (attempt === undefined) return {};
  if (!/^[1-9]\d{0,8}$/u.test(attempt)) throw badForm("does not say which attempt was shown (`attempt`)");
  return { attempt: Number(attempt) };
}

function badForm(fault: string): HttpProblem {
  return new HttpProblem(
    "bad-request",
    `The vote's form ${fault}. The vote was not recorded. Open the approval's page and vote there.`,
  );
}
