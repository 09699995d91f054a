// A lease that is lost and won again within seconds, while something is still being sent.
import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeTimers } from "../../test/kit/fake-timers.ts";
import { BASE_URL, makeCreatedApproval } from "../../test/kit/make-approval.ts";
import { makeChannel } from "../../test/kit/make-channel.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import { MemoryStore } from "../../test/kit/memory-store.ts";
import type { Cluster } from "../cluster/watch-cluster.ts";
import type { Channel, Delivery } from "../notify/channel.ts";
import { createFindTellings } from "../notify/find-tellings.ts";
import { Outbox } from "../notify/outbox.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { startApproval } from "../objects/approval/start-approval.ts";
import { createJsonLogger } from "../std/json-logger.ts";
import { silentLogger } from "../std/logger.ts";
import { Dispatcher } from "./dispatcher.ts";

type Listener = Parameters<Cluster["subscribe"]>[0];

const REF = { namespace: "shop", name: "release-1-approve" };

function makeTold(channel: Channel, time: FakeTimers): ApprovalTask {
  const run = makeReferringRun({ approvers: ["mary", "john"] });
  const created = makeCreatedApproval(run);
  const tellings = createFindTellings([channel])(created);
  return startApproval(created, run, { nowMs: time.now(), baseUrl: BASE_URL, tellings });
}

test("what is sent after a short pause has all its time", async () => {
  const answers = [Promise.withResolvers<Delivery>(), Promise.withResolvers<Delivery>()] as const;
  const signals: AbortSignal[] = [];
  const answer = (_message: unknown, signal: AbortSignal): Promise<Delivery> => {
    signals.push(signal);
    return answers[signals.length === 1 ? 0 : 1].promise;
  };
  const channel = makeChannel({ batch: 1, answer });
  const time = new FakeTimers();
  const store = new MemoryStore(makeTold(channel, time));
  const options = { clock: time, timers: time, baseUrl: BASE_URL, random: () => 1, onEnded: () => {} };
  const outbox = new Outbox({ ...options, store });
  let listener: Listener | undefined;
  const dispatcher = new Dispatcher({
    ...options,
    channels: [channel],
    outbox,
    events: { stop: async () => {} },
    cluster: {
      subscribe: (given) => {
        listener = given;
        return () => {};
      },
    },
    logger: silentLogger,
  });
  dispatcher.start();
  listener?.onApproval?.({ type: "upsert", ref: REF, object: store.approval, previous: undefined });
  dispatcher.resume();
  await time.advance(0);
  const paused = dispatcher.pause();
  dispatcher.resume();
  await time.advance(10_000);
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [true, false],
  );
  for (const { resolve } of answers) resolve({ kind: "accepted" });
  const stopped = paused.then(() => dispatcher.stop());
  // The ends of both are written one after the other.
  await time.advance(1_000);
  await stopped;
});

test("the log names the approval whose notices could not be written", async () => {
  const channel = makeChannel();
  const time = new FakeTimers();
  const lines: string[] = [];
  let listener: Listener | undefined;
  const dispatcher = new Dispatcher({
    channels: [channel],
    clock: time,
    timers: time,
    outbox: {
      unrecorded: [],
      deliver: async () => await Promise.resolve(undefined),
      record: () => Promise.reject(new Error("conflict")),
    },
    events: { stop: async () => {} },
    cluster: {
      subscribe: (given) => {
        listener = given;
        return () => {};
      },
    },
    logger: createJsonLogger("warn", { write: (line) => void lines.push(line) }),
  });
  dispatcher.start();
  listener?.onApproval?.({ type: "upsert", ref: REF, object: makeTold(channel, time), previous: undefined });
  dispatcher.resume();
  await time.advance(0);
  await dispatcher.stop();
  assert.equal((JSON.parse(lines[0] ?? "{}") as Record<string, unknown>)["object"], "shop/release-1-approve");
});
