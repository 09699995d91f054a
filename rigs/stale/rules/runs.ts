import type { CustomRun } from "../../../src/objects/run/custom-run.ts";
import type { Entry } from "../cluster.ts";
import {
  hasEnded,
  isByReplica,
  isThere,
  lastState,
  nameEntry,
  runUidOf,
  stateAt,
  succeededOf,
  type Facts,
  type Fault,
  type History,
  type Rule,
} from "../facts.ts";
import { needsNoAnswer } from "./decisions.ts";

/** So long ago something may have been read on which a write is decided: requests are slow, too. */
const READ_BEFORE_MS = 30_000;

/** The end of a run is written once and stays as it is. */
export const endsStay: Rule = (facts) =>
  facts.runs.flatMap(({ entries }) =>
    entries.flatMap((entry) => {
      const { previous, object } = entry;
      if (previous === undefined || !hasEnded(previous)) return [];
      return endOf(previous) === endOf(object) ? [] : [`the end changed in ${nameEntry(entry, facts)}`];
    }),
  );

/** What we end a run with is what an approval of this very run came to, or what the cluster says of the run. */
export const endsAreRight: Rule = (facts) =>
  facts.runs.flatMap((run) =>
    run.entries
      .filter((entry) => isByReplica(entry) && hasEnded(entry.object) && !isEnded(entry.previous))
      .flatMap((entry) => explainWrongEnd(facts, run, entry)),
  );

/** A run that is being deleted is never told yes, whatever was decided before: nobody may go on because of it. */
export const leavingRunsAreNotApproved: Rule = (facts) =>
  facts.runs.flatMap(({ entries }) =>
    entries
      .filter(
        (entry) =>
          isByReplica(entry) &&
          entry.previous?.metadata.deletionTimestamp !== undefined &&
          !isEnded(entry.previous) &&
          succeededOf(entry.object)?.status === "True",
      )
      .map((entry) => `told yes while it was being deleted: ${nameEntry(entry, facts)}`),
  );

/** What had an end when nobody touched it any more. */
export const everythingEnds: Rule = (facts) => {
  if (facts.story.settledMs !== undefined) return [];
  const minutes = Math.round((facts.story.endMs - facts.story.calmMs) / 60_000);
  const runs = facts.runs.filter((run) => isThere(run) && !isEnded(lastState(run)));
  // One that was never started was shown to nobody.
  const approvals = facts.approvals.filter((approval) => {
    const { startTime, decision } = lastState(approval)?.status ?? {};
    return isThere(approval) && startTime !== undefined && decision === undefined;
  });
  const left = [...runs, ...approvals].flatMap(({ entries }) => entries.at(-1) ?? []);
  return left.length === 0
    ? [`still written to ${minutes} min after all was well`]
    : left.map((entry) => `no end ${minutes} min after all was well: ${nameEntry(entry, facts)}`);
};

function isEnded(run: CustomRun | undefined): boolean {
  return run !== undefined && hasEnded(run);
}

function endOf({ status }: CustomRun): string {
  const { observedGeneration: _, ...end } = status ?? {};
  return JSON.stringify(end);
}

function explainWrongEnd(facts: Facts, run: History<CustomRun>, entry: Entry<CustomRun>): readonly Fault[] {
  const { reason = "" } = succeededOf(entry.object) ?? {};
  const isRight = CAUSES[reason]?.(facts, run, entry) ?? false;
  return isRight ? [] : [`ended as ${reason} without cause: ${nameEntry(entry, facts)}`];
}

type Cause = (facts: Facts, run: History<CustomRun>, entry: Entry<CustomRun>) => boolean;

const CAUSES: Readonly<Record<string, Cause>> = {
  Approved: cameTo("approved"),
  Rejected: cameTo("rejected"),
  CustomRunTimedOut: cameTo("timedOut"),
  CustomRunCancelled: (facts, run, entry) =>
    cameTo("cancelled")(facts, run, entry) || needsNoAnswer(facts, run.uid, entry.revision - 1),
  ApprovalNameTaken: isNameTaken,
};

function cameTo(state: string): Cause {
  return ({ approvals }, run, { revision }) =>
    approvals.some(
      (approval) =>
        runUidOf(approval) === run.uid &&
        approval.entries.some(
          (entry) => entry.revision < revision && entry.object.status?.decision?.state === state,
        ),
    );
}

/** An orphan of the run before, which belongs to nobody, is in the way. */
function isNameTaken({ approvals }: Facts, run: History<CustomRun>, { atMs, revision }: Entry): boolean {
  return approvals.some(
    (approval) =>
      approval.name === run.name &&
      runUidOf(approval) !== run.uid &&
      approval.entries.some((entry) => entry.revision < revision && isOwnerless(approval, entry.revision)) &&
      (isThere(approval) || (approval.entries.at(-1)?.atMs ?? 0) >= atMs - READ_BEFORE_MS),
  );
}

function isOwnerless(approval: Facts["approvals"][number], revision: number): boolean {
  const state = stateAt(approval, revision);
  return state !== undefined && (state.metadata.ownerReferences ?? []).length === 0;
}
