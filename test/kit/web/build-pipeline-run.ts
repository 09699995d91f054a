// The PipelineRun behind a sample approval, as Tekton writes it: running, with the approval's run and others of its matrix.
import type { ApprovalSpec } from "../../../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../../../src/objects/run/custom-run.ts";
import { type PipelineRun, referToCustomRun } from "../../../src/objects/run/pipeline-run.ts";
import { makePipelineRun } from "../make-pipeline-run.ts";
import { makeAskingRun } from "../make-run.ts";

type PipelineRunParameters = NonNullable<NonNullable<PipelineRun["spec"]>["params"]>;

/** What differs from one that names the run as its own and has no end. */
export interface PipelineRunChanges {
  /** Absent: verified. */
  readonly pipelineRunStanding?: "missing" | "unconfirmed";
  readonly pipelineRunEndsAt?: string;
  /** When the time of its tasks is up. */
  readonly tasksEndAt?: string;
  readonly runParameters?: PipelineRunParameters;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly pipelineRunEnded?: boolean;
  /** What somebody asks of it. */
  readonly asked?: "StoppedRunFinally" | "CancelledRunFinally" | "Cancelled";
  /** Of its other tasks. */
  readonly failedTasks?: number;
  /** Of the approval's task. */
  readonly onError?: string;
  /** Whether the task is in finally. */
  readonly isFinally?: boolean;
  /** How the other runs of the approval's task stand, in a matrix. */
  readonly siblings?: readonly ("True" | "False" | "Unknown")[];
}

const PARAMETERS: PipelineRunParameters = [
  { name: "version", value: "2.14.0" },
  { name: "flags", value: ["address-form=off"] },
];

const RUNNING = { type: "Succeeded", status: "Unknown", reason: "Running" } as const;
const ENDED = { type: "Succeeded", status: "True", reason: "Completed", message: "" } as const;
const START = "2026-11-24T00:00:00Z";

/** No time at all is no end. */
function timeoutUntil(time = START): string {
  return `${(Date.parse(time) - Date.parse(START)) / 1_000}s`;
}

export function buildPipelineRun(
  asking: NonNullable<ApprovalSpec["pipelineRun"]> & { readonly task: string },
  runs: readonly CustomRun[],
  changes: PipelineRunChanges,
): PipelineRun {
  const { pipelineRunStanding, pipelineRunEndsAt, tasksEndAt, runParameters = PARAMETERS, asked } = changes;
  const { task: name, uid } = asking;
  const { onError, failedTasks = 0, isFinally = false, annotations, pipelineRunEnded = false } = changes;
  const task = onError === undefined ? { name } : { name, onError };
  const message = `Tasks Completed: ${failedTasks} (Failed: ${failedTasks}, Cancelled 0), Incomplete: 2, Skipped: 0`;
  return makePipelineRun(asking.name, {
    ...namespaceOf(runs),
    metadata: { uid, ...(annotations && { annotations }) },
    spec: {
      params: runParameters,
      timeouts: { pipeline: timeoutUntil(pipelineRunEndsAt), tasks: timeoutUntil(tasksEndAt) },
      ...(asked && { status: asked }),
    },
    status: {
      startTime: START,
      conditions: [pipelineRunEnded ? ENDED : { ...RUNNING, message }],
      pipelineSpec: isFinally ? { tasks: [{ name: "build" }], finally: [task] } : { tasks: [task] },
      childReferences:
        pipelineRunStanding === "unconfirmed"
          ? []
          : runs.map(({ metadata }) => referToCustomRun({ name: metadata.name, task: name })),
    },
  });
}

function namespaceOf([run]: readonly CustomRun[]): { readonly namespace?: string } {
  const namespace = run?.metadata.namespace;
  return namespace === undefined ? {} : { namespace };
}

/** The other runs of the approval's task. */
export function buildSiblings(run: CustomRun, { siblings = [] }: PipelineRunChanges): readonly CustomRun[] {
  const { name, namespace = "" } = run.metadata;
  return siblings.map((status, number) => {
    const sibling = makeAskingRun(
      `${name}-${number}`,
      {},
      { namespace, metadata: { uid: `${name}-${number}` } },
    );
    const condition = { type: "Succeeded", reason: "Rejected", message: "", lastTransitionTime: START };
    return { ...sibling, status: { conditions: [{ ...condition, status }] } };
  });
}
