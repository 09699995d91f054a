import type { Assignee } from "../decision/assignee.ts";
import { findWaiting } from "../decision/find-waiting.ts";
import { marksOf } from "../decision/identify-person.ts";
import { tallyVotes } from "../decision/tally.ts";
import { readRequest, readVotes } from "../objects/approval/approval-request.ts";
import { isBeingDeleted } from "../objects/being-deleted.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { Deadline } from "../objects/approval/judge-deadline.ts";
import { parseTime } from "../std/clock.ts";
import { refOf } from "../objects/ref-of.ts";
import { keyOf } from "./approval-key.ts";

/** An approval in the index, with what lists are ordered by. Times are milliseconds since the epoch. */
export interface ApprovalEntry {
  readonly key: string;
  readonly approval: ApprovalTask;
  /** When people must have answered, as pages show it; infinite when nothing ends it. */
  readonly dueMs: number;
  /** From when on it is due; infinite when nothing ends it. */
  readonly dueFromMs: number;
  /** Its own deadline, from which on no vote is taken. */
  readonly closesMs: number;
  readonly openedMs: number;
  readonly decidedMs: number;
  /** Marks of people who have voted and may not again, as `marksOf` gives them; absent while nobody has. */
  readonly barred: ReadonlySet<string> | undefined;
  /** In which count this entry was met last; the index's own. */
  lastCount: number;
}

/** Where an approval stands in the orders of lists; also of one that is gone. */
export type Place = Pick<ApprovalEntry, "key" | "dueMs" | "openedMs">;

export function makeEntry(approval: ApprovalTask, deadline: Deadline | undefined): ApprovalEntry {
  const { status } = approval;
  return {
    key: keyOf(refOf(approval)),
    approval,
    dueMs: dueMsOf(deadline),
    dueFromMs: deadline?.dueFromMs ?? Number.POSITIVE_INFINITY,
    closesMs: parseTime(status?.deadline) ?? Number.POSITIVE_INFINITY,
    openedMs: parseTime(status?.startTime) ?? 0,
    decidedMs: parseTime(status?.decision?.time) ?? 0,
    barred: (status?.votes ?? []).length === 0 ? undefined : findBarred(approval),
    lastCount: 0,
  };
}

/** What lists are ordered by. */
export function dueMsOf(deadline: Deadline | undefined): number {
  return deadline?.endsAtMs ?? Number.POSITIVE_INFINITY;
}

/**
 * Whose votes would be taken as soon as they come, by the rules of `admitVote`, the clock and who has voted aside: whoever
 * is one of these, or in one of these groups, and is not barred. Nobody's when it is decided or being deleted.
 */
export function findOpenAssignees(approval: ApprovalTask): readonly Assignee[] {
  if (approval.status?.decision !== undefined || isBeingDeleted(approval)) return [];
  const request = readRequest(approval);
  return findWaiting(request, tallyVotes(request, readVotes(approval)));
}

/** A vote that counts bars its voter from this stage and from later ones. */
function findBarred(approval: ApprovalTask): ReadonlySet<string> {
  return new Set(
    tallyVotes(readRequest(approval), readVotes(approval)).counted.flatMap(({ person }) => marksOf(person)),
  );
}

/** By code units of their keys, as the cursor compares. */
export function compareKeys(one: Pick<Place, "key">, other: Pick<Place, "key">): number {
  if (one.key === other.key) return 0;
  return one.key < other.key ? -1 : 1;
}

/** Soonest due first, those that never are last; of the same, the older one. */
export function compareDue(one: Place, other: Place): number {
  return (
    compareTimes(one.dueMs, other.dueMs) ||
    compareTimes(one.openedMs, other.openedMs) ||
    compareKeys(one, other)
  );
}

/** Decided last first. */
export function compareDecided(one: ApprovalEntry, other: ApprovalEntry): number {
  return compareTimes(other.decidedMs, one.decidedMs) || compareKeys(one, other);
}

/** Two that are infinite are the same, which their difference would not say. */
function compareTimes(one: number, other: number): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
