import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { FakeTimers } from "../../test/kit/fake-timers.ts";
import { BASE_URL, makeCreatedApproval, withVote } from "../../test/kit/make-approval.ts";
import { makeChannel } from "../../test/kit/make-channel.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import { MemoryStore } from "../../test/kit/memory-store.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { Notice, NoticeKind } from "../objects/approval/notice.ts";
import type { EndedNotice } from "../objects/approval/notices/ended-notice.ts";
import { startApproval } from "../objects/approval/start-approval.ts";
import { formatTime } from "../std/clock.ts";
import type { Channel, Delivery } from "./channel.ts";
import { createFindTellings } from "./find-tellings.ts";
import { Outbox } from "./outbox.ts";

const REF = { namespace: "shop", name: "release-1-approve" };
const NEVER = new AbortController().signal;
const MINUTE_MS = 60_000;
const REFUSED: Delivery = { kind: "refused", reason: "busy" };

interface Scene {
  readonly time: FakeTimers;
  readonly store: MemoryStore;
  readonly ended: EndedNotice[];
  readonly open: () => Outbox;
}

/** An approval that one channel tells of, and as many replicas as the test opens. */
function setUp(channel: Channel, params: Readonly<Record<string, unknown>> = {}): Scene {
  const time = new FakeTimers();
  const run = makeReferringRun({ approvers: ["mary", "john"], ...params });
  const created = makeCreatedApproval(run);
  const tellings = createFindTellings([channel])(created);
  const store = new MemoryStore(
    startApproval(created, run, { nowMs: time.now(), baseUrl: BASE_URL, tellings }),
  );
  const ended: EndedNotice[] = [];
  const open = (): Outbox =>
    new Outbox({
      store,
      clock: time,
      timers: time,
      random: () => 1,
      baseUrl: BASE_URL,
      onEnded: (_approval, end) => void ended.push(end),
    });
  return { time, store, ended, open };
}

async function deliver(outbox: Outbox, channel: Channel): Promise<number | undefined> {
  const untilMs = await outbox.deliver(channel, REF, NEVER);
  await outbox.record(REF);
  return untilMs;
}

function noticesOf({ status }: ApprovalTask, kind: NoticeKind = "request"): readonly (Notice | undefined)[] {
  return status?.notices?.map((record) => record[kind]) ?? [];
}

const statesOf = (approval: ApprovalTask, kind?: NoticeKind): readonly (string | undefined)[] =>
  noticesOf(approval, kind).map((notice) => notice?.state);

