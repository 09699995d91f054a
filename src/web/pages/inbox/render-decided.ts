import { html } from "hono/html";
import type { ApprovalView } from "../../../approvals/approval-view.ts";
import type { Inbox } from "../../../approvals/approvals.ts";
import type { Html } from "../../components/html.ts";
import { renderPaging } from "../../components/paging.ts";
import { renderVoter } from "../../components/person.ts";
import { renderVerdictTag } from "../../components/verdict-tag.ts";
import { takeCharacters } from "../../../objects/characters.ts";
import { approvalPath } from "../../../objects/approval/approval-url.ts";
import type { PageContext } from "../page-context.ts";
import { inboxPath, openPages } from "./inbox-path.ts";

/** A row is for finding an approval again; its page has all votes. */
const MAX_NAMES = 5;
const MAX_SAID = 600;

/** What was decided of what this person was asked, latest first; nothing when there is nothing. */
export function renderDecided(context: PageContext, inbox: Inbox): Html | false {
  const { decided } = inbox;
  if (decided.total === 0) return false;
  const rows = decided.items.map((approval) => renderRow(context, approval));
  return html`<section class="panel" aria-labelledby="decided">
<div class="bar"><h2 id="decided">Recently decided</h2></div>
<table class="rows" role="table">
<caption class="vh">Approvals that you were asked about, latest decision first</caption>
<thead>
<tr><th scope="col">Decision</th>
<th scope="col" class="most">Approval</th>
<th scope="col" class="some">By</th>
<th scope="col" class="opt">Comment</th>
<th scope="col" class="end">When</th></tr></thead>
<tbody>${rows}</tbody>
</table>
${renderPaging(decided, {
  label: "Pages of decided approvals",
  before: "Newer",
  after: "Older",
  hrefOf: (page) => `${inboxPath({ ...openPages(inbox), decided: page })}#decided`,
})}
</section>`;
}

function renderRow({ viewer, times }: PageContext, approval: ApprovalView): Html {
  const { votes, state, decidedAt } = approval;
  const ended = state === "timedOut" || state === "cancelled";
  const count = votes.length === 0 ? "Nobody voted" : `${votes.length} had voted`;
  const by = votes
    .slice(0, MAX_NAMES)
    .map((vote, index) => html`${index > 0 && ", "}${renderVoter(vote, viewer)}`);
  const more = votes.length > MAX_NAMES && html` and ${votes.length - MAX_NAMES} more`;
  const comments = votes.map(({ comment }) => comment).filter((comment) => comment !== "");
  return html`<tr role="row" data-key="${approval.namespace}/${approval.name}"><td role="cell">${renderVerdictTag(approval)}</td>
<td role="cell"><a href="${approvalPath(approval)}"><bdi>${approval.title}</bdi></a><small><bdi>${approval.pipeline}</bdi> › <bdi>${approval.task ?? approval.name}</bdi></small></td>
<td role="cell" class="by">${ended ? count : html`${by}${more}`}</td>
<td role="cell" class="opt">${comments.length === 0 ? html`<span class="mut">none</span>` : html`<div class="said" tabindex="0"><span><bdi>${beginningOf(comments.join(" | "))}</bdi></span></div>`}</td>
<td role="cell" class="end num">${decidedAt !== null && times.short(decidedAt)}</td></tr>`;
}

function beginningOf(text: string): string {
  const beginning = takeCharacters(text.slice(0, 2 * MAX_SAID), MAX_SAID);
  return beginning.length < text.length ? `${beginning}…` : text;
}
