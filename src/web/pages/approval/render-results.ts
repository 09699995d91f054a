import { html } from "hono/html";
import type { ApprovalDetail } from "../../../approvals/approval-view.ts";
import { takeCharacters } from "../../../objects/characters.ts";
import { formatCount } from "../../components/counts.ts";
import type { Html } from "../../components/html.ts";

/** Characters of one value, as many as plain text may have: what the others encode stands beside the votes, in full. */
const MOST_SHOWN = 16_384;

/** All that the pipeline got, in its own words; nothing while it is pending. */
export function renderResults({ results, votes }: ApprovalDetail): Html | false {
  if (results === null) return false;
  const typed = votes.map(({ comment }) => comment).filter((comment) => comment !== "");
  return html`<table class="kv"><caption>Results given to the pipeline</caption><tbody>${Object.entries(
    results,
  ).map(([name, value]) => {
    const replaced = name === "comment" && value !== typed.join("|");
    return html`<tr><th scope="row">${name}</th>
<td>${renderValue(value)}${replaced && html`<small>characters that could harm a script are replaced; <code>commentBase64</code> has the exact text</small>`}</td></tr>`;
  })}</tbody></table>`;
}

function renderValue(value: string): Html {
  if (value === "") return html`<span class="mut">empty</span>`;
  const shown = takeCharacters(value.slice(0, 2 * MOST_SHOWN), MOST_SHOWN);
  const others = value.length - shown.length;
  const more = others > 0 && html`<small>and ${formatCount(others)} more characters</small>`;
  return html`<code><bdi>${shown}</bdi></code>${more}`;
}
