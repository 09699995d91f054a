import { html } from "hono/html";
import type { ApprovalDetail, ApprovalView, VoteView } from "../../../approvals/approval-view.ts";
import { parseTime } from "../../../std/clock.ts";
import { formatCount } from "../../components/counts.ts";
import { renderFreshness } from "../../components/freshness.ts";
import type { Html } from "../../components/html.ts";
import { icon } from "../../components/icon.ts";
import type { Page } from "../../components/layout.ts";
import { isOwnVote } from "../../components/person.ts";
import { describeLength } from "../../components/times.ts";
import { isTooLate, lookOf, renderVerdictTag } from "../../components/verdict-tag.ts";
import { approvalPath } from "../../../objects/approval/approval-url.ts";
import type { PageContext } from "../page-context.ts";
import { renderAsked } from "./render-asked.ts";
import { renderAskedPeople } from "./render-asked-people.ts";
import { CHANGED, renderChanges } from "./render-changes.ts";
import { renderCrumbs } from "./render-crumbs.ts";
import { renderEarlierAttempts } from "./render-earlier-attempts.ts";
import { renderEvidence } from "./render-evidence.ts";
import { renderHistory } from "./render-history.ts";
import { renderNotices } from "./render-notices.ts";
import { describeWay, renderVote } from "./render-people.ts";
import { renderRunFacts } from "./render-run-facts.ts";
import { refreshSecondsOf } from "./render-pipeline-run.ts";
import { renderStanding } from "./standing.ts";

export interface RecordFacts {
  readonly approval: ApprovalDetail;
  /** When the API server was read for this page; undefined: it comes from the watched cache. */
  readonly readBackMs: number | undefined;
  /** What else waits for the viewer. */
  readonly waiting: { readonly first: readonly ApprovalView[]; readonly total: number };
}

/** What is recorded: the receipt of a vote, and the page of an approval that is decided. Prints as evidence. */
export function renderRecord(context: PageContext, facts: RecordFacts): Page {
  const { approval } = facts;
  const voted = approval.votes.some((vote) => isOwnVote(context.viewer, vote));
  const recorded =
    facts.readBackMs !== undefined && voted && html` data-recorded="${approvalPath(approval)}"`;
  const isReceipt = facts.readBackMs !== undefined;
  // A receipt stays what was read back; the page of the approval is that of what is watched.
  const live = !isReceipt && html` data-live="${refreshSecondsOf(approval)}"`;
  const title = `${lookOf(approval).label}: ${approval.title}`;
  const body = html`${renderCrumbs(approval)}
${CHANGED}
<article class="cols side" data-source="${approvalPath(approval)}"${recorded}>
<header class="wide stack" id="standing"${live}>
<div class="head" data-says="${lookOf(approval).label}."><h1 tabindex="-1"><bdi>${approval.title}</bdi></h1>${renderVerdictTag(approval)}</div>
${!isReceipt && renderFreshness(context.freshness, context.times)}
${isReceipt && approval.state === "pending" && renderWatch(approval)}
</header>
<div class="stack" id="content"${live}>
${renderStamp(context, facts)}
${renderAsked(approval)}
${renderAskedPeople(context, approval)}
${!isReceipt && renderNotices(context, approval)}
${renderEarlierAttempts(context, approval)}
${renderRunFacts(approval)}
${renderEvidence(context, approval)}
${renderHistory(context, approval)}
</div>
${renderWaiting(context, facts)}
</article>
${!isReceipt && renderChanges(context, { approval, refusal: undefined })}`;
  return { title, body, current: "/" };
}

/** A receipt that waits for others says when they have voted, and never changes what it says itself. */
function renderWatch(approval: ApprovalDetail): Html {
  return html`<p class="mut" data-live="${refreshSecondsOf(approval)}"><span class="still">Others still have to vote. See <a href="${approvalPath(approval)}">the approval</a> for what has come since.</span><span class="moving">Others still have to vote. This page says so when they do.</span></p>`;
}

function renderStamp(context: PageContext, { approval, readBackMs }: RecordFacts): Html {
  const { times } = context;
  const look = lookOf(approval);
  const source =
    readBackMs === undefined
      ? approval.decidedAt !== null && html`${look.label} ${times.full(approval.decidedAt)}`
      : html`Read back from the cluster at ${times.clock(readBackMs)}`;
  return html`<section class="panel stack" aria-labelledby="record">
<div class="stamp">${icon(look.icon, look.tone)}<div><h2 id="record" class="title">${headline(context, approval)}</h2><p class="mut">${source}</p></div></div>
${renderAfterword(approval)}
${renderOutcome(context, approval)}
${renderOwnVote(context, approval)}
${renderVotes(context, approval)}
</section>`;
}

/** What the end means for the pipeline and for the votes, where nobody decided it. */
function renderAfterword(approval: ApprovalDetail): Html | false {
  const { state, message, votes, outlook, pipelineRunVerified } = approval;
  const given = votes.length > 0 && html`<p>The votes cast stay on record, but had no effect.</p>`;
  const isWholeTask = pipelineRunVerified && outlook.others.total === 0;
  const failed = isWholeTask ? "The task failed in the pipeline run" : "It ended as failed";
  const result = state === "timedOut" && html` ${failed}, with <code>decision=false</code>.`;
  if (isTooLate(approval))
    return html`<p class="prose">${message}${result}</p>${given}<p>${adviseForMoreTime(approval)}</p>`;
  return state === "cancelled" && html`<p class="prose">${message}</p>${given}`;
}

