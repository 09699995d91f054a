// A small Tekton for the demo: walks PipelineRuns on any Kubernetes API that has its kinds, and runs the steps of their
// Tasks as processes of this machine. It knows nothing of approvals: a custom task is somebody else's, as in Tekton.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KubeApi, KubeObject, ObjectRef, Resource } from "../../src/kube/kube-api.ts";
import { ListWatch } from "../../src/kube/list-watch.ts";
import { WorkQueue } from "../../src/kube/work-queue.ts";
import { CUSTOM_RUNS, PIPELINE_RUNS } from "../../src/objects/resources.ts";
import { systemClock, type Clock } from "../../src/std/clock.ts";
import type { Logger } from "../../src/std/logger.ts";
import { systemTimers, type Timers } from "../../src/std/timers.ts";
import type { CustomRun } from "./objects/custom-run.ts";
import type { PipelineRun } from "./objects/pipeline-run.ts";
import { TASK_RUNS } from "./objects/resources.ts";
import type { TaskRun } from "./objects/task-run.ts";
import { ChildrenByOwner } from "./reconcile/children-by-owner.ts";
import { PipelineRunController } from "./reconcile/pipeline-run-controller.ts";
import { TaskRunController } from "./reconcile/task-run-controller.ts";
import { OutputStore, type StepOutputs } from "./steps/step-outputs.ts";

export interface SmallTektonOptions {
  readonly api: KubeApi;
  readonly logger: Logger;
  readonly clock?: Clock;
  readonly timers?: Timers;
  /** Where the folder of all TaskRuns is made; the system's folder for temporary files when absent. */
  readonly workDir?: string;
}

/** The controller of the demo's pipelines. */
export class SmallTekton {
  readonly #options: SmallTektonOptions;
  readonly #outputs = new OutputStore();
  readonly #pipelineRuns: ListWatch<PipelineRun>;
  readonly #taskRuns: ListWatch<TaskRun>;
  readonly #customRuns: ListWatch<CustomRun>;
  readonly #pipelineRunQueue: WorkQueue;
  readonly #taskRunQueue: WorkQueue;
  #taskRunController: TaskRunController | undefined;
  #folder: string | undefined;

  constructor(options: SmallTektonOptions) {
    this.#options = options;
    this.#pipelineRuns = this.#createCopy<PipelineRun>(PIPELINE_RUNS);
    this.#taskRuns = this.#createCopy<TaskRun>(TASK_RUNS);
    this.#customRuns = this.#createCopy<CustomRun>(CUSTOM_RUNS);
    this.#pipelineRunQueue = this.#createQueue();
    this.#taskRunQueue = this.#createQueue();
  }

  /** What steps print. */
  get outputs(): StepOutputs {
    return this.#outputs;
  }

  /** Begins to work; resolves when all PipelineRuns and their children are known. */
  async start(): Promise<void> {
    const { api, logger, workDir = tmpdir() } = this.#options;
    const folder = await mkdtemp(join(workDir, "small-tekton-"));
    this.#folder = folder;
    const clock = this.#options.clock ?? systemClock;
    const timers = this.#options.timers ?? systemTimers;
    const copies = {
      pipelineRuns: this.#pipelineRuns,
      taskRuns: this.#taskRuns,
      customRuns: this.#customRuns,
    };
    const byOwner = this.#followChildren();
    const pipelineRuns = new PipelineRunController({ api, clock, ...copies, ...byOwner });
    const taskRuns = new TaskRunController({
      api,
      taskRuns: this.#taskRuns,
      outputs: this.#outputs,
      folder,
      clock,
      timers,
      logger,
      wake: (ref) => this.#taskRunQueue.add(keyOf(ref)),
    });
    this.#taskRunController = taskRuns;
    this.#wakeOnChange();
    await Promise.all(Object.values(copies).map((copy) => copy.start()));
    this.#taskRunQueue.start((key) => taskRuns.reconcile(refOf(key)));
    this.#pipelineRunQueue.start((key) => this.#reconcile(pipelineRuns, key));
  }

  /** Ends all work: the processes of steps are killed and their folders removed. */
  async stop(): Promise<void> {
    const copies = [this.#pipelineRuns, this.#taskRuns, this.#customRuns];
    await Promise.all([this.#pipelineRunQueue.stop(), this.#taskRunQueue.stop()]);
    await Promise.all(copies.map((copy) => copy.stop()));
    await this.#taskRunController?.stop();
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }

  async #reconcile(controller: PipelineRunController, key: string): Promise<void> {
    const againInMs = await controller.reconcile(refOf(key));
    if (againInMs !== undefined) this.#pipelineRunQueue.addAfter(key, againInMs);
  }

  #createCopy<T>(resource: Resource): ListWatch<T> {
    const { api, logger, clock, timers } = this.#options;
    return new ListWatch<T>({
      api,
      resource,
      // The API server has checked the shape; see the schemas.
      keep: (object) => object as T,
      logger,
      ...(clock && { clock }),
      ...(timers && { timers }),
    });
  }

  #createQueue(): WorkQueue {
    const { logger, timers, clock } = this.#options;
    return new WorkQueue({ logger, ...(timers && { timers }), ...(clock && { clock }) });
  }

  #followChildren(): {
    readonly taskRunsByOwner: ChildrenByOwner<TaskRun>;
    readonly customRunsByOwner: ChildrenByOwner<CustomRun>;
  } {
    const taskRunsByOwner = new ChildrenByOwner<TaskRun>();
    const customRunsByOwner = new ChildrenByOwner<CustomRun>();
    taskRunsByOwner.follow(this.#taskRuns);
    customRunsByOwner.follow(this.#customRuns);
    return { taskRunsByOwner, customRunsByOwner };
  }

  #wakeOnChange(): void {
    this.#pipelineRuns.onChange(({ ref }) => this.#pipelineRunQueue.add(keyOf(ref)));
    this.#taskRuns.onChange(({ ref, object }) => {
      this.#taskRunQueue.add(keyOf(ref));
      this.#wakeOwner(object);
    });
    this.#customRuns.onChange(({ object }) => this.#wakeOwner(object));
  }

  /** The PipelineRun that made it; of one that nobody made, the PipelineRun that its label names may have taken it over. */
  #wakeOwner({ metadata }: KubeObject): void {
    const owner = metadata.ownerReferences?.find(({ kind }) => kind === "PipelineRun")?.name;
    const name = owner ?? metadata.labels?.["tekton.dev/pipelineRun"];
    const { namespace = "" } = metadata;
    if (name !== undefined) this.#pipelineRunQueue.add(keyOf({ namespace, name }));
  }
}

function keyOf({ namespace = "", name }: ObjectRef): string {
  return `${namespace}/${name}`;
}

function refOf(key: string): ObjectRef {
  const [namespace = "", name = ""] = key.split("/");
  return { namespace, name };
}
