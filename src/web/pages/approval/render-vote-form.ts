import { html } from "hono/html";
import { describeApproval, describeRejection } from "../../components/consequences.ts";
import type { Html } from "../../components/html.ts";
import { icon } from "../../components/icon.ts";
import { BOUNDS } from "../../../objects/approval/approval-task.ts";
import { approvalPath } from "../../../objects/approval/approval-url.ts";
import type { PageContext } from "../page-context.ts";
import type { ApprovalFacts, Draft } from "./approval-facts.ts";
import { CHANGED } from "./render-changes.ts";
import { renderStanding } from "./standing.ts";

/** The two answers and a comment. The form is its own confirmation: neither button is preselected. */
export function renderVoteForm(context: PageContext, { approval, draft, kept }: ApprovalFacts): Html {
  const { token } = context;
  const operation = (draft ?? kept)?.operation ?? context.operation;
  const legend =
    approval.strategy === "FOUR_EYES" && approval.stage === 2 ? "Your vote, the second of two" : "Your vote";
  const invalid = draft?.kind === "invalid" && html` aria-invalid="true"`;
  return html`<form class="vote" id="vote" method="post" action="${approvalPath(approval)}/votes"${renderStanding(context.viewer, approval)}>
${CHANGED}
<input type="hidden" name="token" value="${token}"><input type="hidden" name="digest" value="${approval.digest}"><input type="hidden" name="attempt" value="${approval.attempt}"><input type="hidden" name="operation" value="${operation}">
<fieldset><legend>${legend}</legend>
<label for="comment">Comment, optional</label>
<textarea id="comment" name="comment" placeholder=" " data-characters="${BOUNDS.comment}" data-bytes="${BOUNDS.commentBytes}" aria-describedby="comment-hint comment-room${draft?.kind === "invalid" && " fault"}"${invalid}>
${(draft ?? kept)?.comment ?? ""}</textarea>
<p class="hint" id="comment-hint">The pipeline and everyone who was asked can read it.</p>
<p class="room" id="comment-room"></p>
${context.link !== undefined && renderCode(draft)}
<div class="say">
<button class="yes" name="decision" value="approve" aria-describedby="approve-then">${icon("check")}Approve</button>
<p id="approve-then">${describeApproval(approval)}</p>
<button class="no" name="decision" value="reject" aria-describedby="reject-then">${icon("cross")}Reject</button>
<p id="reject-then">${describeRejection(approval)}</p>
</div>
<p class="vh" role="status" data-sending="Sending your vote…"></p>
</fieldset>
<p class="digest"><small>Your vote counts for exactly this request<br><code>${approval.digest.slice(0, 23)}…</code></small></p>
</form>`;
}

/** What no page and no address has: whoever only follows links and sends forms cannot fill it in. */
function renderCode(draft: Draft | undefined): Html {
  const invalid = draft?.kind === "wrongCode" && html` aria-invalid="true"`;
  return html`<label for="code">Code from your message</label>
<input id="code" name="code" required maxlength="20" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="code-hint${draft?.kind === "wrongCode" && " fault"}"${invalid}>
<p class="hint" id="code-hint">Eight letters and digits, beside the link. They show that you have read the message.</p>`;
}
