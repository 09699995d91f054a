// One scenario's world: a namespace of its own, Countersign working on it alone, and a record of all that its runs went
// through.
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { ApprovalDetail } from "../../src/approvals/approval-view.ts";
import type { KubeApi, KubeObject, ObjectRef, Resource } from "../../src/kube/kube-api.ts";
import { isNotFound } from "../../src/kube/kube-error.ts";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../../src/objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS, PIPELINE_RUNS } from "../../src/objects/resources.ts";
import { formatTime } from "../../src/std/clock.ts";
import { formatJson } from "../../src/std/format-json.ts";
import type { ShiftedTime } from "../kit/shifted-time.ts";
import { type ClusterUnderTest, createNamespace, removeNamespace } from "../cluster/cluster-under-test.ts";
import { until } from "../kit/until.ts";
import type { Answer, Problem, Vote } from "./approval-client.ts";
import type { PipelineTask, Values } from "./pipelines.ts";
import { Product, type ProductOptions } from "./product.ts";
import { RunHistory } from "./run-history.ts";
import { TimedProduct } from "./timed-product.ts";

const POLL_MS = 50;

export interface PipelineRunOptions {
  readonly finally?: readonly PipelineTask[];
  readonly results?: Values;
  /** Beside the pipeline, in the PipelineRun's spec. */
  readonly spec?: Values;
}

/** A PipelineRun as far as scenarios look at it. */
export interface PipelineRunSeen extends KubeObject {
  readonly status?: {
    readonly conditions?: readonly { type?: string; status?: string; reason?: string; message?: string }[];
    readonly childReferences?: readonly { name?: string; displayName?: string }[];
    readonly results?: readonly { name: string; value: unknown }[];
  };
}

/** A run or an approval, as far as it records when things began and end. */
interface Timed extends KubeObject {
  readonly status?: { readonly startTime?: string; readonly deadline?: string };
}

export class World {
  readonly cluster: ClusterUnderTest;
  readonly kube: KubeApi;
  readonly namespace: string;
  readonly history: RunHistory;
  /** The clock of the whole world, where there is one that can be moved. */
  readonly #time: ShiftedTime | undefined;
  #product: Product | TimedProduct | undefined;
  readonly #replicas: Product[] = [];

  private constructor(cluster: ClusterUnderTest, namespace: string, time: ShiftedTime | undefined) {
    this.#time = time;
    this.cluster = cluster;
    this.kube = cluster.kube;
    this.namespace = namespace;
    this.history = new RunHistory(cluster.kube, namespace);
  }

