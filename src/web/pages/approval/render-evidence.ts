import { html } from "hono/html";
import type { ApprovalDetail } from "../../../approvals/approval-view.ts";
import type { Html } from "../../components/html.ts";
import { lookOf } from "../../components/verdict-tag.ts";
import type { PageContext } from "../page-context.ts";
import { describeWay } from "./render-people.ts";
import { renderPipelineRun } from "./render-pipeline-run.ts";
import { renderResults } from "./render-results.ts";

function renderCancellation({ cancellation }: ApprovalDetail): Html | false {
  if (cancellation === null) return false;
  const { by, subject, reason } = cancellation;
  const account = subject !== undefined && html`, account <code>${subject}</code>`;
  return html`<tr><th scope="row">Cancelled by</th><td><bdi>${by}</bdi>, ${describeWay(cancellation)}${account}</td></tr>
<tr><th scope="row">Because</th><td><bdi>${reason}</bdi></td></tr>`;
}

/** Everything that pins the record down, in full: no digest is shortened. */
export function renderEvidence(context: PageContext, approval: ApprovalDetail): Html {
  const { pipeline, namespace, name, uid, digest, resourceVersion, url, attempt, attempts } = approval;
  const { received, required } = approval.responses;
  const run = renderPipelineRun(context, approval);
  return html`<section class="panel" aria-labelledby="evidence"><h2 id="evidence">Evidence</h2>
<div class="stack">
<table class="kv"><caption>${approval.state === "pending" ? "Request" : "Decision"}</caption><tbody>
<tr><th scope="row">Verdict</th>
<td>${lookOf(approval).label.toLowerCase()}, <code>${approval.reason}</code>: ${received} of ${required} ${required === 1 ? "vote" : "votes"}</td></tr>
${renderCancellation(approval)}
${attempts > 1 && html`<tr><th scope="row">Attempt</th><td>${attempt} of ${attempts}</td></tr>`}
<tr><th scope="row">Pipeline</th><td><bdi>${pipeline}</bdi>, ${run}</td></tr>
<tr><th scope="row">Approval</th><td><code>${namespace}/${name}</code></td></tr>
<tr><th scope="row">Page</th><td>${url}</td></tr>
<tr><th scope="row">UID</th><td><code>${uid}</code></td></tr>
<tr><th scope="row">Request</th><td><code>${digest}</code></td></tr>
<tr><th scope="row">Resource version</th><td><code>${resourceVersion}</code></td></tr>
</tbody></table>
${renderResults(approval)}
</div>
</section>`;
}
