import { html } from "hono/html";
import type { ApprovalDetail } from "../../../approvals/approval-view.ts";
import type { Html } from "../../components/html.ts";
import { lookOf } from "../../components/verdict-tag.ts";
import type { PageContext } from "../page-context.ts";
import { renderPipelineRun } from "./render-pipeline-run.ts";

/** Everything that pins the record down, in full: no digest is shortened. */
export function renderEvidence(context: PageContext, approval: ApprovalDetail): Html {
  const { pipeline, namespace, name, uid, digest, resourceVersion, url } = approval;
  const { received, required } = approval.responses;
  const run = renderPipelineRun(context, approval);
  return html`<section class="panel" aria-labelledby="evidence"><h2 id="evidence">Evidence</h2>
<div class="stack">
<table class="kv"><caption>${approval.state === "pending" ? "Request" : "Decision"}</caption><tbody>
<tr><th scope="row">Verdict</th>
<td>${lookOf(approval).label.toLowerCase()}, <code>${approval.reason}</code>: ${received} of ${required} ${required === 1 ? "vote" : "votes"}</td></tr>
<tr><th scope="row">Pipeline</th><td><bdi>${pipeline}</bdi>, ${run}</td></tr>
<tr><th scope="row">Approval</th><td><code>${namespace}/${name}</code></td></tr>
<tr><th scope="row">Page</th><td>${url}</td></tr>
<tr><th scope="row">UID</th><td><code>${uid}</code></td></tr>
<tr><th scope="row">Request</th><td><code>${digest}</code></td></tr>
<tr><th scope="row">Resource version</th><td><code>${resourceVersion}</code></td></tr>
</tbody></table>
${approval.results !== null && renderResults(approval)}
</div>
</section>`;
}

const RESULTS = ["decision", "approvedBy", "rejectedBy", "comment"] as const;

function renderResults({ results, votes }: ApprovalDetail): Html {
  const typed = votes.map(({ comment }) => comment).filter((comment) => comment !== "");
  return html`<table class="kv"><caption>Results given to the pipeline</caption><tbody>${RESULTS.map(
    (name) => {
      const value = results?.[name] ?? "";
      const shown =
        value === "" ? html`<span class="mut">empty</span>` : html`<code><bdi>${value}</bdi></code>`;
      const replaced = name === "comment" && value !== typed.join("|");
      return html`<tr><th scope="row">${name}</th>
<td>${shown}${replaced && html`<small>characters that could harm a script are replaced; <code>commentBase64</code> has the exact text</small>`}</td></tr>`;
    },
  )}</tbody></table>`;
}
