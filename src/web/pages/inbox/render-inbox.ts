import { html } from "hono/html";
import type { Inbox, Reading } from "../../../approvals/approvals.ts";
import { formatCount } from "../../components/counts.ts";
import { renderFreshness } from "../../components/freshness.ts";
import type { Html } from "../../components/html.ts";
import type { Page } from "../../components/layout.ts";
import { renderPaging } from "../../components/paging.ts";
import type { PageContext } from "../page-context.ts";
import { inboxPath, openPages } from "./inbox-path.ts";
import { renderDecided } from "./render-decided.ts";
import { renderQueueRow } from "./render-queue-row.ts";
import { renderVoted } from "./render-voted.ts";

export interface InboxFacts {
  readonly inbox: Inbox;
  readonly matchesFor: Reading["matchesFor"];
}

/** What waits for one person, soonest deadline first; then what waits for others after them; then what was decided. */
export function renderInbox(context: PageContext, { inbox, matchesFor }: InboxFacts): Page {
  const { waiting } = inbox;
  const { viewer } = context;
  const rows = waiting.items.map((approval) =>
    renderQueueRow(context, approval, viewer === undefined ? [] : matchesFor(approval, viewer)),
  );
  const body = html`<div data-live id="inbox">
<div class="head"><div data-says="${headline(waiting.total)}."><h1 tabindex="-1">${headline(waiting.total)}</h1>${renderDue(inbox)}</div>
${renderFreshness(context.freshness, context.times)}</div>
<div class="stack">
${
  waiting.total === 0
    ? renderNothing(context)
    : html`<section aria-labelledby="waiting">
<h2 id="waiting" class="vh">Waiting for you</h2>
<ol class="queue" start="${(waiting.page - 1) * waiting.size + 1}">${rows}</ol>${renderPages(inbox)}</section>`
}
${renderVoted(context, inbox)}
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
function renderPages(inbox: Inbox): Html | false {
  const { waiting } = inbox;
  if (waiting.total <= waiting.size) return false;
  return renderPaging(waiting, {
    label: "Pages of what waits for you",
    before: "Back",
    after: "Next",
    hrefOf: (page) => inboxPath({ ...openPages(inbox), waiting: page }),
  });
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
