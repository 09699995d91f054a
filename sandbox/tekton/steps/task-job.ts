import type { Clock } from "../../../src/std/clock.ts";
import type { Logger } from "../../../src/std/logger.ts";
import type { Timers } from "../../../src/std/timers.ts";
import type { StepState } from "../objects/task-run.ts";
import type { TaskRunResult, TaskSpec } from "../objects/task.ts";
import { applyResultPaths } from "./prepare-task.ts";
import { readResults } from "./read-results.ts";
import { runSteps, waitingSteps } from "./run-steps.ts";
import type { OutputStore } from "./step-outputs.ts";
import { makeTaskFolder, removeTaskFolder } from "./task-folder.ts";

export interface TaskJobOptions {
  readonly namespace: string;
  readonly taskRun: string;
  /** With parameters and context variables replaced. */
  readonly spec: TaskSpec;
  /** Where its folder is made. */
  readonly parentFolder: string;
  readonly outputs: OutputStore;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly logger: Logger;
  /** Called when `steps` or `end` has changed. */
  readonly onChange: () => void;
}

/** Why a job was ended from outside. */
export type StopCause = "cancelled" | "timedOut" | "gone";

export interface JobEnd {
  readonly stoppedBy?: StopCause;
  /** Why it failed by itself; absent when all steps did what they should. */
  readonly failure?: { readonly reason: string; readonly message: string };
  readonly results: readonly TaskRunResult[];
}

/** The processes of one attempt at a TaskRun, and the folder they work in. */
export class TaskJob {
  readonly #options: TaskJobOptions;
  readonly #abort = new AbortController();
  #steps: readonly StepState[];
  #end: JobEnd | undefined;
  #stoppedBy: StopCause | undefined;
  #running: Promise<void> | undefined;

  constructor(options: TaskJobOptions) {
    this.#options = options;
    this.#steps = waitingSteps(options.spec);
  }

  get steps(): readonly StepState[] {
    return this.#steps;
  }

  /** Undefined while a step runs. */
  get end(): JobEnd | undefined {
    return this.#end;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Kills what runs. The first cause counts, and none after the end. */
  stop(cause: StopCause): void {
    if (this.#end !== undefined) return;
    this.#stoppedBy ??= cause;
    this.#abort.abort();
  }

  /** Resolves when nothing runs any more and the folder is gone. */
  async ended(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      this.#end = await this.#runInFolder();
    } catch (error) {
      const message = `the steps could not be run: ${error instanceof Error ? error.message : String(error)}`;
      this.#end = { failure: { reason: "Failed", message }, results: [] };
    }
    this.#options.onChange();
  }

  async #runInFolder(): Promise<JobEnd> {
    const folder = await makeTaskFolder(this.#options.parentFolder);
    try {
      const { failure } = await runSteps({
        ...this.#options,
        spec: applyResultPaths(this.#options.spec, folder),
        folder,
        signal: this.#abort.signal,
        onProgress: (steps) => {
          this.#steps = steps;
          this.#options.onChange();
        },
      });
      if (this.#stoppedBy !== undefined) return { stoppedBy: this.#stoppedBy, results: [] };
      const { results, problem } = await readResults(this.#options.spec.results ?? [], folder.results);
      if (failure !== undefined) return { failure: { reason: "StepFailed", message: failure }, results };
      return problem === undefined ? { results } : { failure: problem, results };
    } finally {
      await this.#removeFolder(folder);
    }
  }

  async #removeFolder(folder: Awaited<ReturnType<typeof makeTaskFolder>>): Promise<void> {
    try {
      await removeTaskFolder(folder);
    } catch (error) {
      this.#options.logger.warn({ err: error, folder: folder.path }, "cannot remove the folder of a TaskRun");
    }
  }
}
