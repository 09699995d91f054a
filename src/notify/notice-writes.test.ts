import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { FakeTimers } from "../../test/kit/fake-timers.ts";
import { makeCreatedApproval } from "../../test/kit/make-approval.ts";
import { MemoryStore } from "../../test/kit/memory-store.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { type Changed, GIVE_WAY, NoticeWrites } from "./notice-writes.ts";

const REF = { namespace: "shop", name: "release-1-approve" };

function setUp() {
  const time = new FakeTimers();
  const store = new MemoryStore(makeCreatedApproval());
  const writes = new NoticeWrites({ store, clock: time, timers: time, onEnded: () => {} });
  /** Adds a word to the status: what is written over is lost, and seen. */
  const say = (word: string) => writes.write(REF, { apply: (approval) => addWord(approval, word) });
  return { time, store, writes, say };
}

function addWord(approval: ApprovalTask, word: string): Changed {
  const message = [approval.status?.message, word].filter((part) => part !== undefined).join(" ");
  return { next: { ...approval, status: { ...approval.status, message } }, ended: [] };
}

describe("changes of one approval's notices", () => {
  test("that come during a write go into the next one together", async () => {
    const { time, store, say } = setUp();
    const all = Promise.all(["one", "two", "three", "four"].map(say));
    await time.advance(GIVE_WAY.leastMs);
    const written = await all;
    assert.equal(store.writes, 2);
    assert.equal(store.approval.status?.message, "one two three four");
    assert.equal(written[1]?.approval, written[3]?.approval);
  });

  test("leave people who vote four times as long as the write before took", async () => {
    const { time, store, say } = setUp();
    store.fates = ["slow"];
    const first = say("one");
    await time.advance(200);
    const second = say("two");
    store.slow.resolve();
    await first;
    await time.advance(799);
    assert.equal(store.writes, 1);
    await time.advance(1);
    await second;
    assert.equal(store.writes, 2);
  });

  test("are all made again where others wrote first", async () => {
    const { time, store, say } = setUp();
    store.late = store.approval;
    store.change((approval) => addWord(approval, "theirs").next);
    const all = Promise.all(["one", "two"].map(say));
    await time.advance(GIVE_WAY.leastMs);
    await all;
    assert.equal(store.approval.status?.message, "theirs one two");
  });

  test("that cannot be made hold up no others", async () => {
    const { time, store, writes, say } = setUp();
    const first = say("one");
    const apply = (): Changed => {
      throw new Error("no such template");
    };
    const refused = assert.rejects(writes.write(REF, { apply }), /no such template/u);
    const third = say("three");
    await time.advance(GIVE_WAY.leastMs);
    await Promise.all([first, refused, third]);
    assert.equal(store.approval.status?.message, "one three");
  });

  test("are all told when it is not known whether they were written, and the next one goes on", async () => {
    const { time, store, say } = setUp();
    store.fates = ["taken", "unanswered"];
    const first = say("one");
    const lost = [say("two"), say("three")].map((change) => assert.rejects(change, /no answer/u));
    await time.advance(GIVE_WAY.leastMs);
    await Promise.all([first, ...lost]);
    await say("four");
    assert.equal(store.approval.status?.message, "one two three four");
  });
});
