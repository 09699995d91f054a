import { html } from "hono/html";
import type { ApprovalView } from "../../../approvals/approval-view.ts";
import type { Html } from "../../components/html.ts";
import { renderMarkdown } from "../../components/markdown.ts";

/** The author's text. */
export function renderAsked({ description, state }: ApprovalView): Html {
  const text =
    description.trim() === ""
      ? html`<p class="mut">The pipeline gives no description.</p>`
      : html`<div class="prose" dir="auto">${renderMarkdown(description)}</div>`;
  // On a phone it comes first while there is something to decide.
  const isPending = state === "pending";
  return html`<section class="panel${isPending && " asked"}" aria-labelledby="asked">
<div class="bar">
<h2 id="asked">${isPending ? "What is asked" : "What was asked"}</h2><small>written by the pipeline’s author</small></div>
${text}
</section>`;
}
