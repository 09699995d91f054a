import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";

import { Ajv } from "ajv";
import { CloudEvent, HTTP } from "cloudevents";

import { makeHostileMessages } from "../../../../test/kit/chat/hostile-messages.ts";
import { listHostileTexts } from "../../../../test/kit/chat/hostile-texts.ts";
import { makeMessage, makeOutcome, makeToldVote } from "../../../../test/kit/make-message.ts";
import type { Message } from "../../message.ts";
import { type ApprovalEvent, findEventKind, writeEvent } from "./write-event.ts";

const SCHEMA = join(import.meta.dirname, "../../../../docs/reference/webhook-event.schema.json");
const validate = new Ajv({ strict: true, validateFormats: false }).compile(
  JSON.parse(readFileSync(SCHEMA, "utf8")) as object,
);

const VOTE = makeToldVote("mary", { comment: "fine" });
const VOTED = makeMessage({ kind: "voted", approval: { votes: [makeToldVote("ann"), VOTE] } });

function outcomeOf(state: "approved" | "rejected" | "timedOut" | "cancelled"): Message {
  const decision = { state, reason: "RunEnded", message: "It ended.", time: "2026-11-24T12:00:00Z" } as const;
  return makeOutcome({ approval: { decision } });
}

function write(message: Message): ApprovalEvent {
  const kind = findEventKind(message) ?? assert.fail("it has an event");
  return JSON.parse(JSON.stringify(writeEvent(message, kind, 0))) as ApprovalEvent;
}

for (const [sentence, message, type, time] of [
  ["a request", makeMessage(), "opened", "2026-11-24T10:00:00Z"],
  ["a vote", VOTED, "voted", "2026-11-24T11:00:00Z"],
  ["an approval", outcomeOf("approved"), "decided", "2026-11-24T12:00:00Z"],
  ["a rejection", outcomeOf("rejected"), "decided", "2026-11-24T12:00:00Z"],
  ["a time-out", outcomeOf("timedOut"), "expired", "2026-11-24T12:00:00Z"],
  ["a cancel", outcomeOf("cancelled"), "cancelled", "2026-11-24T12:00:00Z"],
] as const) {
  test(`${sentence} is told as ${type}, as the schema says it, and by CloudEvents' own library`, () => {
    const event = write(message);
    assert.ok(validate(event), JSON.stringify(validate.errors));
    const headers = { "content-type": "application/cloudevents+json; charset=utf-8" };
    const read = HTTP.toEvent<ApprovalEvent["data"]>({ headers, body: JSON.stringify(event) });
    assert.ok(read instanceof CloudEvent && read.validate());
    assert.equal(read.type, `dev.countersign.approval.${type}.v1`);
    assert.equal(Date.parse(read.time ?? ""), Date.parse(time));
    assert.deepEqual(
      [read.id, read.source, read.subject],
      [message.key, "https://approve.example", "default/release-approve"],
    );
    assert.deepEqual(read.data, event.data);
  });
}

describe("the data of an event", () => {
  test("say what is asked of whom", () => {
    const { approval, votes, decision } = write(makeMessage()).data;
    assert.deepEqual(approval.assignees, [
      { kind: "user", name: "mary" },
      { kind: "user", name: "john" },
    ]);
    assert.equal(approval.url, "https://approve.example/approvals/default/release-approve");
    assert.deepEqual([votes, decision], [[], undefined]);
  });

  test("say which vote it is about, and which came before", () => {
    const { vote, votes } = write(VOTED).data;
    assert.deepEqual(vote, VOTE);
    assert.deepEqual(
      votes.map(({ by }) => by),
      ["ann", "mary"],
    );
  });

  test("have nothing that a vote or a decision came to have besides", () => {
    const vote = Object.assign(makeToldVote("mary"), { email: "hush" });
    const ending = {
      state: "approved",
      reason: "QuorumReached",
      message: "",
      time: "2026-11-24T11:00:00Z",
    } as const;
    const decision = Object.assign({ cancellation: "hush" }, ending);
    const event = write(makeOutcome({ approval: { votes: [vote], decision } }));
    assert.equal(event.data.votes[0]?.by, "mary");
    assert.doesNotMatch(JSON.stringify(event), /hush/u);
  });
});

test("any text stays the text that it is", () => {
  for (const text of listHostileTexts(1_000)) {
    for (const message of makeHostileMessages(text).filter((one) => findEventKind(one) !== undefined)) {
      const event = write(message);
      assert.ok(validate(event), JSON.stringify(validate.errors));
      assert.equal(event.data.approval.title, text);
      assert.equal(event.data.approval.url, message.approval.url);
    }
  }
});
