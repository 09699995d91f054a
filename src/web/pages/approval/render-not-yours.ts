import { html } from "hono/html";
import type { ApprovalView } from "../../../approvals/approval-view.ts";
import { icon } from "../../components/icon.ts";
import type { Page } from "../../components/layout.ts";
import { renderAssignee } from "../../components/person.ts";
import { linkToSignIn } from "../../components/sign-in.ts";
import { approvalPath } from "../../../objects/approval/approval-url.ts";
import type { PageContext } from "../page-context.ts";
import { renderOwnWords } from "../render-own-words.ts";
import { renderStranger } from "./render-stranger.ts";

export interface NotYoursFacts {
  readonly approval: ApprovalView;
  readonly comment: string;
}

/** A vote by somebody whom the approval does not ask: who is asked instead, and as whom the reader came. */
export function renderNotYours({ viewer, signIn }: PageContext, { approval, comment }: NotYoursFacts): Page {
  const path = approvalPath(approval);
  const link = linkToSignIn(signIn, path);
  const body = html`<div class="head"><h1 tabindex="-1" autofocus>This one waits for others, not for you</h1></div>
<div class="stack">
<section class="panel stack" aria-label="Who is asked">
<p class="prose"><a href="${path}"><bdi>${approval.title}</bdi></a> asks these people. You may read it, but your vote does not count, and it was not recorded.</p>
<ul class="people">${approval.assignees.map(
    (assignee) =>
      html`<li>${icon("todo", "off")}<div>${renderAssignee(assignee, viewer)}<small>${assignee.kind === "group" ? "group" : "named"}</small></div><span></span></li>`,
  )}</ul>
${viewer !== undefined && renderStranger(viewer, approval)}
<p>Should it be you? Use the name that the pipeline asks for, or ask the pipeline’s owner to add you.</p>
<p class="btns"><a class="btn" href="${path}">Read the request</a>${link !== undefined && html`<a class="btn line" href="${link.href}">Continue as somebody else</a>`}</p>
</section>
${renderOwnWords(comment)}
</div>`;
  return { title: "Not yours", body, narrow: true };
}
