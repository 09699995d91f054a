import { html } from "hono/html";
import type { ApprovalDetail, ApprovalView } from "../../../approvals/approval-view.ts";
import { isVoteOfAssignee } from "../../../approvals/is-vote-of.ts";
import type { Assignee } from "../../../decision/request.ts";
import type { Html } from "../../components/html.ts";
import { icon } from "../../components/icon.ts";
import { isOwnVote, renderAssignee } from "../../components/person.ts";
import { describeRule } from "../../components/strategy.ts";
import type { PageContext } from "../page-context.ts";
import { renderTold } from "./render-told.ts";

/** On a record: everybody who was asked, by the rule by which it was decided. Who answered stands with the votes. */
export function renderAskedPeople(context: PageContext, approval: ApprovalDetail): Html {
  return html`<section class="panel" aria-labelledby="people">
<div class="bar">
<h2 id="people">${approval.state === "pending" ? "Who is asked" : "Who was asked"}</h2>
<p class="mut">${describeRule(approval)}</p></div>
${renderReplaced(approval)}
<ul class="people">${approval.assignees.map(
    (assignee) =>
      html`<li>${icon("user", "off")}<div>${renderAsked(context, assignee, approval)}</div><span></span></li>`,
  )}</ul>
</section>`;
}

/** A group is answered for by whoever was in it then, which only the vote knows. A namesake's vote is not the reader's. */
function renderAsked({ viewer, times }: PageContext, assignee: Assignee, approval: ApprovalDetail): Html {
  const { votes, state } = approval;
  const { kind, name } = assignee;
  const told = renderTold(approval, assignee, times);
  const vote = votes.find((one) => isVoteOfAssignee(assignee, one));
  if (vote !== undefined) {
    const who = isOwnVote(viewer, vote) ? html`You, <bdi>${name}</bdi>` : html`<bdi>${name}</bdi>`;
    return html`${who}<small>${vote.decision === "approve" ? "approved" : "rejected"}${told}</small>`;
  }
  const silent = state === "pending" ? "has not voted" : "did not vote";
  return html`${renderAssignee(assignee, viewer)}<small>${kind === "group" ? "group" : silent}${told}</small>`;
}

/** Of more names than these, how many there are. */
const MAX_NAMES = 10;

/** Who is named and not asked: approvers, where groups are named too. */
export function renderReplaced({ replacedApprovers: names }: ApprovalView): Html | false {
  if (names.length === 0) return false;
  const shown = names.slice(0, MAX_NAMES).map((name, index) => html`${index > 0 && ", "}<bdi>${name}</bdi>`);
  const more = names.length > MAX_NAMES && ` and ${names.length - MAX_NAMES} more`;
  return html`<p class="mut">The pipeline names both groups and approvers: the groups are asked, the approvers are not (${shown}${more}).</p>`;
}
