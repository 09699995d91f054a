import { html } from "hono/html";
import type { Html } from "../../../../src/web/components/html.ts";
import { approvalPath } from "../../../../src/objects/approval/approval-url.ts";
import type { StepOutput } from "../../../tekton/steps/step-outputs.ts";
import { describeSpan } from "../describe-span.ts";
import { outputPath, workPath } from "../paths.ts";
import { renderOutcome } from "../render-outcome.ts";
import { renderWaiting } from "../render-waiting.ts";
import type { ChildView, ResultView, RunView, StepView, TaskView } from "../run-view.ts";
import { renderWorkIcon } from "../work-look.ts";
import type { Selection } from "./select-work.ts";

export interface WorkFacts {
  readonly run: RunView;
  readonly selection: Selection | undefined;
  /** Of the step selected; undefined: nothing of it is kept. */
  readonly output: StepOutput | undefined;
  readonly nowMs: number;
}

/** Every run of a task, to choose from; of the chosen one its steps. */
export function renderPick({ run, selection, nowMs }: WorkFacts): Html {
  const started = run.layers.flat().filter(({ children }) => children.length > 0);
  return html`<nav class="pick" aria-label="Tasks and steps"><ul>${started.flatMap((task) =>
    task.children.map((child) => renderEntry({ run, task, child, selection, nowMs })),
  )}</ul></nav>`;
}

interface Entry extends Pick<WorkFacts, "run" | "selection" | "nowMs"> {
  readonly task: TaskView;
  readonly child: ChildView;
}

function renderEntry({ run, task, child, selection, nowMs }: Entry): Html {
  const isChosen = selection?.child === child;
  // Where there is no room beside the output, the list of tasks above leads to the other ones.
  const other = task !== selection?.task && html` class="other"`;
  const label = task.children.length > 1 ? child.name : task.name;
  const current = isChosen && child.steps.length === 0 && html` aria-current="step"`;
  const steps = isChosen && child.steps.length > 0 && renderSteps(run, child, selection?.step);
  return html`<li data-key="${child.name}"${other}><a href="${workPath(run, child.name)}"${current}>${renderWorkIcon(child.state)} <bdi>${label}</bdi> <small>${describeChild(child, nowMs)}</small></a>${steps}</li>`;
}

function describeChild({ approval, ...child }: ChildView, nowMs: number): Html {
  if (approval?.state === "pending") return renderWaiting(approval);
  if (approval !== undefined) return renderOutcome(approval);
  return html`${describeSpan(child, nowMs)}`;
}

function renderSteps(run: RunView, child: ChildView, chosen: StepView | undefined): Html {
  return html`<ul>${child.steps.map(
    (step) =>
      html`<li><a href="${workPath(run, child.name, step.name)}"${step === chosen && html` aria-current="step"`}><bdi>${step.name}</bdi> <small>${describeStep(step)}</small></a></li>`,
  )}</ul>`;
}

function describeStep({ state, exitCode }: StepView): string {
  if (exitCode !== undefined) return `exit code ${exitCode}`;
  if (state === "running") return "runs";
  return state === "skipped" ? "skipped" : "to come";
}

/** What the chosen step has printed and the results of its task; of an approval what it gave to the pipeline. */
export function renderWork(facts: WorkFacts): Html {
  const { selection } = facts;
  if (selection === undefined) {
    return html`<section class="panel" aria-labelledby="log"><h2 id="log">Output</h2><p class="mut">No step has run.</p></section>`;
  }
  const { task, child, step } = selection;
  const title =
    step === undefined
      ? html`<bdi>${task.name}</bdi>`
      : html`<bdi>${task.name}</bdi>, step <bdi>${step.name}</bdi>`;
  const content = step === undefined ? renderWithoutSteps(child) : renderOutput(step, facts.output);
  return html`<section class="panel stack" aria-labelledby="log">
<div class="bar">
<h2 id="log">${title}</h2>${step !== undefined && renderSubtitle(facts, child, step)}</div>
${content}
${renderResults(child.results, "Results")}
</section>`;
}

function renderSubtitle({ run, nowMs }: WorkFacts, child: ChildView, step: StepView): Html {
  return html`<small>${describeStep(step)}, ${describeSpan(step, nowMs)}, <a href="${outputPath(run, child.name, step.name)}">as text</a></small>`;
}

function renderWithoutSteps({ approval, message, state }: ChildView): Html {
  const text = message !== "" && html`<p>${renderWorkIcon(state)} <bdi>${message}</bdi></p>`;
  return html`${text}${approval !== undefined && html`<p><a class="btn line" href="${approvalPath(approval)}">Open the approval</a></p>`}`;
}

function renderOutput(step: StepView, output: StepOutput | undefined): Html {
  if (output === undefined || output.text === "") {
    return html`<p class="mut">${step.state === "todo" ? "It has not started yet." : "It has printed nothing."}</p>`;
  }
  const lines = output.text.replace(/\n$/u, "").split("\n");
  const width = String(lines.length).length + 1;
  const cut =
    output.truncated && html`<p class="mut">It has printed more than is kept: this is the end of it.</p>`;
  return html`${cut}<pre class="log" tabindex="0" role="region" aria-label="Output of ${step.name}">${lines.map(
    (line, index) => html`<b>${String(index + 1).padStart(width)} </b>${line}\n`,
  )}</pre>`;
}

/** A table of names and values; nothing when there are none. */
export function renderResults(results: readonly ResultView[], caption: string): Html | false {
  if (results.length === 0) return false;
  return html`<table class="kv"><caption>${caption}</caption><tbody>${results.map(
    ({ name, value }) =>
      html`<tr><th scope="row"><bdi>${name}</bdi></th>
<td>${value === "" ? html`<span class="mut">empty</span>` : html`<code><bdi>${value}</bdi></code>`}</td></tr>`,
  )}</tbody></table>`;
}
