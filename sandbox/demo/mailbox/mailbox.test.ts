import assert from "node:assert/strict";
import { test } from "node:test";
import { Mailbox } from "./mailbox.ts";

test("a mailbox has the newest messages first, each under a name of its own, and no more than it keeps", () => {
  const mailbox = new Mailbox(() => Date.parse("2026-11-24T14:02:00Z"));
  for (let count = 1; count <= 250; count += 1) {
    mailbox.add({ channel: "slack", name: "releases", body: { text: `message ${count}` } });
  }
  const { messages } = mailbox;
  assert.equal(messages.length, 200);
  assert.equal(new Set(messages.map(({ id }) => id)).size, 200);
  const [newest] = messages;
  assert.ok(newest?.channel === "slack");
  assert.deepEqual(newest.body, { text: "message 250" });
  assert.equal(newest.time, "2026-11-24T14:02:00.000Z");
  assert.equal(mailbox.find(newest.id), newest);
  assert.equal(mailbox.find("1"), undefined);
});
