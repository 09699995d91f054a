// The kinds that are watched: a copy of each, whether the copies are fresh, and who hears of changes. It writes nothing.
import { ListWatch, type ListWatchOptions } from "../kube/list-watch.ts";
import type { ObjectChange } from "../kube/object-store.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS, PIPELINE_RUNS } from "../objects/resources.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import type { PipelineRun } from "../objects/run/pipeline-run.ts";
import { formatTime } from "../std/clock.ts";
import { keepPipelineRun } from "./keep-pipeline-run.ts";
import { keepApproval, keepRun } from "./keep.ts";

/** What this process knows of one kind: by its watch, and by what it wrote or read itself. */
export type WatchedKind<T> = Pick<ListWatch<T>, "get" | "values" | "observe" | "live" | "lastContactMs">;

interface Subscriber {
  readonly onRun?: (change: ObjectChange<CustomRun>) => void;
  readonly onApproval?: (change: ObjectChange<ApprovalTask>) => void;
  readonly onPipelineRun?: (change: ObjectChange<PipelineRun>) => void;
}

export interface Cluster {
  readonly runs: WatchedKind<CustomRun>;
  readonly approvals: WatchedKind<ApprovalTask>;
  readonly pipelineRuns: WatchedKind<PipelineRun>;
  /** Calls back at each change from now on, whoever brought it; what is returned ends that. */
  subscribe(subscriber: Subscriber): () => void;
  /** Resolves after the first complete list of each kind: before that, a run without its approval would look like a new one. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** True when in touch about each kind, and caught up with what this process wrote and read; else what is missing. */
  isReady(): true | string;
}

/** Where to look something up, and whom to tell what was read or written; what is missing there may only be late. */
export type Copies = {
  readonly [Kind in "runs" | "approvals" | "pipelineRuns"]: Pick<Cluster[Kind], "get" | "observe">;
};

/** Begins nothing yet: whoever wants to hear of everything subscribes before `start`. */
export function watchCluster(options: Omit<ListWatchOptions<never>, "resource" | "keep">): Cluster {
  const runs = new ListWatch({ ...options, resource: CUSTOM_RUNS, keep: keepRun });
  const approvals = new ListWatch({ ...options, resource: APPROVAL_TASKS, keep: keepApproval });
  const pipelineRuns = new ListWatch({ ...options, resource: PIPELINE_RUNS, keep: keepPipelineRun });
  const kinds = { runs, approvals, pipelineRuns };
  const all = Object.values(kinds);
  return {
    ...kinds,
    subscribe: ({ onRun, onApproval, onPipelineRun }) => {
      const ends = [
        onRun && runs.onChange(onRun),
        onApproval && approvals.onChange(onApproval),
        onPipelineRun && pipelineRuns.onChange(onPipelineRun),
      ];
      return () => {
        for (const end of ends) end?.();
      };
    },
    start: async () => void (await Promise.all(all.map((watch) => watch.start()))),
    stop: async () => void (await Promise.all(all.map((watch) => watch.stop()))),
    isReady: () => findUnready(kinds) ?? true,
  };
}

type Watch = Pick<ListWatch<unknown>, "live" | "inTime" | "behindSinceMs">;

function findUnready(kinds: Readonly<Record<string, Watch>>): string | undefined {
  const [kind, watch] = Object.entries(kinds).find(([, { live }]) => !live) ?? [];
  if (watch === undefined) return undefined;
  const { inTime, behindSinceMs } = watch;
  if (inTime || behindSinceMs === undefined)
    return `The Kubernetes API server has said nothing about ${kind} for too long.`;
  return `The watch of ${kind} has been behind what this process knows since ${formatTime(behindSinceMs)}.`;
}