  /** Everything of it ends with the test; what must always hold of runs is asserted then. */
  static async open(cluster: ClusterUnderTest, t: TestContext, time?: ShiftedTime): Promise<World> {
    const world = new World(cluster, await createNamespace(cluster), time);
    t.after(async () => {
      await world.#product?.stop();
      for (const replica of world.#replicas) await replica.stop();
      try {
        await world.history.close();
      } finally {
        await removeNamespace(cluster, world.namespace);
      }
    });
    if (time === undefined) await world.startProduct();
    else await world.#startTimed(time);
    return world;
  }

  /** Its process. */
  get product(): Product {
    if (this.#product instanceof Product) return this.#product;
    throw new Error("Countersign has no process of its own in this world.");
  }

  /**
   * Lets so much time go by for everything in this world: at once where its clock can be moved, else by making what is
   * recorded of these runs so much older, which Countersign sees when it is started again.
   */
  async letPass(ms: number, runs: readonly string[]): Promise<void> {
    if (this.#time !== undefined) return this.#time.advance(ms);
    for (const name of runs) {
      await this.#makeOlder(CUSTOM_RUNS, name, ms);
      await this.#makeOlder(APPROVAL_TASKS, name, ms);
    }
    await this.restart();
  }

  /** Sets the clock of everything in this world, forward or back, while timers go on as before. */
  setClockBy(ms: number): void {
    if (this.#time === undefined) throw new Error("The clock of this world is not ours to set.");
    this.#time.setBy(ms);
  }

  async #makeOlder(resource: Resource, name: string, ms: number): Promise<void> {
    const { status } = await this.kube.get<Timed>(resource, this.ref(name));
    const { startTime, deadline } = status ?? {};
    const older = Object.entries({ startTime, deadline }).flatMap(([field, time]) =>
      time === undefined ? [] : [[field, formatTime(Date.parse(time) - ms)] as const],
    );
    const body = { status: Object.fromEntries(older) };
    await this.kube.patch(resource, this.ref(name), { type: "merge", subresource: "status", body });
  }

  /** Starts Countersign again. */
  async restart(): Promise<void> {
    await this.#served.restart();
  }

  get #served(): Product | TimedProduct {
    if (this.#product === undefined) throw new Error("Countersign was not started in this world.");
    return this.#product;
  }

  async #startTimed(time: ShiftedTime): Promise<void> {
    const { kubeconfig } = this.cluster;
    this.#product = await TimedProduct.start({ kubeconfig, namespaces: [this.namespace], time });
  }

  /** Starts it, in place of the one that ran before, if any. */
  async startProduct(options: Partial<ProductOptions> = {}): Promise<Product> {
    await this.#product?.stop();
    const product = await this.startReplica(options);
    this.#product = product;
    return product;
  }

  /** Starts another on the same namespace, which ends with the test. */
  async startReplica(options: Partial<ProductOptions> = {}): Promise<Product> {
    const replica = await Product.start({
      kubeconfig: this.cluster.kubeconfig,
      namespaces: [this.namespace],
      ...options,
    });
    this.#replicas.push(replica);
    return replica;
  }

  async createPipelineRun(
    name: string,
    tasks: readonly PipelineTask[],
    { finally: finallyTasks = [], results = {}, spec = {} }: PipelineRunOptions = {},
  ): Promise<KubeObject> {
    const pipelineSpec = {
      tasks,
      ...(finallyTasks.length === 0 ? {} : { finally: finallyTasks }),
      ...(Object.keys(results).length === 0
        ? {}
        : { results: Object.entries(results).map(([result, value]) => ({ name: result, value })) }),
    };
    const object = {
      apiVersion: "tekton.dev/v1",
      kind: "PipelineRun",
      metadata: { name, namespace: this.namespace },
      spec: { pipelineSpec, ...spec },
    };
    return await this.kube.create<KubeObject>(PIPELINE_RUNS, object);
  }

  async createRun(run: CustomRun): Promise<CustomRun> {
    const { metadata } = run;
    return await this.kube.create(CUSTOM_RUNS, {
      ...run,
      metadata: { ...metadata, namespace: this.namespace },
    });
  }

  ref(name: string): ObjectRef {
    return { namespace: this.namespace, name };
  }

  /** Waits until the object is there and `isRight` of it. */
  async until<T extends KubeObject>(
    resource: Resource,
    name: string,
    what: string,
    isRight: (object: T) => boolean,
  ): Promise<T> {
    let last: T | undefined;
    return await until(
      `${resource.kind} ${name}: ${what}`,
      async () => {
        last = await this.find<T>(resource, name);
        return last !== undefined && isRight(last) ? last : undefined;
      },
      { everyMs: POLL_MS },
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}; it is ${formatJson(last)}`, { cause: error });
    });
  }

  async find<T extends KubeObject>(resource: Resource, name: string): Promise<T | undefined> {
    return await this.kube.get<T>(resource, this.ref(name)).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
      return undefined;
    });
  }

  async run(name: string): Promise<CustomRun> {
    return await this.until<CustomRun>(CUSTOM_RUNS, name, "to be made", () => true);
  }

  /** Waits for a run whose name the scenario does not know. */
  async anyRun(what: string, isRight: (run: CustomRun) => boolean): Promise<CustomRun> {
    return await until(
      `a CustomRun ${what}`,
      async () => {
        const { items } = await this.kube.list<CustomRun>(CUSTOM_RUNS, { namespace: this.namespace });
        return items.find(isRight);
      },
      { everyMs: POLL_MS },
    );
  }

  /** Waits until the run is no more, or has ended for that reason. */
  async goneOrEnded(name: string, reason: string): Promise<void> {
    await until(
      `${name} to be gone or ${reason}`,
      async () => {
        const run = await this.find<CustomRun>(CUSTOM_RUNS, name);
        return run === undefined || run.status?.conditions?.[0]?.reason === reason;
      },
      { everyMs: POLL_MS },
    );
  }

  async approval(name: string): Promise<ApprovalTask> {
    return await this.kube.get<ApprovalTask>(APPROVAL_TASKS, this.ref(name));
  }

  /** Waits until people can answer it: a request that differs from `instead`, when that was asked before. */
  async pending(name: string, instead?: ApprovalDetail): Promise<ApprovalDetail> {
    return await this.untilShown(name, "to wait for an answer", (shown) => {
      return shown.state === "pending" && shown.digest !== instead?.digest;
    });
  }

  async untilShown(
    name: string,
    what: string,
    isRight: (shown: ApprovalDetail) => boolean,
  ): Promise<ApprovalDetail> {
    let last: Answer<ApprovalDetail> | undefined;
    return await until(
      `approval ${name} ${what}`,
      async () => {
        last = await this.#served.show(this.namespace, name);
        return last.status === 200 && isRight(last.body) ? last.body : undefined;
      },
      { everyMs: POLL_MS },
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}; it is ${formatJson(last)}`, { cause: error });
    });
  }

  async vote(name: string, user: string, vote: Vote): Promise<Answer<ApprovalDetail & Problem>> {
    return await this.#served.vote(this.namespace, name, user, vote);
  }

  /** Votes and asserts that the vote was taken. */
  async answer(
    name: string,
    user: string,
    decision: Vote["decision"],
    comment = "",
  ): Promise<ApprovalDetail> {
    await this.pending(name);
    const { status, body } = await this.vote(name, user, { decision, comment });
    assert.equal(status, 201, JSON.stringify(body));
    return body;
  }

  /** Waits until the run has ended; asserts how. */
  async ended(name: string, status: "True" | "False", reason: string): Promise<CustomRun> {
    const run = await this.until<CustomRun>(CUSTOM_RUNS, name, "to end", (object) =>
      ["True", "False"].includes(object.status?.conditions?.[0]?.status ?? ""),
    );
    const [condition] = run.status?.conditions ?? [];
    assert.deepEqual(
      { status: condition?.status, reason: condition?.reason },
      { status, reason },
      formatJson(run),
    );
    return run;
  }

  /** Waits until the PipelineRun has ended. */
  async pipelineRunEnded(name: string): Promise<PipelineRunSeen> {
    return await this.until<PipelineRunSeen>(PIPELINE_RUNS, name, "to end", (object) =>
      ["True", "False"].includes(succeededOf(object)?.status ?? ""),
    );
  }

  async patchPipelineRun(name: string, spec: Values): Promise<void> {
    await this.kube.patch(PIPELINE_RUNS, this.ref(name), { type: "merge", body: { spec } });
  }

  async patchRun(name: string, spec: Values): Promise<CustomRun> {
    return await this.kube.patch<CustomRun>(CUSTOM_RUNS, this.ref(name), { type: "merge", body: { spec } });
  }

  /** Plays the controller of a custom task that is not ours. */
  async finishForeign(name: string, results: Readonly<Record<string, string>>): Promise<void> {
    const run = await this.run(name);
    const now = formatTime(Date.now());
    await this.kube.updateStatus<CustomRun>(CUSTOM_RUNS, {
      ...run,
      status: {
        conditions: [
          { type: "Succeeded", status: "True", reason: "Done", message: "", lastTransitionTime: now },
        ],
        startTime: now,
        completionTime: now,
        results: Object.entries(results).map(([result, value]) => ({ name: result, value })),
      },
    });
  }
}

export function succeededOf(
  object: PipelineRunSeen,
): { status?: string; reason?: string; message?: string } | undefined {
  return object.status?.conditions?.find(({ type }) => type === "Succeeded");
}

/** The names of all results that a run gets, on every outcome. */
export const RESULTS = [
  "decision",
  "comment",
  "approvedBy",
  "rejectedBy",
  "commentBase64",
  "approvedByBase64",
  "rejectedByBase64",
];

/** Results by name. */
export function resultsOf(run: CustomRun): Record<string, string> {
  return Object.fromEntries((run.status?.results ?? []).map(({ name, value }) => [name, value]));
}