describe("sending", () => {
  test("claims in one write and closes in one, for all of an approval that are due", async () => {
    const channel = makeChannel();
    const { store, open, ended } = setUp(channel);
    await deliver(open(), channel);
    assert.equal(store.writes, 2);
    assert.deepEqual(statesOf(store.approval), ["sent", "sent"]);
    assert.deepEqual(
      channel.given.map(({ recipient, toNames }) => [recipient, ...toNames]),
      [
        ["mary@example.com", "mary"],
        ["john@example.com", "john"],
      ],
    );
    assert.deepEqual(
      ended.map(({ notice }) => notice.state),
      ["sent", "sent"],
    );
  });

  test("takes no more of an approval at once than the channel says", async () => {
    const channel = makeChannel({ batch: 1 });
    const { store, open, time } = setUp(channel);
    const outbox = open();
    assert.equal(await deliver(outbox, channel), time.now() + 200, "there is more to do");
    assert.deepEqual(statesOf(store.approval), ["sent", "waiting"]);
  });

  test("is claimed before anything is sent, and nothing is where the claim is not written", async () => {
    let claimed: string | undefined;
    const channel = makeChannel({
      answer: () => {
        claimed = noticesOf(store.approval)[0]?.state;
        return { kind: "accepted" };
      },
    });
    const { store, open } = setUp(channel);
    store.fates = ["lost"];
    const outbox = open();
    await assert.rejects(outbox.deliver(channel, REF, NEVER), /no answer/u);
    assert.equal(channel.given.length, 0);
    await deliver(outbox, channel);
    assert.equal(claimed, "sending");
  });

  test("of a claim whose answer was lost, nothing was sent: it is claimed anew", async () => {
    const channel = makeChannel();
    const { store, open } = setUp(channel);
    store.fates = ["unanswered"];
    const outbox = open();
    await assert.rejects(outbox.deliver(channel, REF, NEVER), /no answer/u);
    assert.deepEqual(statesOf(store.approval), ["sending", "sending"]);
    await deliver(outbox, channel);
    assert.equal(channel.given.length, 2);
    assert.deepEqual(noticesOf(store.approval)[0]?.tries, 1);
  });

  test("of two that claim at once, one sends", async () => {
    const channel = makeChannel();
    const { open, store } = setUp(channel);
    store.late = store.approval;
    await Promise.all([open().deliver(channel, REF, NEVER), open().deliver(channel, REF, NEVER)]);
    assert.equal(channel.given.length, 2);
  });

  test("happens once where the same process looks again before its claim is answered", async () => {
    const channel = makeChannel();
    const { store, open, time } = setUp(channel, { approvers: ["mary"] });
    store.fates = ["slow"];
    const outbox = open();
    const both = [outbox.deliver(channel, REF, NEVER), outbox.deliver(channel, REF, NEVER)];
    assert.deepEqual(statesOf(store.approval), ["sending"]);
    store.slow.resolve();
    await time.advance(1_000);
    await Promise.all(both);
    assert.equal(channel.given.length, 1);
  });

  test("takes a minute at most, and what the channel then does not say is unknown", async () => {
    const channel = makeChannel({ answer: () => new Promise<Delivery>(() => {}) });
    const { store, open, time } = setUp(channel, { approvers: ["mary"] });
    const sending = deliver(open(), channel);
    await time.advance(66_000);
    await sending;
    const [notice] = noticesOf(store.approval);
    assert.equal(notice?.state, "unknown");
    assert.match(notice?.error ?? "", /60 seconds/u);
  });
});

