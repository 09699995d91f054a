import { html } from "hono/html";
import { renderFreshness } from "../../../../src/web/components/freshness.ts";
import type { Html } from "../../../../src/web/components/html.ts";
import { icon } from "../../../../src/web/components/icon.ts";
import type { Page } from "../../../../src/web/components/layout.ts";
import { describeNext } from "../../../../src/web/components/strategy.ts";
import { approvalPath } from "../../../../src/objects/approval/approval-url.ts";
import type { PageContext } from "../../../../src/web/pages/page-context.ts";
import { describeSpan } from "../describe-span.ts";
import { listFailures } from "../list-failures.ts";
import { HOME_PATH, runPath } from "../paths.ts";
import { renderWaiting } from "../render-waiting.ts";
import type { RunView } from "../run-view.ts";
import { renderWorkTag, WORK_LOOKS } from "../work-look.ts";
import { renderFlow } from "./render-flow.ts";
import { renderPick, renderResults, renderWork, type WorkFacts } from "./render-work.ts";

/** A pipeline run: how far it is, where it waits, and what its steps print. */
export function renderRun(context: PageContext, facts: WorkFacts): Page {
  const { run } = facts;
  const isChanging = isGoingOn(run) || !context.freshness.live;
  const live = isGoingOn(run) && html` data-live="1"`;
  const body = html`<nav class="crumbs" aria-label="Path"><ol><li><a href="${HOME_PATH}">Samples</a></li><li><bdi>${run.name}</bdi></li></ol></nav>
<div class="head" id="run-head" data-says="${describeState(run)}"${live}>
<h1 tabindex="-1"><bdi>${run.name}</bdi></h1>${renderWorkTag(run.state, run.startedAt && describeSpan(run, facts.nowMs))}${isChanging && renderFreshness(context.freshness, context.times)}${isGoingOn(run) && renderCancel(run, context.token)}</div>
<div class="stack">
<div class="stack" id="run-state"${live}>
${renderApprovals(run)}
${renderFailures(run)}
<section class="panel" aria-labelledby="tasks"><h2 id="tasks">Tasks</h2>${renderFlow(run, facts.nowMs)}</section>
${run.results.length > 0 && html`<section class="panel" id="results" aria-label="Results of the pipeline run">${renderResults(run.results, "Results of the pipeline run")}</section>`}
</div>
<div class="split">
<div id="run-pick"${live}>${renderPick(facts)}</div>
<div id="run-work"${live}>${renderWork(facts)}</div>
</div>
</div>`;
  return { title: `Pipeline run ${run.name}`, body, current: HOME_PATH };
}

/** For those who do not see the page change: whose turn it is, or what came out. */
function describeState(run: RunView): string {
  const asked = run.layers.flat().filter(({ state }) => state === "waiting");
  if (asked.length > 0 && isGoingOn(run))
    return `It waits for an approval at ${asked.map(({ name }) => name).join(", ")}.`;
  return `${WORK_LOOKS[run.state].label}.`;
}

function isGoingOn({ state }: RunView): boolean {
  return state === "todo" || state === "running";
}

function renderCancel(run: RunView, token: string): Html {
  return html`<form class="inline" method="post" action="${runPath(run)}/cancel"><input type="hidden" name="token" value="${token}"><button class="btn line">${icon("stop")}Cancel the run</button></form>`;
}

/** Each approval that waits, and the way to it; of several also what each asks. */
function renderApprovals(run: RunView): Html {
  const asked = run.layers
    .flat()
    .flatMap(({ name, children }) =>
      children.flatMap(({ approval }) => (approval ? [{ name, approval }] : [])),
    );
  const waiting = asked.filter(({ approval }) => approval.state === "pending");
  return html`${waiting.map(
    ({ name, approval }) =>
      html`<div class="callout now" data-key="${approval.name}">${icon("wait")}<div>
<p><b>It ${renderWaiting(approval)}</b> at <b>${name}</b>: ${describeNext(approval)}.</p>${waiting.length > 1 && html`<p><bdi>${approval.title}</bdi></p>`}<p class="btns"><a class="btn" href="${approvalPath(approval)}">Review the approval</a></p></div></div>`,
  )}`;
}

function renderFailures(run: RunView): Html | false {
  const failures = listFailures(run);
  if (failures.length === 0) return false;
  const said = failures.map(
    ({ task, message }) => html`<p>${task !== undefined && html`<b>${task}</b>: `}<bdi>${message}</bdi></p>`,
  );
  return html`<div class="callout bad" data-key="failures">${icon("no")}<div><p><b>The pipeline run failed.</b></p>${said}</div></div>`;
}
