import { areEnough, isRejectedBySomebody } from "../../../src/decision/testing/oracle.ts";
import type { Assignee, Vote } from "../../../src/decision/request.ts";
import type { ApprovalTask, RecordedVote } from "../../../src/objects/approval/approval-task.ts";
import type { Entry } from "../cluster.ts";
import {
  hasEnded,
  nameEntry,
  runUidOf,
  stateAt,
  votesOf,
  type Facts,
  type Fault,
  type History,
  type Rule,
} from "../facts.ts";

/** A decision is written once and stays word for word. */
export const decisionsStay: Rule = (facts) =>
  facts.approvals.flatMap(({ entries }) =>
    entries.flatMap((entry) => {
      const before = entry.previous?.status?.decision;
      const isSame = JSON.stringify(entry.object.status?.decision) === JSON.stringify(before);
      return before === undefined || isSame ? [] : [`the decision changed in ${nameEntry(entry, facts)}`];
    }),
  );

/** Each decision is what votes, time and the run said at the moment it was written. */
export const decisionsAreRight: Rule = (facts) =>
  facts.approvals.flatMap((approval) =>
    approval.entries
      .filter(({ object, previous }) => object.status?.decision !== undefined && !isDecided(previous))
      .flatMap((entry) => explainWrong(facts, approval, entry)),
  );

/** The next attempt begins when the time of the one before is over, and there are no more than were asked for. */
export const attemptsFollowDeadlines: Rule = (facts) =>
  facts.approvals.flatMap(({ entries }) =>
    entries.flatMap((entry) => {
      const before = entry.previous?.status;
      const { attempt = 1 } = entry.object.status ?? {};
      if (before?.startTime === undefined || attempt === (before.attempt ?? 1)) return [];
      const isNext = attempt === (before.attempt ?? 1) + 1 && attempt <= 1 + (entry.object.spec.retries ?? 0);
      const isLate = entry.atMs >= Date.parse(before.deadline ?? "");
      return isNext && isLate ? [] : [`attempt ${attempt} has no right to begin: ${nameEntry(entry, facts)}`];
    }),
  );

function isDecided(task: ApprovalTask | undefined): boolean {
  return task?.status?.decision !== undefined;
}

function explainWrong(
  facts: Facts,
  approval: History<ApprovalTask>,
  entry: Entry<ApprovalTask>,
): readonly Fault[] {
  const task = entry.object;
  const votes = votesOf(task).filter(({ attempt }) => attempt === (task.status?.attempt ?? 1));
  const { state } = task.status?.decision ?? {};
  const isRight = {
    approved: () => areEnough(askedBy(task), toVotes(votes)) && !hasRejection(task, votes),
    rejected: () => hasRejection(task, votes),
    timedOut: () => entry.atMs >= Date.parse(task.status?.deadline ?? ""),
    cancelled: () => needsNoAnswer(facts, runUidOf(approval), entry.revision),
  };
  return state === undefined || isRight[state]()
    ? []
    : [`${state} without cause: ${nameEntry(entry, facts)}`];
}

function hasRejection(task: ApprovalTask, votes: readonly RecordedVote[]): boolean {
  return isRejectedBySomebody(askedBy(task), toVotes(votes));
}

function askedBy({ spec }: ApprovalTask) {
  const { strategy, groups = [], approvers = [], approvalsRequired } = spec;
  const assignees: readonly Assignee[] =
    groups.length > 0
      ? groups.map((name) => ({ kind: "group", name }))
      : approvers.map((name) => ({ kind: "user", name }));
  return { strategy, assignees, ...(approvalsRequired === undefined ? {} : { approvalsRequired }) };
}

function toVotes(votes: readonly RecordedVote[]): readonly Vote[] {
  return votes.map(({ by, decision, stage, assignees, time }) => {
    return { by, answer: decision, stage, assignees, timeMs: Date.parse(time) };
  });
}

/** The run is gone or going, ended, or cancelled, or what asked for it has ended or is gone. */
export function needsNoAnswer({ runs, pipelineRuns }: Facts, runUid: string, revision: number): boolean {
  const history = runs.find(({ uid }) => uid === runUid);
  const run = stateAt(history, revision);
  if (run === undefined || run.metadata.deletionTimestamp !== undefined) return true;
  if (hasEnded(run) || run.spec?.status === "RunCancelled") return true;
  // As it was made: an orphan loses its owner.
  const [owner] = history?.entries[0]?.object.metadata.ownerReferences ?? [];
  if (owner === undefined) return false;
  const pipelineRun = stateAt(
    pipelineRuns.find(({ uid }) => uid === owner.uid),
    revision,
  );
  return pipelineRun === undefined || hasEnded(pipelineRun as Pick<typeof run, "status">);
}
