import assert from "node:assert/strict";
import { test } from "node:test";

import { toDelivery } from "../../to-delivery.ts";
import { judgeSlackAnswer } from "./judge-slack-answer.ts";

function judge(status: number, body: string) {
  return toDelivery({ kind: "answered", status, headers: {}, body }, 0, judgeSlackAnswer);
}

test("ok alone is yes", () => {
  assert.deepEqual(judge(200, "ok"), { kind: "accepted" });
  assert.deepEqual(judge(200, "ok\n"), { kind: "accepted" });
  for (const body of ["", "<html>ok</html>", '{"ok":true}']) assert.equal(judge(200, body).kind, "refused");
});

for (const [status, word] of [
  [400, "invalid_payload"],
  [400, "invalid_blocks"],
  [400, "no_text"],
  [403, "action_prohibited"],
  [403, "invalid_token"],
  [403, "posting_to_general_channel_denied"],
  [404, "no_service"],
  [404, "channel_not_found"],
  [410, "channel_is_archived"],
  [200, "no_service"],
] as const) {
  test(`${word} with status ${status} is for ever, and says what to do`, () => {
    const delivery = judge(status, word);
    assert.ok(delivery.kind === "refused" && delivery.final);
    assert.match(delivery.reason, new RegExp(`^Slack answered ${word}: .+\\.$`, "u"));
  });
}

test("what Slack may take later is not for ever", () => {
  for (const [status, word] of [
    [500, "rollup_error"],
    [429, "rate_limited"],
    [200, "fatal_error"],
    [403, "constructor"],
  ] as const) {
    const delivery = judge(status, word);
    assert.ok(delivery.kind === "refused" && delivery.final === undefined, word);
  }
});

test("nothing else of an answer is told", () => {
  const delivery = judge(200, "https://hooks.slack.com/services/hush");
  assert.deepEqual(delivery, { kind: "refused", reason: "Slack answered something else instead of ok." });
});
