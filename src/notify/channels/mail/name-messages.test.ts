import assert from "node:assert/strict";
import { test } from "node:test";

import { nameMessages } from "./name-messages.ts";

const REQUEST = { kind: "request", round: 1, key: "k-request-1", thread: "k" } as const;

test("what follows names the request, by the name that the request has", () => {
  const request = nameMessages(REQUEST, "example.com");
  assert.deepEqual(request, { messageId: "<k@example.com>" });
  for (const kind of ["secondStep", "outcome"] as const) {
    const { messageId, inReplyTo } = nameMessages({ ...REQUEST, kind, key: `k-${kind}` }, "example.com");
    assert.equal(inReplyTo, request.messageId);
    assert.equal(messageId, `<k-${kind}@example.com>`);
  }
});

test("a request that somebody has sent again is another message, in the same thread", () => {
  assert.deepEqual(nameMessages({ ...REQUEST, round: 2, key: "k-request-2" }, "example.com"), {
    messageId: "<k-request-2@example.com>",
    inReplyTo: "<k@example.com>",
  });
});
