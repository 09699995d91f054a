import { html } from "hono/html";
import type { ApprovalDetail } from "../../../approvals/approval-view.ts";
import { approvalPath } from "../../../objects/approval/approval-url.ts";
import type { Html } from "../../components/html.ts";
import { icon } from "../../components/icon.ts";
import type { Page } from "../../components/layout.ts";
import { describeProgress } from "../../components/strategy.ts";
import { renderWaitsFor } from "../../components/waits-for.ts";
import { renderCrumbs } from "../approval/render-crumbs.ts";
import type { PageContext } from "../page-context.ts";

/** What was typed before, and why it was not done. */
export interface CancelDraft {
  readonly reason: string;
  /** Of the form that was sent: sent again, it is the same cancellation. */
  readonly operation: string | undefined;
  /** Absent: it waited for a sign-in. */
  readonly fault?: string;
}

/** The form that ends an approval. It is its own confirmation: what ends stands above, what follows below. */
export function renderCancel(context: PageContext, approval: ApprovalDetail, draft?: CancelDraft): Page {
  const { times, token } = context;
  const { pipeline, task, namespace, name, openedAt, digest } = approval;
  const path = approvalPath(approval);
  const isAtFault = draft?.fault !== undefined;
  const body = html`${renderCrumbs(approval)}
<div class="head"><h1${!isAtFault && html` tabindex="-1"`}>Cancel this approval?</h1></div>
<div class="stack">
${renderFault(draft)}
<section class="panel stack" aria-label="What is cancelled">
<p class="title"><a href="${path}"><bdi>${approval.title}</bdi></a></p>
<dl class="facts">
<div><dt>Pipeline</dt><dd><bdi>${pipeline}</bdi><small>task <bdi>${task ?? name}</bdi>, in ${namespace}</small></dd></div>
<div><dt>Waits for</dt><dd>${renderWaitsFor({ approval, matches: [] })}<small>${describeProgress(approval)}, opened ${times.ago(openedAt)}</small></dd></div>
</dl>
</section>
<form class="panel stack" method="post" action="${path}/cancel">
<div><input type="hidden" name="token" value="${token}"><input type="hidden" name="digest" value="${digest}"><input type="hidden" name="operation" value="${draft?.operation ?? context.operation}">
<label for="reason">Why is it cancelled?</label>
<textarea id="reason" name="reason" rows="3" required aria-describedby="reason-hint${isAtFault && " fault"}"${isAtFault && html` aria-invalid="true"`}>
${draft?.reason ?? ""}</textarea>
<p class="hint" id="reason-hint">Everybody who was asked can read it, and whoever looks at the run. At most 400 characters.</p></div>
<p>The run ends as cancelled, with <code>decision=false</code>. Nobody can vote any more, no other attempt begins, and it cannot be taken back.</p>
<p class="btns"><button class="btn danger">${icon("stop")}Cancel this approval</button><a class="btn line" href="${path}">Keep it open</a></p>
</form>
</div>`;
  return { title: `Cancel: ${approval.title}`, body, current: "/", narrow: true };
}

function renderFault(draft: CancelDraft | undefined): Html | false {
  if (draft?.fault === undefined) return false;
  return html`<div class="callout bad" role="alert" id="fault" tabindex="-1" autofocus>${icon("no")}<p>${draft.fault}</p></div>`;
}
