import { html } from "hono/html";
import type { ApprovalDetail } from "../../../approvals/approval-view.ts";
import type { VoteRefusal } from "../../../decision/verdict.ts";
import type { Html } from "../../components/html.ts";
import { icon } from "../../components/icon.ts";
import { isOwnVote, renderVoter } from "../../components/person.ts";
import { describeNext } from "../../components/strategy.ts";
import { approvalPath } from "../../../objects/approval/approval-url.ts";
import type { PageContext } from "../page-context.ts";

/** Where a page that stays open says what has changed since; beside or in the vote's place. */
export const CHANGED = html`<div class="changed" id="changed" role="status"></div>`;

export interface ChangesFacts {
  readonly approval: ApprovalDetail;
  readonly refusal: VoteRefusal | undefined;
}

/**
 * What a page that was opened earlier says when it finds this one in its place: who looks is another, the request is
 * another, people have been asked again, there is no vote to give any more, there is one now, or others have voted.
 */
export function renderChanges(context: PageContext, { approval, refusal }: ChangesFacts): Html {
  const again = (words: string): Html => html`<a href="${approvalPath(approval)}">${words}</a>`;
  const { viewer } = context;
  const isOpen = approval.state === "pending";
  const mayVote = isOpen && viewer !== undefined && refusal === undefined;
  return html`<template id="changes">
${renderChange("viewer", describeViewer(context, again("Load the page again")))}
${renderChange("request", html`<b>The request has changed since you opened this page.</b> A vote for the old one would be refused. ${again("Read the new one")}.`)}
${mayVote && approval.attempt > 1 && renderChange("attempt", html`<b>People have been asked again since you opened this page: this is attempt ${approval.attempt}.</b> A vote for the one before would be refused. ${again("Load the page again")} to vote.`)}
${mayVote && renderChange("turn", html`<b>It waits for you now.</b> ${again("Load the page again")} to vote.`)}
${!mayVote && renderChange("closed", html`${describeClosed(context, approval, refusal)} A vote from this page would be refused. ${again(isOpen ? "Load the page again" : "See what was decided")}.`)}
${renderChange("standing", html`${describeStanding(context, approval)} ${isOpen ? html`Still open: ${describeNext(approval)}.` : html`${again("See what was decided")}.`}`)}
</template>`;
}

/** In the page that says that there is no such approval. */
export function renderGone(): Html {
  return html`<template id="changes">${renderChange("gone", html`<b>This approval is no longer there.</b> It was deleted, probably with its pipeline run, and takes no vote. <a href="/">Back to the inbox</a>.`)}</template>`;
}

type Change = "viewer" | "request" | "attempt" | "closed" | "turn" | "standing" | "gone";

function renderChange(change: Change, words: Html): Html {
  const tone = change === "standing" || change === "turn" ? "now" : "warn";
  return html`<div class="callout ${tone}" data-if="${change}">${icon("info")}<p>${words}</p></div>`;
}

function describeViewer({ viewer, ended }: PageContext, again: Html): Html {
  if (ended !== undefined)
    return html`<b>${ended.why}</b> This browser keeps what you typed. ${again} and sign in.`;
  const now = viewer === undefined ? html`Nobody is signed in` : html`You are <bdi>${viewer.name}</bdi>`;
  return html`<b>${now} in this browser now.</b> This page was opened under another name, so a vote from it would be refused. ${again}.`;
}

function describeClosed(
  context: PageContext,
  approval: ApprovalDetail,
  refusal: VoteRefusal | undefined,
): Html {
  if (approval.state !== "pending") return describeStanding(context, approval);
  switch (refusal) {
    case "AlreadyVoted":
    case "VotedInEarlierStage":
      return approval.votes.some((vote) => isOwnVote(context.viewer, vote))
        ? html`<b>You have voted already,</b> from another window.`
        : html`<b>Somebody who may be you has voted.</b>`;
    case "AssigneeAnswered":
      return html`<b>Others have voted meanwhile.</b> Your vote is no longer needed.`;
    case "DeadlinePassed":
      return html`<b>The deadline has passed.</b> It is too late to vote.`;
    case "ApprovalDeleted":
      return html`<b>This approval is being deleted.</b> It no longer takes votes.`;
    case "AlreadyDecided":
      return html`<b>${approval.message}</b> That is being recorded.`;
    case "NotEntitled":
    case undefined:
      return html`<b>It does not wait for you any more.</b>`;
  }
}

/** The last vote, or how it ended without one. */
function describeStanding({ viewer }: PageContext, { votes, state, message }: ApprovalDetail): Html {
  const vote = votes.at(-1);
  if (vote === undefined || state === "timedOut" || state === "cancelled") return html`<b>${message}</b>`;
  const decided = state !== "pending" && ", which decided it";
  return html`<b>${renderVoter(vote, viewer)} ${vote.decision === "approve" ? "approved" : "rejected"} meanwhile${decided}.</b>`;
}
