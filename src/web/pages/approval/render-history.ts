import { html } from "hono/html";
import type { ApprovalDetail, ApprovalView } from "../../../approvals/approval-view.ts";
import { describeDeadline } from "../../components/deadline.ts";
import type { Html } from "../../components/html.ts";
import { icon } from "../../components/icon.ts";
import { renderVoter } from "../../components/person.ts";
import { lookOf } from "../../components/verdict-tag.ts";
import type { PageContext } from "../page-context.ts";

/** What happened, oldest first; while it is pending, the deadline to come stands at the end. */
export function renderHistory({ viewer, times }: PageContext, approval: ApprovalDetail): Html {
  const { votes, state, openedAt } = approval;
  return html`<section class="panel" aria-labelledby="history"><h2 id="history">What happened${state === "pending" && " so far"}</h2>
<ol class="line">
<li>${icon("open", "off")}<p>The approval opened</p>${times.short(openedAt)}</li>
${votes.map((vote, index) => {
  const approved = vote.decision === "approve";
  const mark = approved ? icon("ok", "ok") : icon("no", "bad");
  const stage = approval.stages > 1 && ` the ${vote.stage === 1 ? "first" : "second"} stage`;
  const decisive = decidedByVote(approval) && index === votes.length - 1 && ", which decided it";
  return html`<li data-key="${vote.stage} ${vote.by}">${mark}<p>${renderVoter(vote, viewer)} ${approved ? "approved" : "rejected"}${stage}${decisive}</p>${times.short(vote.time)}</li>`;
})}
${state === "pending" ? renderToCome(times, approval) : !decidedByVote(approval) && renderEnd(times, approval)}
</ol>
</section>`;
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
