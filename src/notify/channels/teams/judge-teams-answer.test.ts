import assert from "node:assert/strict";
import { test } from "node:test";

import { toDelivery } from "../../to-delivery.ts";
import { judgeTeamsAnswer } from "./judge-teams-answer.ts";

function judge(status: number, body: string) {
  return toDelivery({ kind: "answered", status, headers: {}, body }, 0, judgeTeamsAnswer);
}

/** As the older webhooks said it. */
const failed = (status: number): string =>
  `Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error ${status} with ContextId tcid=0,server=hush`;

for (const [status, body] of [
  [202, ""],
  [200, "1"],
  [200, "OK"],
  [200, '{"id":"1","errors":[]}'],
  [200, '{"error":null}'],
] as const) {
  test(`status ${status} with ${JSON.stringify(body)} is yes`, () => {
    assert.deepEqual(judge(status, body), { kind: "accepted" });
  });
}

for (const [body, reason, isFinal] of [
  [failed(429), "The webhook answered that Teams has refused the message with status 429.", false],
  [failed(413), "The webhook answered that Teams has refused the message with status 413.", true],
  [failed(410), "The webhook answered that Teams has refused the message with status 410.", true],
  [
    "Webhook message delivery failed with error: hush",
    "The webhook answered that Teams has refused the message.",
    false,
  ],
  ['{"error":{"code":"hush"}}', "The webhook answered with an error.", false],
] as const) {
  test(`status 200 with ${body.slice(-50)} is no${isFinal ? ", for ever" : ""}`, () => {
    assert.deepEqual(judge(200, body), { kind: "refused", reason, ...(isFinal && { final: true }) });
  });
}

test("another status says enough", () => {
  assert.deepEqual(judge(400, failed(429)), { kind: "refused", reason: "The answer has status 400." });
  assert.equal(judge(502, "").kind, "unclear");
});