describe("what was refused", () => {
  test("is tried again, after longer and longer pauses, and after what was asked for", async () => {
    let delivery: Delivery = REFUSED;
    const channel = makeChannel({ answer: () => delivery });
    const { store, open, time } = setUp(channel, { approvers: ["mary"] });
    const outbox = open();
    await deliver(outbox, channel);
    const first = noticesOf(store.approval)[0];
    assert.equal(first?.state, "waiting");
    assert.equal(first?.error, "busy");
    assert.equal(first?.nextTry, formatTime(time.now() + 30_000));
    await deliver(outbox, channel);
    assert.equal(channel.given.length, 1, "not before its time");
    delivery = { ...REFUSED, retryAfterMs: 10 * MINUTE_MS };
    await time.advance(30_000);
    await deliver(outbox, channel);
    assert.equal(noticesOf(store.approval)[0]?.nextTry, formatTime(time.now() + 10 * MINUTE_MS));
    assert.equal(
      channel.given[0]?.key,
      channel.given[1]?.key,
      "each try of the same notice has the same key",
    );
  });

  test("waits until it is known how long people have, for five seconds at most", async () => {
    const channel = makeChannel();
    const { store, open, time } = setUp(channel, { approvers: ["mary"] });
    store.limitsSettled = false;
    const outbox = open();
    assert.equal(await deliver(outbox, channel), time.now() + 500);
    assert.deepEqual([store.writes, channel.given.length], [0, 0]);
    await time.advance(5_000);
    await deliver(outbox, channel);
    assert.equal(channel.given.length, 1);
  });

  test("goes at once when that is known", async () => {
    const channel = makeChannel();
    const { store, open, time } = setUp(channel, { approvers: ["mary"] });
    store.limitsSettled = false;
    const outbox = open();
    await deliver(outbox, channel);
    store.limitsSettled = true;
    await time.advance(500);
    await deliver(outbox, channel);
    assert.equal(channel.given.length, 1);
  });

  test("is tried at once where it was put off by a clock that was far ahead", async () => {
    const channel = makeChannel({ answer: () => REFUSED });
    const { open, time } = setUp(channel, { approvers: ["mary"] });
    const outbox = open();
    time.setBy(12 * 60 * MINUTE_MS);
    await deliver(outbox, channel);
    time.setBy(-12 * 60 * MINUTE_MS);
    await deliver(outbox, channel);
    assert.equal(channel.given.length, 2);
    await deliver(outbox, channel);
    assert.equal(channel.given.length, 2, "the pause is now one by the right clock");
  });

  test("for good is not tried again", async () => {
    const channel = makeChannel({ answer: () => ({ ...REFUSED, final: true }) });
    const { store, open, ended } = setUp(channel, { approvers: ["mary"] });
    await deliver(open(), channel);
    assert.deepEqual(statesOf(store.approval), ["failed"]);
    assert.equal(ended[0]?.notice.error, "busy");
  });

  test("for too long is given up", async () => {
    const channel = makeChannel({ answer: () => REFUSED, maxAgeMs: 60 * MINUTE_MS });
    const { store, open, time } = setUp(channel, { approvers: ["mary"] });
    const outbox = open();
    for (let minute = 0; minute < 61; minute += 1) {
      await deliver(outbox, channel);
      await time.advance(MINUTE_MS);
    }
    const [notice] = noticesOf(store.approval);
    assert.equal(notice?.state, "failed");
    assert.match(notice?.error ?? "", /Given up after 60 minutes\. .*busy|Given up after 1 hour\. .*busy/u);
  });

  test("is given up by age though nobody could try it", async () => {
    const channel = makeChannel({ maxAgeMs: 60 * MINUTE_MS });
    const { store, open, time } = setUp(channel, { approvers: ["mary"] });
    await time.advance(60 * MINUTE_MS);
    await deliver(open(), channel);
    assert.deepEqual(statesOf(store.approval), ["failed"]);
    assert.equal(channel.given.length, 0);
  });
});

describe("votes that are told one after the other", () => {
  const programs = (answer: () => Delivery) =>
    makeChannel({ id: "webhook/a", tells: ["voted"], findRecipients: () => [{}], answer });
  const START_MS = Date.parse("2026-11-24T12:00:00Z");
  const HOUR_MS = 60 * MINUTE_MS;

  /** Three votes, of which the last came 23 hours after the first two. */
  function vote(store: MemoryStore): void {
    for (const [by, hours] of [
      ["mary", 0],
      ["john", 0],
      ["ann", 23],
    ] as const) {
      const time = formatTime(START_MS + hours * HOUR_MS);
      store.change((approval) => withVote(approval, by, "approve", { time }));
    }
  }

  test("are not told when they are too old, though they never had their turn; a younger one is", async () => {
    const channel = programs(() => ({ kind: "accepted" }));
    const params = { approvers: ["mary", "john", "ann", "bert"], strategy: "MULTI" };
    const { store, open, ended, time } = setUp(channel, params);
    vote(store);
    await time.advance(24 * HOUR_MS);
    await deliver(open(), channel);
    assert.deepEqual(
      ended.map(({ notice: { round, state } }) => [round, state]),
      [
        [1, "failed"],
        [2, "failed"],
        [3, "sent"],
      ],
    );
    assert.equal(channel.given.length, 1);
    assert.equal(noticesOf(store.approval, "voted")[0]?.lost, 2);
  });
});

