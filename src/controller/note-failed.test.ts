import assert from "node:assert/strict";
import { test } from "node:test";

import { makeWaitingApproval } from "../../test/kit/make-approval.ts";
import { makeNotice, makeNoticeRecord } from "../../test/kit/make-notice.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import type { NoticeRecord } from "../objects/approval/notice.ts";
import { noteFailed } from "./note-failed.ts";

const RECIPIENT = "mary.private@example.com";

function noteOf(
  error: string,
  record: Partial<NoticeRecord>,
  approvers: readonly string[] = ["mary"],
): string {
  const notice = makeNotice({ state: "failed", error });
  const ended = {
    record: makeNoticeRecord({ request: notice, ...record }),
    kind: "request",
    notice,
  } as const;
  return noteFailed(makeWaitingApproval(makeReferringRun({ approvers })), ended)?.message ?? "";
}

test("whom a mail did not reach is told by name, and the address that is behind it is not", () => {
  const error = `mail.example.com:25 refused the recipient: 550 <${RECIPIENT}> moved to other@example.com; ask.`;
  const note = noteOf(error, { recipient: RECIPIENT, assignees: [0] });
  assert.equal(
    note,
    "Could not tell mary by mail that a vote is asked for. " +
      "mail.example.com:25 refused the recipient: 550 <(masked)> moved to (masked); ask.",
  );
});

test("an address that the request names is no secret", () => {
  const error = `550 <${RECIPIENT}> is not here`;
  const note = noteOf(error, { recipient: RECIPIENT, assignees: [0] }, [RECIPIENT]);
  assert.equal(note, `Could not tell ${RECIPIENT} by mail that a vote is asked for. ${error}`);
});

test("an address that stands for many is told by some of them", () => {
  const note = noteOf("Given up.", { recipient: RECIPIENT }, ["a", "b", "c", "d", "e"]);
  assert.match(note, /^Could not tell a, b, c and 2 others by mail/u);
});

test("a channel is told by its name", () => {
  assert.match(noteOf("Given up.", { channel: "slack/ops" }), /^Could not tell slack\/ops that/u);
});

test("what did not fail for good is not told", () => {
  const notice = makeNotice({ state: "waiting", error: "busy" });
  const ended = { record: makeNoticeRecord({ request: notice }), kind: "request", notice } as const;
  assert.equal(noteFailed(makeWaitingApproval(makeReferringRun({ approvers: ["mary"] })), ended), undefined);
});
