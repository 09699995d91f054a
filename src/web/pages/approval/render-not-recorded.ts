import { html } from "hono/html";
import type { ApprovalView, VoteView } from "../../../approvals/approval-view.ts";
import type { VoteRefusal } from "../../../decision/verdict.ts";
import type { Html } from "../../components/html.ts";
import { icon } from "../../components/icon.ts";
import type { Page } from "../../components/layout.ts";
import { isOwnVote, renderVoter } from "../../components/person.ts";
import { approvalPath } from "../../../objects/approval/approval-url.ts";
import type { PageContext } from "../page-context.ts";
import { renderOwnWords } from "../render-own-words.ts";

export interface NotRecordedFacts {
  readonly approval: ApprovalView;
  /** Absent: for another reason than the engine's. */
  readonly refusal?: VoteRefusal;
  readonly message: string;
  readonly comment: string;
}

/** The vote came too late, or a second time: what happened instead, and what the reader had written. */
export function renderNotRecorded(context: PageContext, facts: NotRecordedFacts): Page {
  const { approval, comment } = facts;
  const decided = approval.state !== "pending";
  const body = html`<div class="head"><h1>Your vote was not recorded</h1></div>
<div class="stack">
<div class="callout bad" role="alert" tabindex="-1" autofocus>${icon("no")}<p>${renderReason(context, facts)} None of it was kept.</p></div>
${renderOwnWords(comment)}
${renderTheirWords(context, findDecidingVote(approval))}
<p class="btns"><a class="btn" href="${approvalPath(approval)}">${decided ? "See what was decided" : "See the approval"}</a><a class="btn line" href="/">Back to the inbox</a></p>
</div>`;
  return { title: "Not recorded", body, narrow: true };
}

function renderReason({ viewer, times }: PageContext, facts: NotRecordedFacts): Html {
  const { approval, refusal, message } = facts;
  const vote = findDecidingVote(approval);
  if (refusal === "AlreadyDecided" && vote !== undefined) {
    const did = vote.decision === "approve" ? "approved" : "rejected";
    return html`<b>${renderVoter(vote, viewer)} ${did} it at ${times.clock(Date.parse(vote.time))}, which decided it.</b> Your vote came after that.`;
  }
  return html`<b>${message}</b>`;
}

/** The last vote, when it ended the approval. */
function findDecidingVote({ state, votes }: ApprovalView): VoteView | undefined {
  return state === "approved" || state === "rejected" ? votes.at(-1) : undefined;
}

function renderTheirWords({ viewer }: PageContext, vote: VoteView | undefined): Html | false {
  if (vote === undefined || vote.comment === "" || isOwnVote(viewer, vote)) return false;
  return html`<section class="panel stack" aria-labelledby="theirs"><h2 id="theirs">What <bdi>${vote.by}</bdi> wrote</h2>
<blockquote class="written"><bdi>${vote.comment}</bdi></blockquote></section>`;
}
