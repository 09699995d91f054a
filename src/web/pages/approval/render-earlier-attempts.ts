import { html } from "hono/html";
import type { ApprovalDetail } from "../../../approvals/approval-view.ts";
import type { EarlierNotices } from "../../../objects/approval/notice.ts";
import { formatCount } from "../../components/counts.ts";
import type { Html } from "../../components/html.ts";
import type { PageContext } from "../page-context.ts";
import { renderVote } from "./render-people.ts";

/** What an admin reads of the messages of attempts that timed out; in this order, what there is of it. */
const TOLD = {
  sent: "were sent",
  failed: "failed",
  unknown: "may have arrived",
  skipped: "were not sent any more",
  lost: "of single votes failed or may have arrived",
} as const satisfies Readonly<Record<keyof EarlierNotices, string>>;

/** The attempts that timed out before this one, and the votes of each, which stay on record and do not count. */
export function renderEarlierAttempts(context: PageContext, approval: ApprovalDetail): Html | false {
  const { attempt, attempts, earlierVotes } = approval;
  if (attempt === 1) return false;
  const earlier = Array.from({ length: attempt - 1 }, (_, index) => index + 1);
  return html`<section class="panel stack" aria-labelledby="attempts">
<div class="bar">
<h2 id="attempts">${attempt === 2 ? "The previous attempt" : "The previous attempts"}</h2>
<p class="mut">This is attempt ${attempt} of ${attempts}. Votes of an attempt that timed out stay on record and do not count.</p></div>
${earlier.map((number) => {
  const votes = earlierVotes.filter((vote) => vote.attempt === number);
  const shown =
    votes.length === 0
      ? html`<p class="mut">Nobody voted.</p>`
      : html`<ul class="people">${votes.map((vote) => renderVote(context, vote))}</ul>`;
  return html`<div><h3>Attempt ${number}: timed out</h3>${shown}</div>`;
})}
${approval.earlierNotices !== null && renderCounts(approval.earlierNotices)}
</section>`;
}

function renderCounts(counts: EarlierNotices): Html {
  const ends = Object.keys(TOLD) as (keyof EarlierNotices)[];
  const parts = ends.flatMap((end) => (counts[end] > 0 ? [`${formatCount(counts[end])} ${TOLD[end]}`] : []));
  return html`<p class="mut">Messages of earlier attempts: ${parts.join(", ")}.</p>`;
}
