import { html } from "hono/html";
import type { ApprovalView, VoteView } from "../../../approvals/approval-view.ts";
import { isVoteOfAssignee } from "../../../approvals/is-vote-of.ts";
import { describeIssuer } from "../../../auth/issuer.ts";
import type { Principal } from "../../../auth/principal.ts";
import type { Assignee } from "../../../decision/request.ts";
import type { Html } from "../../components/html.ts";
import { icon } from "../../components/icon.ts";
import { isOwnVote, renderAssignee } from "../../components/person.ts";
import { describeRule } from "../../components/strategy.ts";
import type { PageContext } from "../page-context.ts";
import type { ApprovalFacts } from "./approval-facts.ts";
import { renderReplaced } from "./render-asked-people.ts";
import { renderTold } from "./render-told.ts";

/** Who has answered, who may still answer, and who does not have to any more. */
export function renderPeople(context: PageContext, facts: ApprovalFacts): Html {
  const { approval } = facts;
  const title = approval.strategy === "FOUR_EYES" ? "Two people, two stages" : "Who may vote";
  const list = approval.strategy === "FOUR_EYES" ? renderStages(context, facts) : renderAll(context, facts);
  return html`<section class="panel" aria-labelledby="people">
<div class="bar">
<h2 id="people">${title}</h2>
<p class="mut">${describeRule(approval)}${approval.votes.length === 0 && " Nobody has voted yet."}</p></div>
${renderReplaced(approval)}
${list}
</section>`;
}

function renderAll(context: PageContext, { approval, matches }: ApprovalFacts): Html {
  const { votes, waitingFor } = approval;
  return html`<ul class="people">
${votes.map((vote) => renderVote(context, vote))}
${waitingFor.map((assignee) => renderWaiting(context, assignee, { approval, matches }))}
${answeredFor(approval).map((assignee) => renderAnsweredFor(assignee, context.viewer))}
</ul>`;
}

function renderStages(context: PageContext, { approval, matches, refusal }: ApprovalFacts): Html {
  const { votes, waitingFor, stage } = approval;
  const counted = { approval, matches: refusal === undefined ? matches : [] };
  const waiting = html`<ul class="people">${waitingFor.map((assignee) => renderWaiting(context, assignee, counted))}</ul>`;
  if (stage === 1) {
    return html`<div class="stack">
<div><h3>${renderPip(false)}First stage: any one of them</h3>${waiting}</div>
<div><h3>${renderPip(false)}Second stage: another one of them</h3></div>
</div>`;
  }
  return html`<div class="stack">
<div><h3>${renderPip(true)}First stage: approved</h3><ul class="people">${votes.map((vote) => renderVote(context, vote))}</ul></div>
<div><h3>${renderPip(false)}Second stage: someone else</h3>${waiting}${renderExcluded(approval)}</div>
</div>`;
}

/** Those named who approved the first stage, and so cannot be the second person. */
function renderExcluded({ assignees, votes }: ApprovalView): Html | false {
  const excluded = assignees.filter((assignee) => votes.some((vote) => isVoteOfAssignee(assignee, vote)));
  if (excluded.length === 0) return false;
  return html`<ul class="people">${excluded.map(
    ({ name }) =>
      html`<li>${icon("stop", "off")}<div class="mut"><bdi>${name}</bdi><small>voted in the first stage, so not in the second</small></div><span></span></li>`,
  )}</ul>`;
}

function renderPip(on: boolean): Html {
  return html`<span class="pips" aria-hidden="true"><i${on && html` class="on"`}></i></span>`;
}

/** One vote: who, how, when, and the comment. */
export function renderVote({ viewer, times }: PageContext, vote: VoteView): Html {
  const approved = vote.decision === "approve";
  const mark = approved ? icon("ok", "ok") : icon("no", "bad");
  const name = isOwnVote(viewer, vote)
    ? html`<b>You, <bdi>${vote.by}</bdi></b>`
    : html`<b><bdi>${vote.by}</bdi></b>`;
  const comment = vote.comment !== "" && html`<q><bdi>${vote.comment}</bdi></q>`;
  return html`<li data-key="${vote.stage} ${vote.by}">${mark}<div>${name}<small>${approved ? "approved" : "rejected"}, ${describeWay(vote)}</small></div>${times.short(vote.time)}${comment}</li>`;
}

const DOORS: Readonly<Record<VoteView["via"], string>> = {
  web: "on the web",
  api: "through the API",
  link: "with a link and its code",
};

/** Through which door a vote or a cancellation came, and whether anybody vouched for the name. */
export function describeWay({ via, issuer }: Pick<VoteView, "via" | "issuer">): string {
  return `${DOORS[via]}, ${describeIssuer(issuer)}`;
}

function renderWaiting(
  { viewer, times }: PageContext,
  assignee: Assignee,
  { approval, matches }: Pick<ApprovalFacts, "approval" | "matches">,
): Html {
  const mine = matches.some(({ kind, name }) => kind === assignee.kind && name === assignee.name);
  const name = renderAssignee(assignee, viewer);
  const note = assignee.kind === "group" ? (mine ? "group, you are a member" : "group") : "named";
  return html`<li data-key="${assignee.kind}/${assignee.name}">${icon("todo", mine ? "now" : "off")}<div>${mine ? html`<b>${name}</b>` : name}<small>${note}${renderTold(approval, assignee, times)}</small></div><span></span></li>`;
}

function renderAnsweredFor(assignee: Assignee, viewer: Principal | undefined): Html {
  return html`<li>${icon("stop", "off")}<div class="mut">${renderAssignee(assignee, viewer)}<small>covered by another vote, or no longer needed</small></div><span></span></li>`;
}

/** Assignees that nobody waits for, and who are not themselves among the voters. */
function answeredFor({ assignees, waitingFor, votes }: ApprovalView): readonly Assignee[] {
  return assignees.filter(
    (assignee) =>
      !waitingFor.some(({ kind, name }) => kind === assignee.kind && name === assignee.name) &&
      !votes.some((vote) => isVoteOfAssignee(assignee, vote)),
  );
}
