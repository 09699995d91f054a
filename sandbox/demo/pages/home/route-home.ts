import type { Hono } from "hono";
import type { KubeApi } from "../../../../src/kube/kube-api.ts";
import { PIPELINE_RUNS } from "../../../../src/objects/resources.ts";
import { HttpProblem } from "../../../../src/web/problems/http-problem.ts";
import { readPage } from "../../../../src/web/components/paging.ts";
import type { PageKit } from "../../../../src/web/pages/create-page-kit.ts";
import type { ReadingSide } from "../../../../src/web/reading-side.ts";
import type { WebEnv } from "../../../../src/web/web-env.ts";
import type { Sample } from "../../samples/load-samples.ts";
import type { PipelineRun } from "../../../tekton/objects/pipeline-run.ts";
import { HOME_PATH, runPath } from "../paths.ts";
import { toRunView } from "../to-run-view.ts";
import type { RunCopies } from "../watched-runs.ts";
import { explainAway } from "../explain-away.ts";
import { renderHome } from "./render-home.ts";
import type { Terminal } from "./render-terminal.ts";

const RUNS_SHOWN = 25;
/** Where the kubeconfig leads `kubectl`, too. */
const NAMESPACE = "default";

export interface HomePageOptions {
  readonly kit: PageKit;
  readonly approvals: ReadingSide;
  readonly api: Pick<KubeApi, "create">;
  readonly runs: RunCopies;
  readonly samples: readonly Sample[];
  readonly terminal: Terminal;
}

/** `/demo`, and the POST of its buttons. */
export function routeHome(pages: Hono<WebEnv>, options: HomePageOptions): void {
  const { kit, approvals, runs, samples, terminal } = options;
  pages.get(HOME_PATH, (c) => {
    const context = kit.contextOf(c);
    const { items, ...rest } = runs.newest({ page: readPage(c.req.query("page")), size: RUNS_SHOWN });
    const seen = approvals.seenBy(context.viewer);
    const views = items.map((run) => toRunView(run, (ref) => seen.find(ref)));
    return kit.answer(c, renderHome(context, { samples, terminal, runs: { ...rest, items: views } }));
  });
  pages.post(`${HOME_PATH}/start`, async (c) => {
    const started = await startSample(options, c.get("form").get("sample"));
    return c.redirect(runPath(started), 303);
  });
}

async function startSample(
  { api, runs, samples }: HomePageOptions,
  id: string | undefined,
): Promise<{ readonly namespace: string; readonly name: string }> {
  const sample = samples.find((one) => one.id === id);
  if (sample === undefined) {
    throw new HttpProblem(
      "bad-request",
      `The form asks for the sample ${JSON.stringify(id ?? "")}, which does not exist. Nothing was started. Use a button of ${HOME_PATH}.`,
    );
  }
  const { pipelineRun } = sample;
  const metadata = { ...pipelineRun.metadata, namespace: NAMESPACE };
  try {
    const created = await api.create<PipelineRun>(PIPELINE_RUNS, { ...pipelineRun, metadata });
    runs.observe(created);
    return { namespace: NAMESPACE, name: created.metadata.name };
  } catch (error) {
    throw explainAway(error, `The sample ${sample.title} could not be started`);
  }
}
