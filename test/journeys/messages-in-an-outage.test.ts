// Six hours in which no channel works, 500 approvals, two replicas at work at once, one of them killed every half an hour: each
// message is accepted at most once, none goes without a trace, and `unknown` is exactly what nobody can know.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parse } from "yaml";

import { ApiServer } from "../../sandbox/kube/api-server.ts";
import { DirectKubeApi } from "../../sandbox/kube/direct-kube-api.ts";
import { TEKTON_CRDS } from "../../sandbox/tekton/crds/tekton-crds.ts";
import type { Channel, Delivery } from "../../src/notify/channel.ts";
import type { Message } from "../../src/notify/message.ts";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import { type Notice, NOTICE_KINDS } from "../../src/objects/approval/notice.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../../src/objects/resources.ts";
import { sleep } from "../../src/std/timers.ts";
import { FakeTimers } from "../kit/fake-timers.ts";
import { makeChannel } from "../kit/make-channel.ts";
import { makeAskingRun } from "../kit/make-run.ts";
import { MortalProcess } from "../kit/mortal-process.ts";
import { type Replica, startReplica } from "../kit/start-replica.ts";
import { voterOf } from "../kit/voter-of.ts";

const NAMESPACE = "default";
const APPROVALS = 500;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** One answer in so many is lost after the message was accepted. */
const ONE_LOST_IN = 100;
const SEND_MS = 400;

/** Without CEL rules, which are shown elsewhere and would take most of the time. */
function readDefinition(): unknown {
  const path = new URL("../../deploy/crds/approvaltasks.yaml", import.meta.url);
  return JSON.parse(
    JSON.stringify(parse(readFileSync(path, "utf8")), (key, value: unknown) =>
      key === "x-kubernetes-validations" ? undefined : value,
    ),
  );
}

/** The systems behind the channels: what they accepted, and what nobody may ever know of them. */
class OtherSide {
  isDown = true;
  tries = 0;
  readonly accepted = new Map<string, number>();
  /** Accepted, or not, and the answer lost; and what a replica was sending when it was killed. */
  readonly ambiguous = new Set<string>();
  readonly underway = new Map<string, MortalProcess>();

  async send(
    message: Message,
    by: { readonly process: MortalProcess; readonly time: FakeTimers },
  ): Promise<Delivery> {
    const { key } = message;
    this.tries += 1;
    this.underway.set(key, by.process);
    await sleep(by.time, SEND_MS);
    const isLost = this.tries % ONE_LOST_IN === 0;
    if (!this.isDown || isLost) this.accepted.set(key, (this.accepted.get(key) ?? 0) + 1);
    if (this.underway.get(key) === by.process) this.underway.delete(key);
    if (isLost) this.ambiguous.add(key);
    if (isLost) return { kind: "unclear", reason: "the answer was lost" };
    if (!this.isDown) return { kind: "accepted" };
    // Most say when to come again; the others are left to our own patience, which is shorter.
    const isPatient = numberOf(message.approval) % 25 !== 0;
    return { kind: "refused", reason: "down", ...(isPatient && { retryAfterMs: HOUR_MS }) };
  }

  /** Of what was on its way, nobody can tell. */
  lose(process: MortalProcess): void {
    for (const [key, by] of this.underway) {
      if (by !== process) continue;
      this.ambiguous.add(key);
      this.underway.delete(key);
    }
  }
}

/** Of `outage-7`, 7. */
function numberOf({ name }: { readonly name: string }): number {
  return Number(name.split("-").at(-1));
}

interface World {
  readonly time: FakeTimers;
  readonly api: DirectKubeApi;
  readonly other: OtherSide;
}

interface Life {
  readonly process: MortalProcess;
  readonly replica: Replica;
}

