import { html } from "hono/html";
import { renderDeadline } from "../../components/deadline.ts";
import { renderFreshness } from "../../components/freshness.ts";
import type { Html } from "../../components/html.ts";
import { icon } from "../../components/icon.ts";
import type { Page } from "../../components/layout.ts";
import { describeNext } from "../../components/strategy.ts";
import { renderVerdictTag } from "../../components/verdict-tag.ts";
import { renderWaitsFor } from "../../components/waits-for.ts";
import type { PageContext } from "../page-context.ts";
import { renderOwnWords } from "../render-own-words.ts";
import { approvalPath } from "../../../objects/approval/approval-url.ts";
import type { ApprovalFacts, Draft } from "./approval-facts.ts";
import { renderAsked } from "./render-asked.ts";
import { renderChanges } from "./render-changes.ts";
import { renderCrumbs } from "./render-crumbs.ts";
import { renderEarlierAttempts } from "./render-earlier-attempts.ts";
import { renderHistory } from "./render-history.ts";
import { renderNotices } from "./render-notices.ts";
import { renderPeople } from "./render-people.ts";
import { refreshSecondsOf, renderPipelineRun } from "./render-pipeline-run.ts";
import { renderRunFacts } from "./render-run-facts.ts";
import { renderVoteForm } from "./render-vote-form.ts";
import { explainNoForm, renderVoteNote } from "./render-vote-note.ts";

/** A pending approval: what is asked, by whom, until when; the people; and the vote, or the note in its place. */
export function renderApproval(context: PageContext, facts: ApprovalFacts): Page {
  const { approval, refusal } = facts;
  const mayVote = context.viewer !== undefined && refusal === undefined;
  const hasForm = mayVote && explainNoForm(context, approval) === undefined;
  const vote = hasForm ? renderVoteForm(context, facts) : renderVoteNote(context, facts);
  const people = renderPeople(context, facts);
  const run = renderRunFacts(approval);
  const [second, third] = approval.votes.length > 0 ? [people, run] : [run, people];
  const tag = describeTag(facts, mayVote);
  const live = html` data-live="${refreshSecondsOf(approval)}"`;
  const body = html`${renderCrumbs(approval)}
${renderFault(facts)}
${renderKept(facts, mayVote)}
<article class="cols side" data-source="${approvalPath(approval)}">
<header class="wide stack" id="standing"${live}>
<div class="head" data-says="Pending: ${tag}.">
<h1 tabindex="-1"><bdi>${approval.title}</bdi></h1>${renderVerdictTag(approval, tag)}</div>
${renderFacts(context, facts)}
${renderFreshness(context.freshness, context.times)}
</header>
<div class="stack" id="content"${live}>
${renderAsked(approval)}
${second}
${third}
${renderNotices(context, approval)}
${renderEarlierAttempts(context, approval)}
${renderHistory(context, approval)}
${facts.mayCancel && context.link === undefined && renderWayToCancel(approval)}
</div>
${vote}
</article>
${renderChanges(context, facts)}`;
  return { title: approval.title, body, current: "/", hasVote: hasForm };
}

/** For whoever may; the page that it leads to asks for the reason. */
function renderWayToCancel(approval: ApprovalFacts["approval"]): Html {
  return html`<section class="panel stack no-print" aria-labelledby="cancel"><h2 id="cancel">Cancel</h2>
<p>You may end this approval for everybody, with a reason. This is not a vote.</p>
<p><a class="btn line" href="${approvalPath(approval)}/cancel">${icon("stop")}Cancel this approval…</a></p></section>`;
}

const FAULTS: Readonly<Record<Draft["kind"], string>> = {
  invalid: "Your vote was not recorded.",
  wrongCode: "Your vote was not recorded.",
  changed: "Your vote was not recorded: this has changed since it was shown to you.",
  notRecorded: "Your vote was not recorded.",
  notKnown: "It is not known whether your vote is recorded.",
};

/** Why the vote that was just sent is not (or may not be) recorded; the comment is in the form again. */
function renderFault({ approval, draft }: ApprovalFacts): Html | false {
  if (draft === undefined) return false;
  const receipt =
    draft.kind === "notKnown" &&
    html` <a href="${approvalPath(approval)}/receipt">See what is recorded</a> once it is back, or send it again: a vote counts once.`;
  return html`<div class="callout bad" role="alert" id="fault" tabindex="-1" autofocus>${icon("no")}<p><b>${FAULTS[draft.kind]}</b> ${draft.fault} Your comment is kept in the form.${receipt}</p></div>`;
}

/** Back from the provider. Whoever cannot vote any more gets back what was typed. */
function renderKept({ kept }: ApprovalFacts, mayVote: boolean): Html | false {
  if (kept === undefined) return false;
  if (!mayVote) return renderOwnWords(kept.comment);
  const comment = kept.comment.trim() !== "" && " Your comment is in the form.";
  return html`<div class="callout now" role="status" id="kept" tabindex="-1" autofocus>${icon("info")}<p><b>You are signed in; your vote is not recorded yet.</b>${comment} Vote now.</p></div>`;
}

function describeTag({ approval, refusal }: ApprovalFacts, mayVote: boolean): string {
  if (mayVote) return "waiting for you";
  if (refusal === "AlreadyDecided" || refusal === "DeadlinePassed") return "too late to vote";
  if (approval.strategy === "FOUR_EYES" && approval.stage === 2) return "waiting for a second person";
  return "waiting for others";
}

function renderFacts(context: PageContext, { approval, matches, refusal }: ApprovalFacts): Html {
  const { times } = context;
  const { pipeline, task, namespace, openedAt } = approval;
  const counted = refusal === undefined ? matches : [];
  const run = renderPipelineRun(context, approval);
  return html`<dl class="facts">
<div><dt>Pipeline</dt><dd><bdi>${pipeline}</bdi><small>${run}</small></dd></div>
<div><dt>Task</dt><dd><bdi>${task ?? approval.name}</bdi><small>in ${namespace}, opened ${times.ago(openedAt)}</small></dd></div>
<div><dt>Waits for</dt><dd>${renderWaitsFor({ approval, matches: counted })}<small>${describeNext(approval)}</small></dd></div>
<div><dt>Until</dt><dd>${renderDeadline(approval, times)}</dd></div>
</dl>`;
}
