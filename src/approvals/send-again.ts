// An admin has one message sent again: checked, recorded in one guarded write, or refused. The outbox sends it.
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import {
  NOTICE_BOUNDS,
  NOTICE_KINDS,
  type Notice,
  type NoticeKind,
  type NoticeRecord,
} from "../objects/approval/notice.ts";
import { refOfNotice } from "../objects/approval/notices/change-notices.ts";
import { keyOfNotice } from "../objects/approval/notices/key-of-notice.ts";
import { repeatNotice } from "../objects/approval/notices/repeat-notice.ts";
import { cutTo } from "../objects/characters.ts";
import { ok, refuse } from "../std/result.ts";
import type { Viewer } from "./access/rights.ts";
import type { Approvals, SendAgainError, SendAgainRequest } from "./approvals.ts";
import { type Judgement, type RecordDependencies, recordChange, type Situation } from "./record-change.ts";

export interface SendAgainDependencies extends RecordDependencies {
  readonly administers: (person: Viewer) => boolean;
}

const NOTHING = "There is no such message, or not any more: another attempt may have begun. Look again.";

/** A message is named by its key, of which its round is a part: asked for twice, it is sent once. */
export function createSendAgain(deps: SendAgainDependencies): Approvals["sendAgain"] {
  return async (request) => {
    if (!deps.administers(request.by)) return refuse({ kind: "notFound" });
    return await recordChange<SendAgainError>(deps, {
      ref: request.ref,
      what: "message",
      judge: (situation) => judgeSending(request, situation),
      isIn: (now, next) => isInRound(now, next, request.key),
    });
  };
}

function judgeSending(
  { by, key }: SendAgainRequest,
  { approval, nowMs, view }: Situation,
): Judgement<SendAgainError> {
  const shown = (kind: "nothing" | "refused", message: string): Judgement<SendAgainError> => ({
    answer: refuse({ kind, message, approval: view(approval) }),
  });
  const found = findNotice(approval, key);
  if (found === undefined) return shown("nothing", NOTHING);
  const { record, kind, notice } = found;
  if (found.isSince) {
    if (notice.askedBy === cutTo(by.name, NOTICE_BOUNDS.askedBy))
      return { answer: ok({ approval: view(approval), repeated: true }) };
    return shown("refused", `It was sent again already, for ${notice.askedBy ?? "somebody else"}.`);
  }
  const repetition = { ...refOfNotice(record, kind, notice), by: by.name };
  const repeated = repeatNotice(approval, repetition, nowMs);
  return repeated.ok ? { next: repeated.value } : shown("refused", repeated.error);
}

interface FoundNotice {
  readonly record: NoticeRecord;
  readonly kind: NoticeKind;
  readonly notice: Notice;
  /** Whether the key is of the round before: it was sent again since. */
  readonly isSince: boolean;
}

/** Among those of this attempt. */
function findNotice({ metadata, status }: ApprovalTask, key: string): FoundNotice | undefined {
  const { attempt = 1, notices = [] } = status ?? {};
  for (const record of notices.filter((one) => one.attempt === attempt)) {
    for (const kind of NOTICE_KINDS) {
      const notice = record[kind];
      if (notice === undefined) continue;
      const ref = refOfNotice(record, kind, notice);
      const [now, before] = [ref.round, ref.round - 1].map((round) =>
        keyOfNotice(metadata.uid ?? "", { ...ref, round }),
      );
      if (key === now || key === before) return { record, kind, notice, isSince: key === before };
    }
  }
  return undefined;
}

/** Whatever the outbox has made of it since. */
function isInRound(now: ApprovalTask, next: ApprovalTask, key: string): boolean {
  const [found, meant] = [now, next].map((approval) => findNotice(approval, key));
  return found?.isSince === true && found.notice.askedBy === meant?.notice.askedBy;
}
