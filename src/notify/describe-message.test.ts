import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { makeMessage, makeOutcome, makeToldVote } from "../../test/kit/make-message.ts";
import { describeMessage } from "./describe-message.ts";

describe("a chat is told", () => {
  test("of a request what is asked, by which pipeline, of whom and until when", () => {
    const message = makeMessage({
      approval: {
        spec: {
          title: "Release 2.14.0",
          description: "  It has been on staging.\n",
          pipeline: "release",
          pipelineRun: { name: "release-x7k2p", uid: "u" },
        },
      },
    });
    assert.deepEqual(describeMessage(message, "Europe/Oslo"), {
      headline: "Approval needed",
      tone: "open",
      title: "Release 2.14.0",
      text: "It has been on staging.",
      facts: [
        { label: "Pipeline", text: "release (run release-x7k2p, namespace default)" },
        { label: "Waits for", text: "mary or john" },
        { label: "Until", text: "Tue 24 Nov 2026, 19:00 CET" },
      ],
      votes: [],
      button: { label: "Review", url: "https://approve.example/approvals/default/release-approve" },
    });
  });

  test("of a second step what the first person said", () => {
    const votes = [makeToldVote("mary", { comment: "fine by me" })];
    const described = describeMessage(makeMessage({ kind: "secondStep", approval: { votes } }), "UTC");
    assert.equal(described.headline, "Second approval needed");
    assert.deepEqual(described.votes, ["mary approved: fine by me"]);
  });

  test("of another attempt that it is one", () => {
    const { facts } = describeMessage(makeMessage({ approval: { attempt: 2 } }), "UTC");
    assert.deepEqual(facts[1], { label: "Attempt", text: "2, after a time-out" });
  });

  test("of an outcome how it ended, when, and what was said", () => {
    const described = describeMessage(makeOutcome(), "UTC");
    assert.deepEqual(described.facts.slice(1), [
      { label: "Decided", text: "Approved by mary. Tue 24 Nov 2026, 11:00 UTC" },
    ]);
    assert.deepEqual(described.votes, ["mary approved: looks good"]);
    assert.equal(described.button.label, "See the record");
    assert.equal(described.text, undefined);
  });

  for (const [state, reason, headline, tone] of [
    ["approved", "QuorumReached", "Approved", "good"],
    ["rejected", "RejectedByVote", "Rejected", "bad"],
    ["timedOut", "DeadlinePassed", "Timed out", "over"],
    ["cancelled", "RunCancelled", "Cancelled", "over"],
    ["cancelled", "PipelineRunTimedOut", "Timed out", "over"],
  ] as const) {
    test(`that it is "${headline}" when it is ${state} by ${reason}`, () => {
      const decision = { state, reason, message: "It ended.", time: "2026-11-24T11:00:00Z" };
      const described = describeMessage(makeOutcome({ approval: { decision } }), "UTC");
      assert.deepEqual([described.headline, described.tone], [headline, tone]);
    });
  }

  test("of many votes the last ten", () => {
    const votes = Array.from({ length: 30 }, (_, index) => makeToldVote(`voter ${index + 1}`));
    const described = describeMessage(makeOutcome({ approval: { votes } }), "UTC");
    assert.equal(described.votes.length, 10);
    assert.equal(described.votes.at(-1), "voter 30 approved");
  });

  test("nothing that turns our words round, or looks like another line of ours", () => {
    const forged = "x\u202E\u2066\0\r\nUntil: never\u2028john approved";
    const line = "x Until: never john approved";
    const decision = {
      state: "approved",
      reason: "QuorumReached",
      message: forged,
      time: "2026-11-24T11:00:00Z",
    } as const;
    const spec = {
      title: forged,
      description: forged,
      pipeline: forged,
      pipelineRun: { name: forged, uid: "u" },
    };
    const votes = [makeToldVote(forged, { comment: forged })];
    const open = describeMessage(makeMessage({ approval: { spec, votes, waitingFor: forged } }), "UTC");
    assert.equal(open.title, line);
    assert.equal(open.text, "x\nUntil: never\njohn approved");
    assert.deepEqual(open.votes, [`${line} approved: ${line}`]);
    assert.deepEqual(open.facts.slice(0, 2), [
      { label: "Pipeline", text: `${line} (run ${line}, namespace default)` },
      { label: "Waits for", text: line },
    ]);
    const ended = describeMessage(makeOutcome({ approval: { decision } }), "UTC");
    assert.equal(ended.facts[1]?.text, `${line} Tue 24 Nov 2026, 11:00 UTC`);
  });
});
