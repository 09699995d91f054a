import { approvalUrl } from "../objects/approval/approval-url.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { NoticeRecord, NoticeRef } from "../objects/approval/notice.ts";
import { keyOfNotice, keyOfThread } from "../objects/approval/notices/key-of-notice.ts";
import { listTold } from "../objects/approval/notices/list-told.ts";
import { refOf } from "../objects/ref-of.ts";
import type { Result } from "../std/result.ts";
import { formatTime } from "../std/clock.ts";
import type { Message, ToldVote } from "./message.ts";
import type { KnownLimits } from "./notice-store.ts";

/** For whom a link is made, and what for. */
export interface LinkRequest {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly attempt: number;
  readonly recipient: { readonly name: string; readonly email: string; readonly groups: readonly string[] };
}

export interface MessageParts {
  readonly baseUrl: string;
  /** Refused when none can be made: whoever gets no link signs in. Absent: there are none. */
  readonly makeLink?: (request: LinkRequest) => Result<NonNullable<Message["link"]>, string>;
}

/** An approval, and how long people have for it. */
export interface ToldApproval {
  readonly approval: ApprovalTask;
  readonly limits: KnownLimits;
}

/** What one notice says, as the approval stands now. */
export function buildMessage(
  { approval, limits }: ToldApproval,
  record: NoticeRecord,
  notice: NoticeRef,
  parts: MessageParts,
): Message {
  const { kind, round } = notice;
  const { recipient } = record;
  const uid = approval.metadata.uid ?? "";
  const link = makePersonalLink(approval, record, parts);
  return {
    kind,
    round,
    key: keyOfNotice(uid, { ...record, kind, round }),
    thread: keyOfThread(uid, record),
    ...(recipient !== undefined && { recipient }),
    toNames: listTold(approval.spec, record).map(({ name }) => name),
    approval: { ...describeApproval(approval, notice, parts.baseUrl), ...describeLimits(limits) },
    ...(link && { link }),
  };
}

/** A vote is told as it was when it was taken, whatever came after it. */
function describeApproval(
  { metadata, spec, status = {} }: ApprovalTask,
  { attempt, kind, round }: NoticeRef,
  baseUrl: string,
): Message["approval"] {
  const { startTime, waitingFor, decision, votes = [] } = status;
  const told = kind === "voted" ? votes.slice(0, round) : votes;
  return {
    ...refOf({ metadata }),
    uid: metadata.uid ?? "",
    attempt,
    url: approvalUrl(baseUrl, metadata),
    spec,
    ...(startTime !== undefined && { startTime }),
    ...(waitingFor !== undefined && { waitingFor }),
    votes: told.filter((vote) => vote.attempt === attempt).map(toToldVote),
    ...(kind === "outcome" &&
      decision !== undefined && {
        decision: {
          state: decision.state,
          reason: decision.reason,
          message: decision.message,
          time: decision.time,
        },
      }),
  };
}

function describeLimits({
  areSettled,
  deadline,
}: KnownLimits): Pick<Message["approval"], "deadline" | "deadlineOf"> {
  if (deadline === undefined) return {};
  return {
    // In whole seconds, rounded down: nobody is promised more than there is.
    deadline: formatTime(deadline.endsAtMs),
    ...(areSettled && { deadlineOf: deadline.of }),
  };
}

type RecordedVote = NonNullable<NonNullable<ApprovalTask["status"]>["votes"]>[number];

function toToldVote({ by, decision, comment, time }: RecordedVote): ToldVote {
  return { by, answer: decision, comment, time };
}

/**
 * For a message that reaches one person: it goes to the address of one assignee who is a user. Whoever shares an address,
 * or is told as a member of a group, signs in.
 */
function makePersonalLink(
  { metadata, spec }: ApprovalTask,
  { attempt, recipient, assignees = [] }: NoticeRecord,
  { makeLink }: MessageParts,
): Message["link"] {
  const [person] = listTold(spec, { assignees });
  if (makeLink === undefined || recipient === undefined || assignees.length !== 1) return undefined;
  if (person?.kind !== "user") return undefined;
  const uid = metadata.uid ?? "";
  const forOne = { name: person.name, email: recipient, groups: [] };
  const link = makeLink({ ...refOf({ metadata }), uid, attempt, recipient: forOne });
  return link.ok ? link.value : undefined;
}