function adviseForMoreTime({ state }: ApprovalDetail): Html {
  const again = "To ask again, start the pipeline once more.";
  return state === "timedOut"
    ? html`${again} A longer deadline is the task’s <code>timeout</code>, and the pipeline run’s own timeout must be longer still.`
    : html`${again} For more time, raise its limit in the pipeline run’s <code>spec.timeouts</code>: where none is set, Tekton gives it an hour. <code>pipeline: "0"</code> sets no limit on the whole run.`;
}

function headline({ viewer }: PageContext, approval: ApprovalDetail): string {
  const { state, votes, message } = approval;
  if (isTooLate(approval)) return "It is too late to vote";
  const own = votes.findLast((vote) => isOwnVote(viewer, vote));
  switch (state) {
    case "pending":
      return own !== undefined
        ? "Your vote is recorded; the approval is still waiting"
        : "It is not decided yet";
    case "approved":
    case "rejected":
      return own !== undefined && isAsDecided(own, approval) ? DECIDED_SO : message;
    case "timedOut":
    case "cancelled":
      return "No vote is needed any more";
  }
}

const DECIDED_SO = "Your vote is recorded; the approval is decided";

function isAsDecided({ decision }: VoteView, { state }: ApprovalView): boolean {
  return (decision === "approve") === (state === "approved");
}

/** For a voter, below the headline: by whom it was decided, or what became of their vote where others decided otherwise. */
function renderOutcome({ viewer }: PageContext, approval: ApprovalDetail): Html | false {
  const { state, votes, message } = approval;
  const own = votes.findLast((vote) => isOwnVote(viewer, vote));
  if (own === undefined || (state !== "approved" && state !== "rejected")) return false;
  if (isAsDecided(own, approval)) return html`<p class="prose"><bdi>${message}</bdi></p>`;
  return html`<p class="prose">You had ${own.decision === "approve" ? "approved" : "rejected"}, which is on record as well: one rejection rejects.</p>`;
}

function renderOwnVote({ viewer, times }: PageContext, { votes, openedAt }: ApprovalDetail): Html | false {
  const vote = votes.findLast((one) => isOwnVote(viewer, one));
  if (vote === undefined) return false;
  const lengthMs = (parseTime(vote.time) ?? 0) - (parseTime(openedAt) ?? 0);
  return html`<dl class="facts">
<div><dt>Vote</dt><dd>${vote.decision === "approve" ? "Approve" : "Reject"}<small>${describeWay(vote)}</small></dd></div>
<div><dt>By</dt><dd><bdi>${vote.by}</bdi>${renderAddress(vote)}</dd></div>
<div><dt>When</dt><dd>${times.full(vote.time)}<small>${describeLength(lengthMs)} after it opened</small></dd></div>
</dl>
${vote.comment !== "" && html`<div><span class="label">Comment</span><blockquote class="written"><bdi>${vote.comment}</bdi></blockquote></div>`}`;
}

function renderAddress({ by, email = by }: VoteView): Html | false {
  return email !== by && html`<small><bdi>${email}</bdi></small>`;
}

/** The votes of others; one's own stands above, at length. */
function renderVotes(context: PageContext, { votes }: ApprovalDetail): Html | false {
  const others = votes.filter((vote) => !isOwnVote(context.viewer, vote));
  if (others.length === 0) return false;
  return html`<ul class="people">${others.map((vote) => renderVote(context, vote))}</ul>`;
}

function renderWaiting(context: PageContext, { approval, readBackMs, waiting }: RecordFacts): Html {
  const { viewer, times, pipelineRunPath } = context;
  const { namespace, pipelineRun: name, pipelineRunStanding } = approval;
  const run =
    name !== null &&
    pipelineRunStanding === "verified" &&
    pipelineRunPath !== undefined &&
    html`<p><a class="btn line" href="${pipelineRunPath({ namespace, name })}">Follow the pipeline run</a></p>`;
  const nothing =
    context.link === undefined ? "Nothing else waits for you" : "Your link shows this and no more";
  const title =
    waiting.total === 0
      ? nothing
      : `${formatCount(waiting.total)} more ${waiting.total === 1 ? "waits" : "wait"} for you`;
  const rows = waiting.first.map(
    (approval) =>
      html`<li><a href="${approvalPath(approval)}"><bdi>${approval.title}</bdi></a><small>${approval.deadline === null ? "no deadline" : times.until(approval.deadline)}</small></li>`,
  );
  const fixed = readBackMs !== undefined && html` data-fixed`;
  return html`<aside class="panel stack no-print" aria-labelledby="more" id="vote"${renderStanding(viewer, approval)}${fixed}><h2 id="more">${title}</h2>
${rows.length > 0 && html`<ol class="stack">${rows}</ol>`}
${run}
<p><a class="btn line" href="/">Back to the inbox</a></p>
<p class="mut"><small>This page prints as evidence: use your browser’s print command.</small></p>
</aside>`;
}
