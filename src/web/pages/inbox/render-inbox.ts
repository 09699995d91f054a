import { html } from "hono/html";
import type { ApprovalView } from "../../../approvals/approval-view.ts";
import type { Approvals, Inbox } from "../../../approvals/approvals.ts";
import { formatCount } from "../../components/counts.ts";
import { isDue } from "../../components/deadline.ts";
import { renderFreshness } from "../../components/freshness.ts";
import type { Html } from "../../components/html.ts";
import { icon } from "../../components/icon.ts";
import type { Page } from "../../components/layout.ts";
import { renderPaging } from "../../components/paging.ts";
import { renderPips } from "../../components/pips.ts";
import { describeProgress } from "../../components/strategy.ts";
import { renderWaitsFor } from "../../components/waits-for.ts";
import { approvalPath } from "../../../objects/approval/approval-url.ts";
import type { PageContext } from "../page-context.ts";
import { inboxPath } from "./inbox-path.ts";
import { renderDecided } from "./render-decided.ts";

export interface InboxFacts {
  readonly inbox: Inbox;
  readonly matchesFor: Approvals["matchesFor"];
}

/** What waits for one person, soonest deadline first; then what was decided. */
export function renderInbox(context: PageContext, { inbox, matchesFor }: InboxFacts): Page {
  const { waiting } = inbox;
  const rows = waiting.items.map((approval) => renderRow(context, approval, matchesFor));
  const body = html`<p class="vh" role="status" id="news"></p>
<div data-live id="inbox">
<div class="head"><div><h1 data-said>${headline(waiting.total)}</h1>${renderDue(inbox)}</div>
${renderFreshness(context.freshness, context.times)}</div>
<div class="stack">
${
  waiting.total === 0
    ? renderNothing(context)
    : html`<section aria-labelledby="waiting">
<h2 id="waiting" class="vh">Waiting for you</h2>
<ol class="queue" start="${(waiting.page - 1) * waiting.size + 1}">${rows}</ol>${renderPages(inbox)}</section>`
}
${renderDecided(context, inbox)}
</div>
</div>`;
  const count = waiting.total === 0 ? "" : ` (${formatCount(waiting.total)})`;
  return { title: `Inbox${count}`, body, current: "/" };
}

function headline(count: number): string {
  if (count === 0) return "Nothing waits for you";
  return count === 1 ? "1 approval waits for you" : `${formatCount(count)} approvals wait for you`;
}

function renderDue({ due }: Inbox): Html | false {
  if (due === 0) return false;
  return html`<p class="mut">${due === 1 ? "One is" : `${formatCount(due)} are`} due soon.</p>`;
}

/** Nothing while all fit on one page: the headline has their number. */
function renderPages({ waiting, decided }: Inbox): Html | false {
  if (waiting.total <= waiting.size) return false;
  return renderPaging(waiting, {
    label: "Pages of what waits for you",
    before: "Back",
    after: "Next",
    hrefOf: (page) => inboxPath({ waiting: page, decided: decided.page }),
  });
}

function renderRow(
  { viewer, times }: PageContext,
  approval: ApprovalView,
  matchesFor: Approvals["matchesFor"],
): Html {
  const matches = viewer === undefined ? [] : matchesFor(approval, viewer);
  const { deadline, openedAt, namespace, responses } = approval;
  const due = isDue(approval, times);
  const until =
    deadline === null
      ? html`<span class="mut">no deadline</span>`
      : html`<span class="vh">Until </span>${due ? html`<span class="due">${icon("warn")} ${times.until(deadline)}</span>` : times.until(deadline)}<small>${times.day(deadline)}</small>`;
  return html`<li${due && html` class="soon"`}>
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

function renderNothing({ viewer }: PageContext): Html {
  const groups = viewer?.groups ?? [];
  return html`<section class="panel stack" aria-labelledby="waiting"><h2 id="waiting" class="vh">Waiting for you</h2>
<p class="prose">When a pipeline asks you or one of your groups, the approval appears here by itself.</p>
<dl class="facts"><div><dt>You are asked as</dt><dd><bdi>${viewer?.name}</bdi></dd></div>
<div><dt>or as a member of</dt><dd>${groups.length === 0 ? html`<span class="mut">no group</span>` : groups.map((group, index) => html`${index > 0 && ", "}<bdi>${group}</bdi>`)}</dd></div></dl>
<p class="mut">Expected something? The pipeline may name another person or group.</p>
</section>`;
}
