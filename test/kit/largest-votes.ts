// The largest votes that an approval takes, and an approval with all of them.
import type { Stage } from "../../src/decision/request.ts";
import { readRequest } from "../../src/objects/approval/approval-request.ts";
import { beginNextAttempt } from "../../src/objects/approval/retry-approval.ts";
import { type ApprovalTask, BOUNDS, type RecordedVote } from "../../src/objects/approval/approval-task.ts";
import { computeDigest } from "../../src/objects/approval/request-digest.ts";
import { countStoredBytes } from "../../src/std/stored-bytes.ts";

/** What names and comments are filled with: what counts most as stored, or most in what is made of it. */
export type Fill = "<" | "𝐀";

/** 512 bytes as stored, which is what a name takes at most; another person for each number. */
export function makeLargestName(number: number, fill: Fill = "<", bytes: number = BOUNDS.nameBytes): string {
  const digits = String(number).padStart(8, "0");
  return digits + fill.repeat((bytes - digits.length) / countStoredBytes(fill));
}

/** A name with an address, which takes what room the name leaves. */
export function makeLargestAccount(number: number, fill: Fill): Pick<RecordedVote, "by" | "email"> {
  const by = makeLargestName(number, fill, 272);
  const room = BOUNDS.nameBytes - countStoredBytes(by);
  return { by, email: `${number}@a.example`.padStart(room, "x") };
}

/** 4,096 bytes as stored, which is what a comment takes at most. */
export function makeLargestComment(fill: Fill): string {
  return fill === "<" ? `${"<".repeat(682)}abcd` : "𝐀".repeat(1_024);
}

const TIME = "2026-11-24T10:00:00Z";

/** With every vote that all its attempts can bring: each attempt but the last lacks one, and times out. */
export function withLargestVotes(task: ApprovalTask, fill: Fill): ApprovalTask {
  const attempts = 1 + (task.spec.retries ?? 0);
  let voted = task;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    voted = withVotes(voted, { attempt, isLast: attempt === attempts, fill });
    if (attempt === attempts) break;
    const deadlineMs = Date.parse(TIME) + 3_600_000;
    voted = beginNextAttempt(voted, deadlineMs, Date.parse(TIME));
  }
  return voted;
}

interface Attempt {
  readonly attempt: number;
  readonly isLast: boolean;
  readonly fill: Fill;
}

function withVotes(task: ApprovalTask, attempt: Attempt): ApprovalTask {
  const { stages } = readRequest(task);
  const wanted = stages.flatMap((stage, index) =>
    Array.from({ length: stage.required }, (_, position) => ({ stage, number: index + 1, position })),
  );
  const cast = attempt.isLast ? wanted : wanted.slice(0, -1);
  const votes = cast.map(({ stage, number, position }, index) =>
    makeVote(task, attempt, { stage, number, position, index }),
  );
  return { ...task, status: { ...task.status, votes: [...(task.status?.votes ?? []), ...votes] } };
}

interface Place {
  readonly stage: Stage;
  readonly number: number;
  readonly position: number;
  readonly index: number;
}

/** A user votes for the one position of theirs; a member of all groups for any. */
function makeVote(
  { spec }: ApprovalTask,
  { attempt, fill }: Attempt,
  { stage, number, position, index }: Place,
): RecordedVote {
  const user = stage.assignees.find(({ kind }, at) => kind === "user" && at === position);
  return {
    ...(user === undefined ? makeLargestAccount(index, fill) : { by: user.name }),
    issuer: "x".repeat(BOUNDS.issuer),
    // One person for each.
    subject: `${attempt}-${index}`.padStart(BOUNDS.subject, "x"),
    decision: "approve",
    comment: makeLargestComment(fill),
    time: TIME,
    via: "web",
    digest: computeDigest(spec),
    attempt,
    stage: number,
    assignees: user === undefined ? stage.assignees.map((_assignee, at) => at) : [position],
    operation: "x".repeat(BOUNDS.operation),
    signature: { keyId: "x".repeat(BOUNDS.keyId), value: "x".repeat(BOUNDS.signature) },
  };
}
