import type { Hono } from "hono";
import type { KubeApi } from "../../../../src/kube/kube-api.ts";
import { isNotFound } from "../../../../src/kube/kube-error.ts";
import { PIPELINE_RUNS } from "../../../../src/objects/resources.ts";
import { HttpProblem } from "../../../../src/web/problems/http-problem.ts";
import type { PageKit } from "../../../../src/web/pages/create-page-kit.ts";
import type { PageContext } from "../../../../src/web/pages/page-context.ts";
import type { ReadingSide } from "../../../../src/web/reading-side.ts";
import type { WebEnv } from "../../../../src/web/web-env.ts";
import type { PipelineRun } from "../../../tekton/objects/pipeline-run.ts";
import type { StepOutputs } from "../../../tekton/steps/step-outputs.ts";
import { explainAway } from "../explain-away.ts";
import { HOME_PATH, runPath } from "../paths.ts";
import type { RunView } from "../run-view.ts";
import { toRunView } from "../to-run-view.ts";
import type { RunCopies } from "../watched-runs.ts";
import { renderRun } from "./render-run.ts";
import { selectWork } from "./select-work.ts";

export interface RunPageOptions {
  readonly kit: PageKit;
  readonly approvals: ReadingSide;
  readonly api: Pick<KubeApi, "patch">;
  readonly runs: RunCopies;
  readonly outputs: StepOutputs;
}

interface RunRef {
  readonly namespace: string;
  readonly name: string;
}

export const RUN_PATH = `${HOME_PATH}/runs/:namespace/:name`;

/** `/demo/runs/{namespace}/{name}`, what its steps print, and the POST that cancels it. */
export function routeRun(pages: Hono<WebEnv>, options: RunPageOptions): void {
  const { kit, outputs } = options;
  pages.get(RUN_PATH, (c) => {
    const context = kit.contextOf(c);
    const run = viewRun(options, c.req.param(), context.viewer);
    const { nowMs } = context.times;
    const selection = selectWork(run, { taskRun: c.req.query("taskRun"), step: c.req.query("step") });
    const { child, step } = selection ?? {};
    const output = child && step && outputs.get(run.namespace, child.name, step.name);
    return kit.answer(c, renderRun(context, { run, selection, output, nowMs }));
  });
  pages.get(`${RUN_PATH}/output/:taskRun/:step`, (c) => {
    const { taskRun, step, ...ref } = c.req.param();
    const run = viewRun(options, ref, c.get("principal"));
    const children = run.layers.flat().flatMap((task) => task.children);
    const isKnown = children.some(
      ({ name, steps }) => name === taskRun && steps.some((one) => one.name === step),
    );
    if (!isKnown) throw notFound(`The pipeline run ${run.name} has no step ${step} of ${taskRun}.`);
    return c.text(outputs.get(run.namespace, taskRun, step)?.text ?? "");
  });
  pages.post(`${RUN_PATH}/cancel`, async (c) => {
    const run = viewRun(options, c.req.param(), c.get("principal"));
    if (run.state === "todo" || run.state === "running") await cancel(options, run);
    return c.redirect(runPath(run), 303);
  });
}

function viewRun({ runs, approvals }: RunPageOptions, ref: RunRef, viewer: PageContext["viewer"]): RunView {
  const found = runs.find(ref);
  if (found === undefined) throw notFound(`There is no pipeline run ${ref.name} in ${ref.namespace}.`);
  const seen = approvals.seenBy(viewer);
  return toRunView(found, (run) => seen.find(run));
}

function notFound(detail: string): HttpProblem {
  return new HttpProblem(
    "not-found",
    `${detail} It may have been deleted. See ${HOME_PATH} for those that exist.`,
  );
}

/** As `tkn pipelinerun cancel` does it. */
async function cancel({ api, runs }: RunPageOptions, { namespace, name }: RunView): Promise<void> {
  const patch = { type: "merge", body: { spec: { status: "Cancelled" } } } as const;
  try {
    runs.observe(await api.patch<PipelineRun>(PIPELINE_RUNS, { namespace, name }, patch));
  } catch (error) {
    if (isNotFound(error)) throw notFound(`The pipeline run ${name} could not be cancelled: it is gone.`);
    throw explainAway(error, `The pipeline run ${name} could not be cancelled`);
  }
}
