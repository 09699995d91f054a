import { html } from "hono/html";
import type { ApprovalDetail, ApprovalView, VoteView } from "../../../approvals/approval-view.ts";
import { describeDeadline } from "../../components/deadline.ts";
import type { Html } from "../../components/html.ts";
import { icon } from "../../components/icon.ts";
import { renderVoter } from "../../components/person.ts";
import { lookOf } from "../../components/verdict-tag.ts";
import type { PageContext } from "../page-context.ts";

/** What happened, oldest first; while it is pending, the deadline to come stands at the end. */
export function renderHistory(context: PageContext, approval: ApprovalDetail): Html {
  const { votes, state, openedAt } = approval;
  const { times } = context;
  const last = decidedByVote(approval) ? votes.length - 1 : undefined;
  return html`<section class="panel" aria-labelledby="history"><h2 id="history">What happened${state === "pending" && " so far"}</h2>
<ol class="line">
<li>${icon("open", "off")}<p>The approval opened</p>${times.short(openedAt)}</li>
${listEarlier(approval).map((row) => (typeof row === "number" ? renderTimedOut(row) : renderAnswer(context, approval, row)))}
${votes.map((vote, index) => renderAnswer(context, approval, vote, index === last && ", which decided it"))}
${state === "pending" ? renderToCome(times, approval) : last === undefined && renderEnd(times, approval)}
</ol>
</section>`;
}

function renderAnswer(
  { viewer, times }: PageContext,
  { stages }: ApprovalView,
  vote: VoteView,
  consequence: string | false = false,
): Html {
  const approved = vote.decision === "approve";
  const mark = approved ? icon("ok", "ok") : icon("no", "bad");
  const stage = stages > 1 && ` the ${vote.stage === 1 ? "first" : "second"} stage`;
  return html`<li data-key="${keyOf(vote)}">${mark}<p>${renderVoter(vote, viewer)} ${approved ? "approved" : "rejected"}${stage}${consequence}</p>${times.short(vote.time)}</li>`;
}

/** Tells this row from others, whatever comes before it. */
function keyOf(vote: VoteView & { readonly attempt?: number }): string {
  const { attempt, stage, by } = vote;
  return attempt === undefined ? `${stage} ${by}` : `${attempt} ${stage} ${by}`;
}

/** The votes of each attempt that timed out, and after them its number. */
function listEarlier({ attempt, earlierVotes }: ApprovalDetail): readonly (VoteView | number)[] {
  return Array.from({ length: attempt - 1 }, (_, index) => index + 1).flatMap((number) => [
    ...earlierVotes.filter((vote) => vote.attempt === number),
    number,
  ]);
}

function renderTimedOut(number: number): Html {
  return html`<li>${icon("late", "off")}<p>Attempt ${number} timed out, and everybody was asked again</p></li>`;
}

/** The last vote ended it, so its row says so and no other row has to. */
function decidedByVote({ state, votes }: ApprovalView): boolean {
  return (state === "approved" || state === "rejected") && votes.length > 0;
}

function renderToCome(times: PageContext["times"], approval: ApprovalDetail): Html | false {
  if (approval.deadline === null) return false;
  return html`<li>${icon("late", "off")}<p><span class="mut">${describeDeadline(approval)}</span></p>${times.short(approval.deadline)}</li>`;
}

function renderEnd(times: PageContext["times"], approval: ApprovalView): Html {
  const { message, decidedAt } = approval;
  const look = lookOf(approval);
  return html`<li>${icon(look.icon, look.tone)}<p>${message}</p>${decidedAt !== null && times.short(decidedAt)}</li>`;
}
