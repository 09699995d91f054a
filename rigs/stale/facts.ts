// The chronicle by object: what the rules look at. Knows nothing of how the product thinks.
import type { KubeObject } from "../../src/kube/kube-api.ts";
import type { ApprovalTask, RecordedVote } from "../../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../../src/objects/run/custom-run.ts";
import type { PipelineRun } from "../../src/objects/run/pipeline-run.ts";
import type { Entry } from "./cluster.ts";
import type { Story } from "./story.ts";

/** All of one object, by its UID. */
export interface History<T extends KubeObject> {
  readonly uid: string;
  readonly name: string;
  /** Oldest first; the last may be its deletion. */
  readonly entries: readonly Entry<T>[];
}

export interface Facts {
  readonly story: Story;
  readonly runs: readonly History<CustomRun>[];
  readonly approvals: readonly History<ApprovalTask>[];
  readonly pipelineRuns: readonly History<PipelineRun>[];
}

/** One thing that went wrong, in one line. */
export type Fault = string;
export type Rule = (facts: Facts) => readonly Fault[];

export function gatherFacts(story: Story): Facts {
  return {
    story,
    runs: historiesOf<CustomRun>(story, "customruns"),
    approvals: historiesOf<ApprovalTask>(story, "approvaltasks"),
    pipelineRuns: historiesOf<PipelineRun>(story, "pipelineruns"),
  };
}

function historiesOf<T extends KubeObject>(story: Story, plural: string): readonly History<T>[] {
  const isOfKind = (entry: Entry): entry is Entry<T> => entry.plural === plural;
  const entries = story.chronicle.filter(isOfKind);
  const groups = Map.groupBy(entries, ({ object }) => object.metadata.uid ?? "");
  return [...groups].map(([uid, entries]) => ({
    uid,
    name: entries[0]?.object.metadata.name ?? "",
    entries,
  }));
}

/** How the object was once this revision was written; `undefined` before it came and after it went. */
export function stateAt<T extends KubeObject>(
  history: History<T> | undefined,
  revision: number,
): T | undefined {
  const last = history?.entries.findLast((entry) => entry.revision <= revision);
  return last === undefined || last.type === "DELETED" ? undefined : last.object;
}

/** How it was last, whether it is still there or not. */
export function lastState<T extends KubeObject>({ entries }: History<T>): T | undefined {
  return entries.at(-1)?.object;
}

export function isThere<T extends KubeObject>({ entries }: History<T>): boolean {
  return entries.at(-1)?.type !== "DELETED";
}

export function isByReplica({ writer }: Entry): boolean {
  return writer.startsWith("replica");
}

/** The entry by which its deletion was asked for; with a finalizer that is before it went. */
export function deletionOf<T extends KubeObject>({ entries }: History<T>): Entry<T> | undefined {
  return entries.find(
    ({ type, object }) => type === "DELETED" || object.metadata.deletionTimestamp !== undefined,
  );
}

export function runUidOf(approval: History<ApprovalTask>): string {
  return approval.entries[0]?.object.spec.run.uid ?? "";
}

export function votesOf(task: ApprovalTask | undefined): readonly RecordedVote[] {
  return task?.status?.votes ?? [];
}

export function succeededOf({ status }: Pick<CustomRun, "status">) {
  return status?.conditions?.find(({ type }) => type === "Succeeded");
}

export function hasEnded(run: Pick<CustomRun, "status">): boolean {
  const { status } = succeededOf(run) ?? {};
  return status === "True" || status === "False";
}

/** For messages: which one, and when. */
export function nameEntry({ atMs, writer, object, plural }: Entry, { story }: Facts): string {
  const seconds = ((atMs - story.startMs) / 1000).toFixed(1);
  const uid = object.metadata.uid?.slice(0, 8) ?? "";
  return `${plural}/${object.metadata.name} (${uid}) at ${seconds} s by ${writer}`;
}
