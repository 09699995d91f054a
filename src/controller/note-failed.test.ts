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
    "Could not tell mary by mail that a vote is asked for. mail.example.com:25 refused the recipient: 550.",
  );
});

for (const reply of [
  "550 5.1.1 mary.private... User unknown",
  "550-5.1.1 There is no account: mary.private at example.com",
  '550 5.1.1 "mary.private"@example.com unknown',
  "550 5.1.1 mary.private=example.com@relay.example unknown",
  "550 5.1.1 mailto:mary.private%40example.com",
]) {
  test(`of a mail server's reply only the status is told: ${reply}`, () => {
    const said = `mail.example.com:25 refused the recipient: ${reply}`;
    for (const [error, ours] of [
      [said, ""],
      [`Given up after 1 day. ${said}`, "Given up after 1 day. "],
    ] as const) {
      assert.equal(
        noteOf(error, { recipient: RECIPIENT, assignees: [0] }),
        `Could not tell mary by mail that a vote is asked for. ${ours}mail.example.com:25 refused the recipient: 550 5.1.1.`,
      );
    }
  });
}

for (const [error, told] of [
  [
    "a:25 did not take the message: connect ECONNREFUSED 10.0.0.9:25",
    "a:25 did not take the message: connect ECONNREFUSED.",
  ],
  [
    "a:25 did not take the message: not connected after 9 ms",
    "a:25 did not take the message: not connected after 9 ms.",
  ],
  [
    "a:25 did not take the message: Server terminates connection. response=421 mary.private",
    "a:25 did not take the message: (masked).",
  ],
  ["a:25 refused the login: 535 5.7.8", "a:25 refused the login: 535 5.7.8."],
  [
    "a:25 was sent the message, and then: mary.private is gone",
    "a:25 was sent the message, and then: (masked).",
  ],
  [`${RECIPIENT} may no longer be told of this by mail.`, "(masked) may no longer be told of this by mail."],
  [`${JSON.stringify(RECIPIENT)} is none.`, "(masked) is none."],
] as const) {
  test(`our own words are told: ${error}`, () => {
    const note = noteOf(error, { recipient: RECIPIENT, assignees: [0] });
    assert.equal(note, `Could not tell mary by mail that a vote is asked for. ${told}`);
  });
}

test("an address that the request names is no secret", () => {
  const error = `${RECIPIENT} may no longer be told of this by mail.`;
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