async function begin({ time, api, other }: World): Promise<Life> {
  const process = new MortalProcess();
  const answer = (message: Message): Promise<Delivery> =>
    process.hear(other.send(message, { process, time }));
  const onlySome =
    (every: number): Channel["findRecipients"] =>
    ({ metadata }) =>
      numberOf(metadata) % every === 0 ? [{}] : [];
  const channels = [
    makeChannel({ answer, workers: 20 }),
    makeChannel({ id: "slack/ops", answer, workers: 5, findRecipients: onlySome(10) }),
    makeChannel({ id: "webhook/audit", tells: ["voted", "outcome"], answer, findRecipients: onlySome(10) }),
  ];
  const starting = startReplica({
    api: process.api(api),
    channels,
    time: process.time(time),
    watch: { silentAfterMs: 24 * HOUR_MS, relistEveryMs: HOUR_MS },
  });
  await time.advance(1_000);
  return { process, replica: await starting };
}

function die({ other }: World, { process }: Life): void {
  process.kill();
  other.lose(process);
}

async function readAll({ api }: World): Promise<readonly ApprovalTask[]> {
  return (await api.list<ApprovalTask>(APPROVAL_TASKS, { namespace: NAMESPACE })).items;
}

function countStates(approvals: readonly ApprovalTask[]): Readonly<Partial<Record<Notice["state"], number>>> {
  const counts: Partial<Record<Notice["state"], number>> = {};
  for (const record of approvals.flatMap(({ status }) => status?.notices ?? [])) {
    for (const kind of NOTICE_KINDS) {
      const state = record[kind]?.state;
      if (state !== undefined) counts[state] = (counts[state] ?? 0) + 1;
    }
  }
  return counts;
}

test("six hours without a channel: at most once, nothing lost, unknown is what nobody can know", async (t) => {
  const time = new FakeTimers();
  const server = new ApiServer({
    crds: [...TEKTON_CRDS, readDefinition()],
    clock: time,
    deferGarbage: (work) => void time.after(1_000, work),
    historySize: 200_000,
  });
  server.furnish();
  const world: World = { time, api: new DirectKubeApi(server), other: new OtherSide() };
  let lives: readonly [Life, Life] = [await begin(world), await begin(world)] as const;
  for (let number = 0; number < APPROVALS; number += 1) {
    const run = makeAskingRun(`outage-${number}`, { approvers: ["mary"] }, { namespace: NAMESPACE });
    await world.api.create(CUSTOM_RUNS, run);
  }
  await time.advance(MINUTE_MS);

  for (let half = 1; half <= 12; half += 1) {
    await time.advance(15 * MINUTE_MS + half * 977);
    const [old, other] = half % 2 === 0 ? [lives[0], lives[1]] : [lives[1], lives[0]];
    die(world, old);
    lives = [other, await begin(world)];
    await time.advance(14 * MINUTE_MS);
    const voted = await lives[0].replica.approvals.castVote({
      ref: { namespace: NAMESPACE, name: `outage-${half * 10}` },
      voter: voterOf("mary"),
      decision: "approve",
      comment: "",
      via: "api",
    });
    assert.ok(voted.ok, "a decision waits for no channel");
  }
  world.other.isDown = false;
  await time.advance(2 * HOUR_MS);

  const { accepted, ambiguous, tries } = world.other;
  for (const [key, times] of accepted) assert.equal(times, 1, `${key} was accepted ${times} times`);
  const approvals = await readAll(world);
  const requests = approvals.flatMap(({ status }) => status?.notices?.map(({ request }) => request) ?? []);
  assert.equal(requests.filter(Boolean).length, APPROVALS + APPROVALS / 10, "each has its record");
  const counts = countStates(approvals);
  t.diagnostic(
    `${tries} tries, ${accepted.size} accepted, ${ambiguous.size} ambiguous: ${JSON.stringify(counts)}`,
  );
  assert.equal(counts.waiting ?? 0, 0);
  assert.equal(counts.sending ?? 0, 0);
  assert.equal(counts.failed ?? 0, 0);
  assert.equal(counts.unknown ?? 0, ambiguous.size);
  assert.ok(ambiguous.size > 0, "something was ambiguous");
  const told = [...accepted.keys()].filter((key) => !ambiguous.has(key));
  assert.equal(counts.sent, told.length);
});
