import { parseGoDuration } from "../../../src/objects/go-duration.ts";
import { formatTime, type Clock } from "../../../src/std/clock.ts";
import type { Timers } from "../../../src/std/timers.ts";
import type { StepState } from "../objects/task-run.ts";
import type { Step, TaskSpec } from "../objects/task.ts";
import { runProcess } from "./run-process.ts";
import { toCommand, withTemplate } from "./step-command.ts";
import type { OutputStore, OutputTail } from "./step-outputs.ts";
import type { TaskFolder } from "./task-folder.ts";

export interface RunStepsInput {
  readonly namespace: string;
  readonly taskRun: string;
  /** With every variable replaced. */
  readonly spec: TaskSpec;
  readonly folder: TaskFolder;
  readonly outputs: OutputStore;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Ends the step that runs; the steps after it do not start. */
  readonly signal: AbortSignal;
  /** Called when a step begins or ends, with the states of all. */
  readonly onProgress: (steps: readonly StepState[]) => void;
}

/** How the steps ended. `failure` is the first that counts, in Tekton's words. */
export interface StepsOutcome {
  readonly steps: readonly StepState[];
  readonly failure?: string;
}

function stepName(step: Step, index: number): string {
  return step.name ?? `unnamed-${index}`;
}

/** The states before anything has begun. */
export function waitingSteps({ steps = [] }: TaskSpec): readonly StepState[] {
  return steps.map((step, index) => {
    const name = stepName(step, index);
    return { name, container: `step-${name}`, waiting: { reason: "PodInitializing" } };
  });
}

/**
 * Runs the steps one after another, each as a process of this machine. A step that fails ends the task, and the steps after
 * it are skipped, unless it has `onError: continue`.
 */
export async function runSteps(input: RunStepsInput): Promise<StepsOutcome> {
  const steps = (input.spec.steps ?? []).map((step) => withTemplate(step, input.spec.stepTemplate));
  let states = waitingSteps(input.spec);
  let failure: string | undefined;
  for (const [index, step] of steps.entries()) {
    const name = stepName(step, index);
    const startedAt = formatTime(input.clock.now());
    const note = (state: Partial<StepState>): void => {
      states = states.with(index, { name, container: `step-${name}`, ...state });
      input.onProgress(states);
    };
    if (failure !== undefined) {
      const terminated = { exitCode: 1, reason: "Error", startedAt, finishedAt: startedAt };
      note({ terminated, terminationReason: "Skipped" });
      continue;
    }
    note({ running: { startedAt } });
    const end = await runStep(step, index, input);
    failure = end.isFailure ? describeFailure(name, end) : undefined;
    const { exitCode, terminationReason } = end;
    const reason = end.isFailure ? "Error" : "Completed";
    const finishedAt = formatTime(input.clock.now());
    note({ terminated: { exitCode, reason, startedAt, finishedAt }, terminationReason });
  }
  return { steps: states, ...(failure === undefined ? {} : { failure }) };
}

interface StepEnd {
  readonly exitCode: number;
  readonly isFailure: boolean;
  readonly terminationReason: "Completed" | "Continued" | "Error" | "TimeoutExceeded";
}

async function runStep(step: Step, index: number, input: RunStepsInput): Promise<StepEnd> {
  const output = input.outputs.open(input.namespace, input.taskRun, stepName(step, index));
  const deadline = new AbortController();
  const timeout = parseGoDuration(step.timeout ?? "0");
  const cancel =
    timeout.ok && timeout.value > 0 ? input.timers.after(timeout.value, () => deadline.abort()) : () => {};
  const exitCode = await start(step, index, {
    input,
    output,
    signal: AbortSignal.any([input.signal, deadline.signal]),
  });
  cancel();
  if (exitCode === 0) return { exitCode, isFailure: false, terminationReason: "Completed" };
  if (deadline.signal.aborted) return { exitCode, isFailure: true, terminationReason: "TimeoutExceeded" };
  const isIgnored = step.onError === "continue" && !input.signal.aborted;
  return { exitCode, isFailure: !isIgnored, terminationReason: isIgnored ? "Continued" : "Error" };
}

async function start(
  step: Step,
  index: number,
  { input, output, signal }: { input: RunStepsInput; output: OutputTail; signal: AbortSignal },
): Promise<number> {
  return runProcess(await toCommand(step, index, input.folder), output, signal);
}

function describeFailure(name: string, { exitCode, terminationReason }: StepEnd): string {
  return terminationReason === "TimeoutExceeded"
    ? `"step-${name}" exited because the step exceeded the specified timeout limit`
    : `"step-${name}" exited with code ${exitCode}: Error`;
}
