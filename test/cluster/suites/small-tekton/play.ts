import type { CustomRun } from "../../../../sandbox/tekton/objects/custom-run.ts";
import { isDone } from "../../../../sandbox/tekton/objects/conditions.ts";
import type { PipelineRun } from "../../../../sandbox/tekton/objects/pipeline-run.ts";
import { PIPELINES, TASK_RUNS, TASKS } from "../../../../sandbox/tekton/objects/resources.ts";
import type { TaskRun } from "../../../../sandbox/tekton/objects/task-run.ts";
import type { KubeApi, KubeObject, Resource } from "../../../../src/kube/kube-api.ts";
import { isConflict, KubeError } from "../../../../src/kube/kube-error.ts";
import { CUSTOM_RUNS, PIPELINE_RUNS } from "../../../../src/objects/resources.ts";
import { formatTime } from "../../../../src/std/clock.ts";
import { until } from "../../../kit/until.ts";
import { fail, type Answer, type Comparison, type Seen } from "./comparison.ts";

const NAME = "r";

/** How a comparison ended on one of the two. */
export type Played =
  | { readonly refusedWith: number }
  | {
      readonly run: PipelineRun;
      readonly customRuns: readonly CustomRun[];
      readonly taskRuns: readonly TaskRun[];
    };

/** Plays in a namespace that is empty: creates, answers, changes, and waits for the end. */
export async function play(api: KubeApi, namespace: string, comparison: Comparison): Promise<Played> {
  for (const object of comparison.objects ?? []) {
    const placed = { ...object, metadata: { ...object.metadata, namespace } };
    const code = await create(api, object.kind === "Task" ? TASKS : PIPELINES, placed);
    if (code !== 201) return { refusedWith: code };
  }
  const code = await create(api, PIPELINE_RUNS, pipelineRunOf(namespace, comparison));
  if (code !== 201) return { refusedWith: code };
  const others = new Others(api, namespace, comparison);
  await until(
    `the end of "${comparison.name}"`,
    async () => {
      const seen = await see(api, namespace);
      const isOver = isDone(seen.run.status?.conditions) || comparison.endWhen?.(seen) === true;
      if (!isOver) await others.act(seen);
      return isOver;
    },
    { withinMs: 120_000, everyMs: 60 },
  );
  return settle(api, namespace);
}

function pipelineRunOf(namespace: string, { labels = {}, annotations = {}, spec }: Comparison): PipelineRun {
  const metadata = { name: NAME, namespace, labels, annotations };
  return { apiVersion: "tekton.dev/v1", kind: "PipelineRun", metadata, spec };
}

async function create(api: KubeApi, resource: Resource, object: KubeObject): Promise<number> {
  try {
    await api.create(resource, object);
    return 201;
  } catch (error) {
    if (error instanceof KubeError) return error.status.code;
    throw error;
  }
}

async function see(api: KubeApi, namespace: string): Promise<Seen> {
  const [run, customRuns] = await Promise.all([
    api.get<PipelineRun>(PIPELINE_RUNS, { namespace, name: NAME }),
    api.list<CustomRun>(CUSTOM_RUNS, { namespace }),
  ]);
  return { run, customRuns: customRuns.items };
}

/** Waits for the TaskRuns, which may end after their PipelineRun. */
async function settle(api: KubeApi, namespace: string): Promise<Played> {
  const taskRuns = await until("the end of the TaskRuns", async () => {
    const { items } = await api.list<TaskRun>(TASK_RUNS, { namespace });
    return items.every(({ status }) => isDone(status?.conditions)) ? items : undefined;
  });
  return { ...(await see(api, namespace)), taskRuns };
}

/** Those beside Tekton: the controller of the custom tasks, and the user who changes `spec.status`. */
class Others {
  readonly #api: KubeApi;
  readonly #namespace: string;
  readonly #comparison: Comparison;
  readonly #answered = new Set<string>();
  /** On the clock of `performance`. */
  #firstAnswerAt: number | undefined;
  #isChanged = false;

  constructor(api: KubeApi, namespace: string, comparison: Comparison) {
    this.#api = api;
    this.#namespace = namespace;
    this.#comparison = comparison;
  }

  async act(seen: Seen): Promise<void> {
    for (const run of seen.customRuns) await this.#answer(run);
    const { change } = this.#comparison;
    if (change === undefined || this.#isChanged || !change.when(seen)) return;
    this.#isChanged = true;
    const patch = { type: "merge", body: { spec: { status: change.status } } } as const;
    await this.#api.patch(PIPELINE_RUNS, { namespace: this.#namespace, name: NAME }, patch);
  }

  async #answer(run: CustomRun): Promise<void> {
    const { uid = "", name } = run.metadata;
    const answer = this.#answerFor(run, name.slice(`${NAME}-`.length));
    if (answer === undefined || this.#answered.has(uid)) return;
    try {
      await this.#api.updateStatus(CUSTOM_RUNS, { ...run, status: toStatus(answer) });
      this.#answered.add(uid);
      this.#firstAnswerAt ??= performance.now();
    } catch (error) {
      // It was cancelled meanwhile; the next look sees it.
      if (!isConflict(error)) throw error;
    }
  }

  #answerFor(run: CustomRun, name: string): Answer | undefined {
    const answer = this.#comparison.answers?.[name];
    if (answer === undefined)
      return run.spec.status === "RunCancelled" ? fail("CustomRunCancelled") : undefined;
    const isDue = this.#isAfter(answer.afterMs) && (answer.afterChange !== true || this.#isChanged);
    return isDue ? answer : undefined;
  }

  #isAfter(ms: number | undefined): boolean {
    if (ms === undefined) return true;
    return this.#firstAnswerAt !== undefined && performance.now() - this.#firstAnswerAt >= ms;
  }
}

function toStatus({ conditions, results = {} }: Answer): NonNullable<CustomRun["status"]> {
  const lastTransitionTime = formatTime(Date.now());
  return {
    conditions: conditions.map((condition) => ({
      ...condition,
      message: "said the test",
      lastTransitionTime,
    })),
    results: Object.entries(results).map(([name, value]) => ({ name, value })),
  };
}
