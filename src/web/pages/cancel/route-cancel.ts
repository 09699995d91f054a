import type { Hono } from "hono";
import { MAY_NOT_CANCEL } from "../../../approvals/access/rights.ts";
import type { Approvals, CancelError } from "../../../approvals/approvals.ts";
import type { PageAuthenticator } from "../../../auth/authenticator.ts";
import { approvalPath } from "../../../objects/approval/approval-url.ts";
import { problemOfCancel } from "../../problems/cancel-problem.ts";
import { HttpProblem } from "../../problems/http-problem.ts";
import { readRef } from "../../read-ref.ts";
import type { ReadingSide } from "../../reading-side.ts";
import { notSignedIn } from "../../problems/not-signed-in.ts";
import type { WebEnv } from "../../web-env.ts";
import { answerMissing } from "../approval/route-approval.ts";
import type { KeptDrafts } from "../approval/kept-drafts.ts";
import { renderNotFound } from "../approval/render-not-found.ts";
import type { PageKit } from "../create-page-kit.ts";
import { renderFailure } from "../failure/render-failure.ts";
import { renderCancel } from "./render-cancel.ts";

export interface CancelPageOptions {
  readonly kit: PageKit;
  readonly approvals: ReadingSide;
  readonly cancel: Approvals["cancel"];
  readonly authenticator: Pick<PageAuthenticator, "advice">;
  readonly drafts: KeptDrafts | undefined;
}

export const CANCEL_PATH = "/approvals/:namespace/:name/cancel";
const FIELDS = new Set(["token", "digest", "operation", "reason"]);

/** The form that cancels an approval, for whoever may; and its POST, which leads to the receipt. */
export function routeCancel(pages: Hono<WebEnv>, options: CancelPageOptions): void {
  const { kit, approvals, cancel, authenticator, drafts } = options;
  pages.get(CANCEL_PATH, async (c) => {
    const ref = readRef(c.req.param());
    const context = kit.contextOf(c);
    const seen = approvals.seenBy(context.viewer);
    const approval = seen.find(ref);
    if (approval === undefined) return answerMissing(c, kit, ref);
    if (approval.state !== "pending") return c.redirect(approvalPath(ref), 303);
    if (!seen.mayCancel(ref)) throw new HttpProblem("not-allowed", MAY_NOT_CANCEL);
    const kept = await drafts?.find(c, `${approvalPath(ref)}/cancel`);
    const draft = kept && { reason: kept.comment, operation: kept.operation };
    return kit.answer(c, renderCancel(context, approval, draft));
  });
  pages.post(CANCEL_PATH, async (c) => {
    const ref = readRef(c.req.param());
    const by = c.get("principal");
    if (by === undefined) throw notSignedIn("cancel", { advice: authenticator.advice });
    const asked = parseForm(c.get("form"));
    const answer = await cancel({ ref, by, ...asked, via: "web" });
    if (answer.ok) {
      drafts?.drop(c);
      return c.redirect(`${approvalPath(ref)}/receipt`, 303);
    }
    const context = kit.contextOf(c);
    const { reason } = asked;
    const problem = problemOfCancel(ref, answer.error);
    if (answer.error.kind === "notFound") return kit.answer(c, renderNotFound(context, ref, reason), 404);
    const approval = approvals.seenBy(by).find(ref);
    if (approval?.state !== "pending" || !mayBeSentAgain(answer.error))
      return kit.answer(c, renderFailure(problem, reason), problem.status);
    const isAtFault = answer.error.kind === "invalid" && answer.error.field === "operation";
    const draft = { reason, operation: isAtFault ? undefined : asked.operation, fault: problem.message };
    return kit.answer(c, renderCancel(context, approval, draft), problem.status);
  });
}

function mayBeSentAgain({ kind }: CancelError): boolean {
  return kind === "invalid" || kind === "changed" || kind === "notRecorded" || kind === "notKnown";
}

interface FormCancel {
  readonly reason: string;
  /** The form shows something, and the cancellation is of that. */
  readonly digest: string;
  readonly operation?: string;
}

function parseForm(form: ReadonlyMap<string, string>): FormCancel {
  const unknown = [...form.keys()].find((name) => !FIELDS.has(name));
  if (unknown !== undefined) throw badForm(`has the unknown field \`${unknown}\``);
  const digest = form.get("digest");
  if (digest === undefined || digest === "") throw badForm("does not say which request was shown (`digest`)");
  const operation = form.get("operation");
  return {
    reason: form.get("reason") ?? "",
    digest,
    ...(operation === undefined ? {} : { operation }),
  };
}

function badForm(fault: string): HttpProblem {
  return new HttpProblem(
    "bad-request",
    `The form ${fault}. The approval was not cancelled. Open its page and cancel it there.`,
  );
}
