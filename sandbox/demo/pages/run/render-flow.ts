import { html } from "hono/html";
import type { Html } from "../../../../src/web/components/html.ts";
import { approvalPath } from "../../../../src/objects/approval/approval-url.ts";
import { describeSpan } from "../describe-span.ts";
import { workPath } from "../paths.ts";
import { renderOutcome } from "../render-outcome.ts";
import type { ChildView, RunView, TaskView } from "../run-view.ts";
import { renderWorkIcon, WORK_LOOKS } from "../work-look.ts";

/** The tasks of a pipeline run in order; those that may run side by side stand above one another. */
export function renderFlow(run: RunView, nowMs: number): Html {
  if (run.layers.length === 0) return html`<p class="mut">Its tasks are not known.</p>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Tasks of the pipeline run"><ol class="flow">
${run.layers.map((layer) => renderLayer(run, layer, nowMs))}
</ol></div>`;
}

function renderLayer(run: RunView, layer: readonly TaskView[], nowMs: number): Html {
  const classes = [
    layer.every(({ isFinally }) => isFinally) && "finally",
    layer.every(({ children }) => children.length === 0) && "later",
  ].filter((name) => name !== false);
  const attribute = classes.length > 0 && html` class="${classes.join(" ")}"`;
  const nodes = layer.map((task) => renderNode(run, task, nowMs));
  if (nodes.length === 1) return html`<li${attribute}>${nodes}</li>`;
  return html`<li${attribute}><ul class="par">${nodes.map((node) => html`<li>${node}</li>`)}</ul></li>`;
}

function renderNode(run: RunView, task: TaskView, nowMs: number): Html {
  const content = html`${renderWorkIcon(task.state)}<span>${task.name}</span><small>${describeTask(task, nowMs)}</small>`;
  const href = hrefOf(run, task);
  const here = task.state === "waiting" ? " here" : "";
  if (href === undefined) return html`<span class="node${here}">${content}</span>`;
  return html`<a class="node${here}" href="${href}">${content}</a>`;
}

/** The approval when it asks for one, else what its steps print. */
function hrefOf(run: RunView, { children }: TaskView): string | undefined {
  const [first] = children;
  const approval = children.find((child) => child.approval?.state === "pending")?.approval ?? first?.approval;
  if (approval !== undefined) return approvalPath(approval);
  return first && workPath(run, first.name);
}

function describeTask(task: TaskView, nowMs: number): Html {
  const [first] = task.children;
  if (first === undefined) return html`${describeUnstarted(task)}`;
  if (task.children.length > 1) return html`${task.children.length} runs`;
  if (first.approval !== undefined && first.approval.state !== "pending")
    return renderOutcome(first.approval);
  return html`${describeWork(first, nowMs)}`;
}

function describeUnstarted({ state, condition, isFinally }: TaskView): string {
  if (state === "skipped") return "skipped";
  if (condition !== undefined) return `when ${condition}`;
  return isFinally ? "finally" : "to come";
}

/** `2 steps, 3 s`, `runs, 1 s`, `waits, 2 min`, `failed, 1 s`. */
function describeWork({ state, steps, ...span }: ChildView, nowMs: number): string {
  const length = describeSpan(span, nowMs);
  if (state === "waiting") return `waits, ${length}`;
  if (state === "running") return `runs, ${length}`;
  if (state !== "succeeded") return `${WORK_LOOKS[state].label.toLowerCase()}, ${length}`;
  return steps.length === 0 ? length : `${steps.length} ${steps.length === 1 ? "step" : "steps"}, ${length}`;
}
