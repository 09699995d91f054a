// What is told as an approval goes on: where every transition of an approval, and of a notice, ends.
import { assigneesOf, type ApprovalTask } from "../approval-task.ts";
import type { Notice, NoticeRecord } from "../notice.ts";
import { asksPeople } from "./asks-people.ts";
import { beginNotice, isOpen, moveNotice } from "./change-notices.ts";

/** Where the approval stands by then. */
interface Standing {
  readonly isDecided: boolean;
  /** The open stage, from 1. */
  readonly stage: number;
}

type Told = Pick<ApprovalTask, "spec" | "status">;
type Follow = (
  record: NoticeRecord,
  told: Told,
  standing: Standing & { readonly nowMs: number },
) => NoticeRecord;

/** The approval's notices, with what follows from where it stands. Those of earlier attempts stay as they are. */
export function followNotices(
  told: Told,
  standing: Standing,
  nowMs: number,
): readonly NoticeRecord[] | undefined {
  const { attempt = 1, notices } = told.status ?? {};
  return notices?.map((record) =>
    record.attempt === attempt
      ? FOLLOWING.reduce((next, follow) => follow(next, told, { ...standing, nowMs }), record)
      : record,
  );
}

/** Votes are told one after the other: the next one when the one before has come to an end. */
const tellNextVote: Follow = (record, { status }, { nowMs }) => {
  const { voted } = record;
  if (!record.tells.includes("voted") || (voted !== undefined && isOpen(voted))) return record;
  const { votes = [], attempt = 1 } = status ?? {};
  const index = voted?.round ?? votes.findIndex((vote) => vote.attempt === attempt);
  const vote = votes[index];
  if (vote === undefined) return record;
  const lost = (voted?.lost ?? 0) + (voted?.state === "failed" || voted?.state === "unknown" ? 1 : 0);
  const next = { ...beginNotice(nowMs, vote.time), round: index + 1, ...(lost > 0 && { lost }) };
  return { ...record, voted: next };
};

/** Nobody is asked for a vote by a message about what is decided, nor for one that they have given. A program is not asked. */
const skipRequests: Follow = (record, told, { isDecided, nowMs }) => {
  if (!asksPeople(record)) return record;
  if (!isDecided && !haveAllVoted(record, told)) return record;
  const error = isDecided ? "It was decided before this was sent." : "They voted before this was sent.";
  const skip = (notice: Notice | undefined) =>
    notice?.state === "waiting" ? moveNotice(notice, "skipped", nowMs, { error }) : notice;
  return withNotices(record, { request: skip(record.request), secondStep: skip(record.secondStep) });
};

/** Who is about to be asked gets to know it by the request. */
const tellSecondStep: Follow = (record, told, { isDecided, stage, nowMs }) => {
  const { tells, request, secondStep } = record;
  if (isDecided || stage < 2 || secondStep !== undefined || !tells.includes("secondStep")) return record;
  if (request?.state === "waiting" || haveAllVoted(record, told)) return record;
  return { ...record, secondStep: beginNotice(nowMs) };
};

const tellOutcome: Follow = (record, _told, { isDecided, nowMs }) => {
  const { tells, outcome } = record;
  if (!isDecided || !tells.includes("outcome")) return record;
  if (outcome === undefined) return wasAsked(record) ? { ...record, outcome: beginNotice(nowMs) } : record;
  const isMoot = outcome.state === "waiting" && outcome.round === 1 && !wasAsked(record);
  const error = "Nobody was asked on this channel.";
  return isMoot ? { ...record, outcome: moveNotice(outcome, "skipped", nowMs, { error }) } : record;
};

/** The order counts: whether an outcome is told rests on what became of the request. */
const FOLLOWING: readonly Follow[] = [tellNextVote, skipRequests, tellSecondStep, tellOutcome];

/** An outcome is news to whoever may have been asked, and to whoever is never asked. */
function wasAsked(record: NoticeRecord): boolean {
  const { tells, request, secondStep } = record;
  if (!asksPeople(record)) return true;
  if (!tells.includes("request")) return request === undefined;
  return [request, secondStep].some(
    (notice) =>
      notice !== undefined && (notice.round > 1 || ["sending", "sent", "unknown"].includes(notice.state)),
  );
}

/** Of a group, nobody knows who is left. */
function haveAllVoted({ assignees }: NoticeRecord, { spec, status }: Told): boolean {
  const { votes = [], attempt = 1 } = status ?? {};
  const asked = assigneesOf(spec);
  return (
    assignees?.every(
      (position) =>
        asked[position]?.kind === "user" &&
        votes.some((vote) => vote.attempt === attempt && vote.assignees.includes(position)),
    ) ?? false
  );
}

function withNotices(
  record: NoticeRecord,
  { request, secondStep }: { readonly request: Notice | undefined; readonly secondStep: Notice | undefined },
): NoticeRecord {
  return { ...record, ...(request && { request }), ...(secondStep && { secondStep }) };
}
