import { formatTime } from "../../../std/clock.ts";
import { refuse, ok, type Result } from "../../../std/result.ts";
import { cutTo } from "../../characters.ts";
import type { ApprovalTask } from "../approval-task.ts";
import { type Notice, NOTICE_BOUNDS, type NoticeKind, type NoticeRecord } from "../notice.ts";
import { asksPeople } from "./asks-people.ts";
import { changeNotices, moveNotice } from "./change-notices.ts";

/** Which one is to be sent again, of the present attempt, and by whose will. */
export interface Repetition extends Pick<NoticeRecord, "channel" | "recipient"> {
  readonly kind: NoticeKind;
  readonly by: string;
}

/** The approval with a notice that is to be sent once more: its round rises. Refused with a sentence. */
export function repeatNotice(
  approval: ApprovalTask,
  repetition: Repetition,
  nowMs: number,
): Result<ApprovalTask, string> {
  const { attempt = 1, notices = [] } = approval.status ?? {};
  const isMeant = (record: NoticeRecord): boolean =>
    record.attempt === attempt &&
    record.channel === repetition.channel &&
    record.recipient === repetition.recipient;
  const notice = notices.find(isMeant)?.[repetition.kind];
  if (notice === undefined) return refuse("There is no such notice of this attempt.");
  const fault = explainNoRepeat(repetition, notice, approval.status?.decision !== undefined);
  if (fault !== undefined) return refuse(fault);
  return ok(
    changeNotices(approval, (candidate, kind, record) =>
      isMeant(record) && kind === repetition.kind ? sendAgain(candidate, repetition.by, nowMs) : candidate,
    ),
  );
}

/** Why it cannot be sent again now, as a sentence; undefined: it can. What was refused, and waits, may be tried at once. */
export function explainNoRepeat(
  { kind, channel }: Pick<Repetition, "kind" | "channel">,
  { state, tries }: Pick<Notice, "state" | "tries">,
  isDecided: boolean,
): string | undefined {
  if (kind === "voted") return "Votes are told one after the other, each once.";
  if (kind !== "outcome" && isDecided && asksPeople({ channel })) {
    return "The approval is decided: nobody is asked for a vote any more.";
  }
  if (state === "sending") return "It is being sent at this moment. Look again in a few minutes.";
  return state === "waiting" && tries === 0 ? "It is about to be sent." : undefined;
}

function sendAgain(notice: Notice, by: string, nowMs: number): Notice {
  return {
    ...moveNotice(notice, "waiting", nowMs),
    round: notice.round + 1,
    tries: 0,
    since: formatTime(nowMs),
    askedBy: cutTo(by, NOTICE_BOUNDS.askedBy),
  };
}
