// Two replicas that send of one approval while everything goes wrong: writes, answers, clocks, copies of the cluster, and they
// themselves are killed. Of each message at most one sending is accepted, and the record says nothing that is not so.
import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { FakeTimers } from "../../test/kit/fake-timers.ts";
import { BASE_URL, makeCreatedApproval, withVote } from "../../test/kit/make-approval.ts";
import { makeChannel } from "../../test/kit/make-channel.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import { MemoryStore } from "../../test/kit/memory-store.ts";
import { NOTICE_KINDS } from "../objects/approval/notice.ts";
import { isOpen, refOfNotice } from "../objects/approval/notices/change-notices.ts";
import { keyOfNotice } from "../objects/approval/notices/key-of-notice.ts";
import { startApproval } from "../objects/approval/start-approval.ts";
import type { Delivery } from "./channel.ts";
import { createFindTellings } from "./find-tellings.ts";
import { Outbox } from "./outbox.ts";

const REF = { namespace: "shop", name: "release-1-approve" };
const NEVER = new AbortController().signal;
const MINUTE_MS = 60_000;

const step = fc.record({
  replica: fc.nat(1),
  what: fc.constantFrom(
    "deliver",
    "deliver",
    "send",
    "record",
    "kill",
    "jump",
    "grow late",
    "catch up",
    "vote",
  ),
  fates: fc.array(fc.constantFrom("taken", "lost", "unanswered", "denied"), { maxLength: 3 }),
  answer: fc.constantFrom("accepted", "refused", "accepted unheard", "lost", "never"),
  waitMinutes: fc.constantFrom(0, 0, 1, 3, 40),
  jumpMinutes: fc.integer({ min: -180, max: 180 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class World {
  readonly time = new FakeTimers();
  /** How many sendings were accepted, by the key of the message. */
  readonly accepted = new Map<string, number>();
  readonly store: MemoryStore;
  readonly #channel = makeChannel({
    batch: 2,
    answer: ({ key }) => {
      if (this.#answer.startsWith("accepted")) this.accepted.set(key, (this.accepted.get(key) ?? 0) + 1);
      return this.#answerNow();
    },
  });
  readonly #replicas: Outbox[];
  #answer: Step["answer"] = "accepted";

  constructor() {
    const run = makeReferringRun({ approvers: ["mary", "john", "ann"] });
    const created = makeCreatedApproval(run);
    const tellings = createFindTellings([this.#channel])(created);
    const nowMs = this.time.now();
    this.store = new MemoryStore(startApproval(created, run, { nowMs, baseUrl: BASE_URL, tellings }));
    this.#replicas = [this.#open(), this.#open()];
  }

  async play({ replica, what, fates, answer, waitMinutes, jumpMinutes }: Step): Promise<void> {
    const { store, time } = this;
    this.#answer = answer;
    store.fates = [...fates];
    if (what === "deliver" || what === "send") void this.#deliver(replica, what === "deliver");
    if (what === "record") void this.#record(replica);
    if (what === "kill") this.#replicas[replica] = this.#open();
    if (what === "jump") time.setBy(jumpMinutes * MINUTE_MS);
    if (what === "vote" && store.approval.status?.decision === undefined)
      store.change((approval) => withVote(approval, "mary"));
    if (what === "grow late") store.late = store.approval;
    if (what === "catch up") store.late = undefined;
    await time.advance(waitMinutes * MINUTE_MS);
  }

  /** All is well again, for as long as anything is open. */
  async calm(): Promise<void> {
    this.#answer = "accepted";
    this.store.fates = [];
    this.store.late = undefined;
    for (let round = 0; round < 120 && this.notices().some(({ notice }) => isOpen(notice)); round += 1) {
      void this.#deliver(0, true);
      void this.#deliver(1, true);
      await this.time.advance(15 * MINUTE_MS);
    }
  }

  notices() {
    const { metadata, status } = this.store.approval;
    return (status?.notices ?? []).flatMap((record) =>
      NOTICE_KINDS.flatMap((kind) => {
        const notice = record[kind];
        if (notice === undefined) return [];
        return [{ notice, key: keyOfNotice(metadata.uid ?? "", refOfNotice(record, kind, notice)) }];
      }),
    );
  }

  async #deliver(replica: number, records: boolean): Promise<void> {
    // What is not known is looked at again, as by the dispatcher's queue.
    await this.#replicas[replica]?.deliver(this.#channel, REF, NEVER).catch(() => {});
    if (records) await this.#record(replica);
  }

  async #record(replica: number): Promise<void> {
    await this.#replicas[replica]?.record(REF).catch(() => {});
  }

  #open(): Outbox {
    const { time, store } = this;
    const parts = { clock: time, timers: time, random: () => 1, baseUrl: BASE_URL };
    return new Outbox({ ...parts, store, onEnded: () => {} });
  }

  #answerNow(): Delivery | Promise<Delivery> {
    if (this.#answer === "accepted") return { kind: "accepted" };
    if (this.#answer === "refused") return { kind: "refused", reason: "busy" };
    if (this.#answer === "never") return new Promise<Delivery>(() => {});
    return { kind: "unclear", reason: "the answer was lost" };
  }
}

test("of each message at most one sending is accepted, whatever goes wrong", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const world = new World();
      for (const one of steps) await world.play(one);
      await world.calm();
      for (const [key, count] of world.accepted) assert.ok(count <= 1, `${key} was accepted ${count} times`);
      for (const { key, notice } of world.notices()) {
        const count = world.accepted.get(key) ?? 0;
        assert.ok(!isOpen(notice), `a notice is still ${notice.state}`);
        if (notice.state === "sent") assert.equal(count, 1, "what is recorded as sent was accepted");
        else if (notice.state !== "unknown")
          assert.equal(count, 0, `what is recorded as ${notice.state} was not`);
      }
    }),
    { numRuns: 300 },
  );
});