describe("what may have arrived", () => {
  const UNCLEAR: Delivery = { kind: "unclear", reason: "the answer was lost" };

  test("is unknown, and not repeated", async () => {
    const channel = makeChannel({ answer: () => UNCLEAR });
    const { store, open, time } = setUp(channel, { approvers: ["mary"] });
    const outbox = open();
    await deliver(outbox, channel);
    await time.advance(20 * MINUTE_MS);
    await deliver(outbox, channel);
    assert.deepEqual(statesOf(store.approval), ["unknown"]);
    assert.equal(channel.given.length, 1);
  });

  test("is repeated where the channel says so", async () => {
    const channel = makeChannel({ answer: () => UNCLEAR, atLeastOnce: true });
    const { open, time } = setUp(channel, { approvers: ["mary"] });
    const outbox = open();
    await deliver(outbox, channel);
    await time.advance(MINUTE_MS);
    await deliver(outbox, channel);
    assert.equal(channel.given.length, 2);
  });

  test("is repeated after what was asked for", async () => {
    const answer = (): Delivery => ({ ...UNCLEAR, retryAfterMs: 10 * MINUTE_MS });
    const channel = makeChannel({ answer, atLeastOnce: true });
    const { store, open, time } = setUp(channel, { approvers: ["mary"] });
    await deliver(open(), channel);
    assert.equal(noticesOf(store.approval)[0]?.nextTry, formatTime(time.now() + 10 * MINUTE_MS));
  });

  test("is what a replica left that was killed between claim and end, two minutes later", async () => {
    const channel = makeChannel();
    const { store, open, time } = setUp(channel, { approvers: ["mary"] });
    await open().deliver(channel, REF, NEVER);
    const other = open();
    await deliver(other, channel);
    assert.deepEqual(statesOf(store.approval), ["sending"], "it may come back");
    await time.advance(2 * MINUTE_MS);
    await deliver(other, channel);
    assert.deepEqual(statesOf(store.approval), ["unknown"]);
    assert.equal(channel.given.length, 1);
  });

  test("turns into what it was when the sender comes back", async () => {
    const channel = makeChannel();
    const { store, open, time } = setUp(channel, { approvers: ["mary"] });
    const slow = open();
    await slow.deliver(channel, REF, NEVER);
    await time.advance(2 * MINUTE_MS);
    await deliver(open(), channel);
    assert.deepEqual(statesOf(store.approval), ["unknown"]);
    await slow.record(REF);
    assert.deepEqual(statesOf(store.approval), ["sent"]);
  });

  test("and is being sent again says nothing of the sending before", async () => {
    const channel = makeChannel({ atLeastOnce: true });
    const { store, open, time } = setUp(channel, { approvers: ["mary"] });
    const [slow, other] = [open(), open()];
    await slow.deliver(channel, REF, NEVER);
    await time.advance(2 * MINUTE_MS);
    await other.deliver(channel, REF, NEVER);
    assert.equal(channel.given.length, 2);
    await slow.record(REF);
    assert.deepEqual(statesOf(store.approval), ["sending"]);
    await other.record(REF);
    assert.deepEqual(statesOf(store.approval), ["sent"]);
  });

  test("stays with its sender while its end cannot be written", async () => {
    const channel = makeChannel();
    const { store, open } = setUp(channel, { approvers: ["mary"] });
    const outbox = open();
    await outbox.deliver(channel, REF, NEVER);
    store.fates = ["lost"];
    await assert.rejects(outbox.record(REF));
    assert.deepEqual(outbox.unrecorded, [REF]);
    await deliver(outbox, channel);
    assert.deepEqual(statesOf(store.approval), ["sent"]);
    assert.deepEqual(outbox.unrecorded, []);
    assert.equal(channel.given.length, 1);
  });
});

test("a try that was recorded without anybody hearing so does not hide what became of the next one", async () => {
  let delivery: Delivery = REFUSED;
  const channel = makeChannel({ answer: () => delivery });
  const { store, open, time } = setUp(channel, { approvers: ["mary"] });
  const outbox = open();
  store.fates = ["taken", "unanswered"];
  await assert.rejects(deliver(outbox, channel), /no answer/u);
  assert.deepEqual(statesOf(store.approval), ["waiting"]);
  delivery = { kind: "accepted" };
  await time.advance(MINUTE_MS);
  await deliver(outbox, channel);
  await deliver(outbox, channel);
  assert.deepEqual(statesOf(store.approval), ["sent"]);
  assert.equal(channel.given.length, 2, "refused once, and accepted once");
});

