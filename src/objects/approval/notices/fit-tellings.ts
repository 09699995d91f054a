// Whether an approval has room for all that it tells, beside all its votes: what etcd refuses could never be recorded.
import { ok, type Result } from "../../../std/result.ts";
import { countStoredJson } from "../../../std/stored-bytes.ts";
import { readRequest } from "../approval-request.ts";
import type { ApprovalTask } from "../approval-task.ts";
import { measureRoom } from "../fit-object.ts";
import { type EarlierNotices, type Notice, NOTICE_BOUNDS } from "../notice.ts";
import type { ParameterError } from "../../parameters/parameter-error.ts";
import { countMostVotes } from "../../parameters/read-retries.ts";
import { refuseParameter } from "../../parameters/read-value.ts";
import type { CustomRun } from "../../run/custom-run.ts";
import type { Telling } from "./telling.ts";

type Asking = Pick<ApprovalTask, "spec">;

/** Refuses an approval that has more to tell than one object can keep a record of. */
export function checkTellings(
  run: CustomRun,
  { spec }: Asking,
  given: readonly Telling[],
): Result<void, ParameterError> {
  // Of a channel that nobody has set up nothing is sent: an Event says so, and the approval opens all the same.
  const tellings = given.filter(({ fault }) => fault === undefined);
  if (countFitting(run, { spec }, tellings) === tellings.length) return ok(undefined);
  const parameter = (spec.groups ?? []).length > 0 ? "groups" : "approvers";
  const isTooMany = tellings.length > NOTICE_BOUNDS.records;
  const why = isTooMany
    ? `at most ${NOTICE_BOUNDS.records} can be kept on record`
    : "one object has no room for a record of each beside the votes";
  return refuseParameter(
    parameter,
    `asks for ${tellings.length} messages, one for each recipient on each channel, but ${why}. Name fewer, or groups that have one address`,
  );
}

/** As many as there is room for: all, but where the channels came to tell more since it was opened. */
export function takeFitting(
  run: CustomRun,
  approval: Asking,
  tellings: readonly Telling[],
): readonly Telling[] {
  const most = countFitting(run, approval, tellings);
  const first = tellings[most];
  if (first === undefined) return tellings;
  const kept = tellings.slice(0, Math.max(0, most - 1));
  const fault = `The approval has no room for ${tellings.length - kept.length} of its ${tellings.length} recipients.`;
  return most === 0 ? [] : [...kept, { channel: first.channel, tells: ["request"], fault }];
}

function countFitting(run: CustomRun, { spec }: Asking, tellings: readonly Telling[]): number {
  if (tellings.length === 0) return 0;
  const { stages } = readRequest({ spec });
  const { retries = 0 } = spec;
  const room = measureRoom(run, { asked: spec, stages, votes: countMostVotes(retries, stages) });
  let left = room - measureEarlier(tellings, retries);
  let count = 0;
  for (const telling of tellings.slice(0, NOTICE_BOUNDS.records)) {
    left -= measureTelling(telling);
    if (left < 0) return count;
    count += 1;
  }
  return count;
}

const TIME = "2026-11-24T10:00:00Z";
/** No state has more than one that may have arrived, and whose sender may still come back. */
const LONGEST_NOTICE: Notice = {
  state: "unknown",
  round: 99_999,
  tries: 99_999,
  time: TIME,
  since: TIME,
  error: "x".repeat(NOTICE_BOUNDS.error),
  claim: "x".repeat(NOTICE_BOUNDS.claim),
  askedBy: "x".repeat(NOTICE_BOUNDS.askedBy),
  lost: 256,
};
const NOTICE_BYTES = countStoredJson({ secondStep: LONGEST_NOTICE });
const COUNTED: EarlierNotices = {
  sent: 99_999,
  failed: 99_999,
  unknown: 99_999,
  skipped: 99_999,
  lost: 99_999,
};

/** The most bytes of its record. */
function measureTelling({ channel, recipient, assignees, tells }: Telling): number {
  const kinds = Math.max(1, tells.length);
  return 1 + countStoredJson({ attempt: 256, channel, recipient, assignees, tells }) + kinds * NOTICE_BYTES;
}

/** The most bytes that attempts before leave. */
function measureEarlier(tellings: readonly Telling[], retries: number): number {
  if (retries === 0) return 0;
  const longest = tellings.reduce((most, { tells, ...rest }) => {
    const bytes = measureTelling({ ...rest, tells: [] }) + countStoredJson(tells);
    return Math.max(most, bytes);
  }, 0);
  return NOTICE_BOUNDS.earlier * longest + countStoredJson({ earlierNotices: COUNTED });
}
