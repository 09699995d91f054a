import type { TestContext } from "node:test";
import { EmbeddedKube } from "../../sandbox/kube/embedded-kube.ts";
import { HttpKubeApi } from "../../src/kube/http-kube-api.ts";
import type { KubeApi, KubeObject, Resource } from "../../src/kube/kube-api.ts";
import { fixedCredential } from "../../src/kube/kube-connection.ts";
import { CUSTOM_RUNS, PIPELINE_RUNS } from "../../src/objects/resources.ts";
import { formatTime, type Clock } from "../../src/std/clock.ts";
import { silentLogger, type Logger } from "../../src/std/logger.ts";
import type { Timers } from "../../src/std/timers.ts";
import { TEKTON_CRDS } from "../../sandbox/tekton/crds/tekton-crds.ts";
import { isDone } from "../../sandbox/tekton/objects/conditions.ts";
import type { CustomRun } from "../../sandbox/tekton/objects/custom-run.ts";
import type { PipelineRun, PipelineRunSpec } from "../../sandbox/tekton/objects/pipeline-run.ts";
import type { PipelineSpec, PipelineTask } from "../../sandbox/tekton/objects/pipeline.ts";
import { TASK_RUNS } from "../../sandbox/tekton/objects/resources.ts";
import type { TaskRun } from "../../sandbox/tekton/objects/task-run.ts";
import { SmallTekton } from "../../sandbox/tekton/small-tekton.ts";
import { admitTekton } from "../../sandbox/tekton/webhook/tekton-webhook.ts";
import { PATIENCE_MS } from "./until.ts";

const NAMESPACE = "default";

export interface TestTekton {
  readonly api: KubeApi;
  readonly kube: EmbeddedKube;
  readonly tekton: SmallTekton;
  /** Creates a PipelineRun with this pipeline inline. */
  readonly run: (
    name: string,
    pipelineSpec: PipelineSpec,
    spec?: Partial<PipelineRunSpec>,
  ) => Promise<PipelineRun>;
  /** Resolves with the object as soon as it is there and satisfies the predicate; fails when patience is over. */
  readonly until: <T extends KubeObject>(
    resource: Resource,
    name: string,
    predicate: (object: T) => boolean,
  ) => Promise<T>;
  readonly pipelineRun: (name: string) => Promise<PipelineRun>;
  /** Resolves when the PipelineRun is done. */
  readonly finished: (name: string) => Promise<PipelineRun>;
  /** Resolves with the CustomRun as soon as it is there. */
  readonly customRun: (name: string) => Promise<CustomRun>;
  readonly taskRun: (name: string) => Promise<TaskRun>;
  /** Plays the controller of the custom task: ends the CustomRun, as soon as it is there. */
  readonly answer: (name: string, answer: Answer) => Promise<CustomRun>;
  readonly setStatus: (name: string, status: string) => Promise<void>;
}

export interface Answer {
  readonly status: "True" | "False";
  readonly reason: string;
  readonly results?: Readonly<Record<string, string>>;
}

export const APPROVED: Answer = {
  status: "True",
  reason: "Approved",
  results: { decision: "true", comment: "looks good", approvedBy: "mary", rejectedBy: "" },
};
export const REJECTED: Answer = {
  status: "True",
  reason: "Rejected",
  results: { decision: "false", comment: "not today", approvedBy: "", rejectedBy: "john" },
};

/** A pipeline task that asks for an approval. */
export const approve = {
  name: "approve",
  taskRef: { apiVersion: "tekton.automatiko.io/v1beta1", kind: "ApprovalTask", name: "approvaltask" },
  params: [{ name: "approvers", value: ["john", "mary"] }],
} as const;

/** A pipeline task that runs a script. */
export function script(name: string, text: string, more: Partial<PipelineTask> = {}): PipelineTask {
  return { name, taskSpec: { steps: [{ name: "main", image: "busybox", script: text }] }, ...more };
}

export interface StartOptions {
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly logger?: Logger;
  readonly workDir?: string;
  /** False: an API server without Tekton's webhook. */
  readonly webhook?: boolean;
}

/** Starts an embedded API server and a small Tekton on it for one test. */
export async function startTekton(t: TestContext, options: StartOptions = {}): Promise<TestTekton> {
  const { webhook = true, ...rest } = options;
  const kube = new EmbeddedKube({ crds: TEKTON_CRDS, admission: webhook ? [admitTekton] : [] });
  const { url, caPem, token } = await kube.start();
  const api = new HttpKubeApi({ server: url, ca: caPem, credential: fixedCredential({ token }) });
  t.after(async () => {
    api.close();
    await kube.stop();
  });
  return attachTekton(t, { kube, api }, rest);
}

/** Starts a small Tekton for one test on an API server that is there. */
export async function attachTekton(
  t: TestContext,
  { kube, api }: Pick<TestTekton, "kube" | "api">,
  options: Omit<StartOptions, "webhook"> = {},
): Promise<TestTekton> {
  const tekton = new SmallTekton({ api, logger: silentLogger, ...options });
  await tekton.start();
  t.after(() => tekton.stop());
  const until = createUntil(api);
  const customRun = (name: string): Promise<CustomRun> => until<CustomRun>(CUSTOM_RUNS, name, () => true);
  return {
    api,
    kube,
    tekton,
    run: (name, pipelineSpec, spec) =>
      api.create<PipelineRun>(PIPELINE_RUNS, {
        apiVersion: "tekton.dev/v1",
        kind: "PipelineRun",
        metadata: { name, namespace: NAMESPACE },
        spec: { pipelineSpec, ...spec },
      }),
    until,
    pipelineRun: (name) => api.get<PipelineRun>(PIPELINE_RUNS, { namespace: NAMESPACE, name }),
    finished: (name) => until<PipelineRun>(PIPELINE_RUNS, name, ({ status }) => isDone(status?.conditions)),
    customRun,
    taskRun: (name) => until<TaskRun>(TASK_RUNS, name, () => true),
    answer: async (name, answer) => answerRun(api, await customRun(name), answer),
    setStatus: async (name, status) => {
      const patch = { type: "merge", body: { spec: { status } } } as const;
      await api.patch(PIPELINE_RUNS, { namespace: NAMESPACE, name }, patch);
    },
  };
}

function createUntil(api: KubeApi): TestTekton["until"] {
  return async <T extends KubeObject>(
    resource: Resource,
    name: string,
    predicate: (object: T) => boolean,
  ) => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const fieldSelector = `metadata.name=${name}`;
    const list = await api.list<T>(resource, { namespace: NAMESPACE, fieldSelector });
    let last = list.items[0];
    if (last !== undefined && predicate(last)) return last;
    const { resourceVersion } = list.metadata;
    try {
      for await (const event of api.watch<T>(resource, {
        namespace: NAMESPACE,
        fieldSelector,
        resourceVersion,
        signal,
      })) {
        if (event.type === "BOOKMARK" || event.type === "DELETED") continue;
        last = event.object;
        if (predicate(last)) return last;
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    throw new Error(
      `waited in vain for ${resource.plural} ${name}; last seen: ${JSON.stringify(last, undefined, 1)}`,
    );
  };
}

async function answerRun(
  api: KubeApi,
  run: CustomRun,
  { status, reason, results = {} }: Answer,
): Promise<CustomRun> {
  const now = formatTime(Date.now());
  const condition = { type: "Succeeded", status, reason, message: reason, lastTransitionTime: now };
  return api.updateStatus<CustomRun>(CUSTOM_RUNS, {
    ...run,
    status: {
      conditions: [condition],
      results: Object.entries(results).map(([name, value]) => ({ name, value })),
    },
  });
}
