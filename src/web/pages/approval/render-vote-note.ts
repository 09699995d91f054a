import { html } from "hono/html";
import type { ApprovalDetail, VoteView } from "../../../approvals/approval-view.ts";
import type { VoteRefusal } from "../../../decision/verdict.ts";
import type { Html } from "../../components/html.ts";
import { isOwnVote } from "../../components/person.ts";
import { describeSignIn, linkToSignIn, renderSignInButton } from "../../components/sign-in.ts";
import { renderWaitsFor } from "../../components/waits-for.ts";
import { mayBeVoteOf } from "../../../approvals/is-vote-of.ts";
import { explainNoLink } from "../../../approvals/refuse-link.ts";
import { approvalPath } from "../../../objects/approval/approval-url.ts";
import type { PageContext } from "../page-context.ts";
import type { ApprovalFacts } from "./approval-facts.ts";
import { CHANGED } from "./render-changes.ts";
import { renderStranger } from "./render-stranger.ts";
import { renderStanding } from "./standing.ts";

/** What stands in the place of the form for somebody who cannot vote now, and what they can do. */
export function renderVoteNote(context: PageContext, { approval, refusal }: ApprovalFacts): Html {
  const { title, text } = describeNote(context, approval, refusal);
  return html`<aside class="vote stack" id="vote" aria-labelledby="note"${renderStanding(context.viewer, approval)}>${CHANGED}<h2 id="note">${title}</h2>
${text}
<p><a class="btn line" href="/">Back to the inbox</a></p></aside>`;
}

/** Why whoever came by a link and would be taken at their word elsewhere gets no form: a sentence; undefined: they get one. */
export function explainNoForm({ link }: PageContext, { strategy }: ApprovalDetail): string | undefined {
  if (link === undefined) return undefined;
  if (!link.decides)
    return "You came by a link that was sent to you, and whoever has it can see what you see.";
  return explainNoLink(strategy);
}

interface Note {
  readonly title: string;
  readonly text: Html;
}

function describeNote(
  context: PageContext,
  approval: ApprovalDetail,
  refusal: VoteRefusal | undefined,
): Note {
  const link = linkToSignIn(context.signIn, approvalPath(approval));
  const own = approval.votes.find((vote) => isOwnVote(context.viewer, vote));
  const noForm = explainNoForm(context, approval);
  if (refusal === undefined && noForm !== undefined) {
    return {
      title: "A link only shows this; you cannot vote with it",
      text: html`<p>${noForm} ${describeSignIn(context.signIn, link, "vote")}</p>${renderSignInButton(link)}`,
    };
  }
  if (refusal === undefined) {
    return {
      title: "Who are you?",
      text: html`<p>${describeSignIn(context.signIn, link, "vote")} You can read the request either way.</p>${renderSignInButton(link)}`,
    };
  }
  switch (refusal) {
    case "NotEntitled":
      return {
        title: "This one waits for others, not for you",
        text: html`<p>You may read it, but your vote would not count: it asks neither for you by name nor for any of your groups.</p>
${context.viewer !== undefined && renderStranger(context.viewer, approval)}
<p class="mut">Should it be you? Ask the pipeline’s owner to add you${link !== undefined && html`, or <a href="${link.href}">continue as somebody else</a>`}.</p>`,
      };
    case "AlreadyVoted":
      if (own === undefined) return describeNamesake(context, approval);
      return {
        title: "You have voted",
        text: html`${renderOwn(context, own)}<p class="mut">It is still waiting for the others. A vote cannot be changed.</p>`,
      };
    case "VotedInEarlierStage":
      if (own === undefined) return describeNamesake(context, approval);
      return {
        title: "You voted in the first stage",
        text: html`${renderOwn(context, own)}<p>Someone else must vote in the second stage: ${renderWaitsFor({ approval, matches: [] })}.</p>
<p class="mut">A vote cannot be changed. If you were wrong, tell the second person before they vote.</p>`,
      };
    case "AssigneeAnswered":
      return {
        title: "Your vote is no longer needed",
        text: html`<p>Others have already voted for every person and group that your vote could count for.</p>`,
      };
    case "ApprovalDeleted":
      return {
        title: "This approval is being deleted",
        text: html`<p>It no longer takes votes. If its run still waits, people are asked again, in a moment and on this page.</p>`,
      };
    case "AlreadyDecided":
    case "DeadlinePassed":
      return {
        title: "It is too late to vote",
        text: html`<p>${refusal === "DeadlinePassed" ? "The deadline has passed; the time-out is being recorded." : "It is decided; that is being recorded."} Reload the page to see the outcome.</p>`,
      };
  }
}

/** The engine takes no two people for certain whose names or accounts cannot be told apart. */
function describeNamesake({ viewer }: PageContext, { votes }: ApprovalDetail): Note {
  const theirs = viewer && votes.find((vote) => mayBeVoteOf(viewer, vote));
  return {
    title: "Somebody who may be you has voted",
    text: html`<p>${theirs === undefined ? "Their" : html`<b><bdi>${theirs.by}</bdi> ${theirs.decision === "approve" ? "approved" : "rejected"}.</b> Their`} name or account cannot be told apart from yours, <bdi>${viewer?.name}</bdi>, so the two of you count as one. Somebody else must vote.</p>
<p class="mut">A vote cannot be changed.</p>`,
  };
}

function renderOwn({ times }: PageContext, vote: VoteView): Html {
  const comment =
    vote.comment !== "" && html`<blockquote class="written"><bdi>${vote.comment}</bdi></blockquote>`;
  return html`<p>You ${vote.decision === "approve" ? "approved" : "rejected"} at ${times.short(vote.time)}.</p>${comment}`;
}
