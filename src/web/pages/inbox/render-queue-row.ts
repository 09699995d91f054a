import { html } from "hono/html";
import type { ApprovalView } from "../../../approvals/approval-view.ts";
import type { Assignee } from "../../../decision/request.ts";
import { isDue } from "../../components/deadline.ts";
import type { Html } from "../../components/html.ts";
import { icon } from "../../components/icon.ts";
import { renderPips } from "../../components/pips.ts";
import { describeProgress } from "../../components/strategy.ts";
import { renderWaitsFor } from "../../components/waits-for.ts";
import { approvalPath } from "../../../objects/approval/approval-url.ts";
import type { PageContext } from "../page-context.ts";

/** One approval that is pending: what it asks, for whom it waits, until when. `matches`: for whom the reader could answer. */
export function renderQueueRow(
  { times }: Pick<PageContext, "times">,
  approval: ApprovalView,
  matches: readonly Assignee[],
): Html {
  const { deadline, openedAt, namespace, responses } = approval;
  const due = isDue(approval, times);
  const until =
    deadline === null
      ? html`<span class="mut">no deadline</span>`
      : html`<span class="vh">Until </span>${due ? html`<span class="due">${icon("warn")} ${times.until(deadline)}</span>` : times.until(deadline)}<small>${times.day(deadline)}</small>`;
  return html`<li data-key="${namespace}/${approval.name}"${matches.length > 0 && html` data-row="${approval.title}"`}${due && html` class="soon"`}>
<div><a href="${approvalPath(approval)}"><bdi>${approval.title}</bdi></a><small>${renderOrigin(approval)} <span aria-hidden="true">·</span> ${namespace} <span aria-hidden="true">·</span> opened ${times.ago(openedAt)}</small></div>
<div><span class="vh">Waits for </span>${renderWaitsFor({ approval, matches })}<small>${renderPips(responses)}${describeProgress(approval)}</small></div>
<div class="num">${until}</div>
<svg class="i off flip" aria-hidden="true"><use href="#i-next"/></svg>
</li>`;
}

/** Pipeline and task, which come from the API and always stand beside a title that somebody wrote. */
function renderOrigin({ pipeline, task, name }: ApprovalView): Html {
  return html`<bdi>${pipeline}</bdi> › <bdi>${task ?? name}</bdi>`;
}