describe("a sink that is down when an approval opens", () => {
  const setUpSink = (refusal: Delivery = REFUSED) => {
    let isDown = true;
    const channel = makeChannel({
      id: "webhook/audit",
      tells: ["request", "voted", "outcome"],
      batch: 1,
      findRecipients: () => [{}],
      answer: () => (isDown ? refusal : { kind: "accepted" }),
    });
    const scene = setUp(channel, { approvers: ["mary"] });
    const outbox = scene.open();
    const deliverFor = async (minutes: number): Promise<void> => {
      for (let minute = 0; minute < minutes; minute += 1) {
        await deliver(outbox, channel);
        await scene.time.advance(MINUTE_MS);
      }
    };
    const heal = (): number => {
      isDown = false;
      return channel.given.length;
    };
    return { ...scene, channel, deliverFor, heal };
  };

  test("is told of all in order once it is back, though that is decided by then", async () => {
    const { store, channel, deliverFor, heal } = setUpSink();
    await deliverFor(3);
    store.change((approval) => withVote(approval, "mary"));
    await deliverFor(3);
    const tried = heal();
    await deliverFor(60);
    const told = channel.given.slice(tried);
    assert.deepEqual(
      told.map(({ kind }) => kind),
      ["request", "voted", "outcome"],
    );
    assert.equal(told[0]?.approval.decision, undefined);
  });

  test("is told the outcome, too, when the request was given up before", async () => {
    const { store, channel, deliverFor, heal } = setUpSink({ kind: "refused", reason: "busy", final: true });
    await deliverFor(1);
    assert.deepEqual(statesOf(store.approval), ["failed"]);
    const tried = heal();
    store.change((approval) => withVote(approval, "mary"));
    await deliverFor(5);
    assert.deepEqual(
      channel.given.slice(tried).map(({ kind }) => kind),
      ["voted", "outcome"],
    );
  });

  test("is told that it opened though its time is over by then", async () => {
    const { store, time, deliverFor, heal } = setUpSink();
    heal();
    store.change((approval) => ({
      ...approval,
      status: { ...approval.status, deadline: formatTime(time.now()) },
    }));
    await deliverFor(1);
    assert.deepEqual(statesOf(store.approval), ["sent"]);
  });
});

describe("what is no longer worth sending", () => {
  test("a request is not sent once it is decided", async () => {
    const channel = makeChannel();
    const { store, open } = setUp(channel);
    store.change((approval) => withVote(approval, "mary"));
    await deliver(open(), channel);
    assert.deepEqual(statesOf(store.approval), ["skipped", "skipped"]);
    assert.equal(channel.given.length, 0);
  });

  test("nor once its time is over, though nobody has recorded that", async () => {
    const channel = makeChannel();
    const { store, open, time } = setUp(channel);
    store.change((approval) => ({
      ...approval,
      status: { ...approval.status, deadline: formatTime(time.now()) },
    }));
    await deliver(open(), channel);
    assert.equal(channel.given.length, 0);
  });

  test("no message leaves before the run has ended", async () => {
    const channel = makeChannel();
    const { store, open } = setUp(channel);
    const outbox = open();
    await deliver(outbox, channel);
    store.runOver = false;
    store.change((approval) => withVote(approval, "mary"));
    await deliver(outbox, channel);
    assert.deepEqual(statesOf(store.approval, "outcome"), ["waiting", "waiting"]);
    store.runOver = true;
    await deliver(outbox, channel);
    assert.deepEqual(statesOf(store.approval, "outcome"), ["sent", "sent"]);
    assert.equal(channel.given.at(-1)?.approval.decision?.state, "approved");
  });

  test("what the channel does not want after all is skipped without a try", async () => {
    const channel = makeChannel({ wants: () => false });
    const { store, open } = setUp(channel);
    await deliver(open(), channel);
    assert.deepEqual(statesOf(store.approval), ["skipped", "skipped"]);
    assert.equal(channel.given.length, 0);
  });
});
