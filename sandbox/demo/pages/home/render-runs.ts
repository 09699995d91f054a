import { html } from "hono/html";
import type { Html } from "../../../../src/web/components/html.ts";
import type { Rows } from "../../../../src/approvals/approvals.ts";
import { renderFreshness } from "../../../../src/web/components/freshness.ts";
import { type PagingWords, renderPaging } from "../../../../src/web/components/paging.ts";
import type { PageContext } from "../../../../src/web/pages/page-context.ts";
import { HOME_PATH, runPath } from "../paths.ts";
import type { RunView } from "../run-view.ts";
import { renderWorkTag } from "../work-look.ts";
import { renderStanding } from "./render-standing.ts";

export interface RunsFacts {
  /** Newest first. */
  readonly runs: Rows<RunView>;
}

/** Seconds between two looks: often enough to see a short pipeline walk. */
const REFRESH_SECONDS = 2;

/** The table of pipeline runs, which keeps itself current. */
export function renderRuns(context: PageContext, { runs }: RunsFacts): Html {
  return html`<section class="panel" aria-labelledby="runs-title" data-live="${REFRESH_SECONDS}" id="runs">
<div class="bar">
<h2 id="runs-title">Pipeline runs</h2>${renderFreshness(context.freshness, context.times)}</div>
${runs.total === 0 ? html`<p class="mut">None yet. Start one above.</p>` : renderTable(context, runs.items)}
${runs.total > runs.size && renderPaging(runs, PAGING)}
</section>`;
}

const PAGING: PagingWords = {
  label: "Pages of pipeline runs",
  before: "Newer",
  after: "Older",
  hrefOf: (page) => `${page > 1 ? `${HOME_PATH}?page=${page}` : HOME_PATH}#runs`,
};

function renderTable(context: PageContext, runs: readonly RunView[]): Html {
  return html`<table class="rows" role="table"><caption class="vh">Pipeline runs, newest first</caption>
<thead><tr><th scope="col">State</th><th scope="col" class="most">Pipeline run</th><th scope="col">At</th><th scope="col" class="end">Started</th></tr></thead>
<tbody>${runs.map((run) => renderRow(context, run))}</tbody></table>`;
}

function renderRow({ times }: PageContext, run: RunView): Html {
  return html`<tr role="row" data-key="${run.name}" data-row="${run.name}"><td role="cell">${renderWorkTag(run.state)}</td>
<td role="cell"><a href="${runPath(run)}"><bdi>${run.name}</bdi></a>${run.title !== undefined && html`<small><bdi>${run.title}</bdi></small>`}</td>
<td role="cell" class="by">${renderStanding(run)}</td>
<td role="cell" class="end num">${times.ago(run.createdAt)}</td></tr>`;
}
