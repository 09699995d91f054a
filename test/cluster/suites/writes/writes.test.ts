// How much an approval costs the API server, counted by the API server.
import assert from "node:assert/strict";
import { suite, test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { ApprovalTask } from "../../../../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../../../../src/objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../../../../src/objects/resources.ts";
import { handMadeRun, type Values } from "../../../conformance/pipelines.ts";
import { Product } from "../../../conformance/product.ts";
import { makeNamespace, openCluster } from "../../cluster-under-test.ts";
import { until } from "../../../kit/until.ts";
import { Arena, type Asked } from "../races/arena.ts";
import { countWrites, subtractCounts, type WriteCounts } from "./count-writes.ts";

/** Far more than a quiet machine needs. */
const LIMIT_MS = 400_000;
const APPROVALS = 10;
const PENDING = 2000;
const AT_ONCE = 32;
const QUIET_MS = 60_000;

const cluster = await openCluster();
const shared = cluster.control === undefined;
const countSkip = shared && "others write to a shared cluster too, perhaps through several API servers";

/** What one approval writes until it is decided by one vote; each further vote is a status and a label more. */
function planned(votes: number): Record<string, number> {
  return {
    // Waits; has ended.
    "PUT customruns/status": 2,
    "POST approvaltasks": 1,
    // Opened; each vote, the last with the decision.
    "PUT approvaltasks/status": 1 + votes,
    // How many have answered, and in the end the decision: labels.
    "PATCH approvaltasks": votes,
  };
}

/** The writes that have to do with approvals. The garbage collector still removes what earlier tests left. */
function ofApprovals(counts: WriteCounts): Record<string, number> {
  return Object.fromEntries(
    [...counts].filter(([name]) => /^(?!DELETE)\w+ (?:customruns|approvaltasks)\b/u.test(name)),
  );
}

/** Asked and ended, on run and approval, each told once; a storm of them is cut. */
function checkEvents(counts: WriteCounts): void {
  const told = counts.get("POST events") ?? 0;
  assert.ok(told > 0 && told <= 4 * APPROVALS, `${told} Events`);
  assert.equal(counts.get("PATCH events"), undefined, "nothing is told twice");
}

/** Does all things, so many at a time. */
async function forEach(
  items: Iterable<string>,
  atOnce: number,
  act: (item: string) => Promise<void>,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  const work = async (): Promise<void> => {
    for (let next = rest.next(); next.done !== true; next = rest.next()) await act(next.value);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

interface Strategy {
  readonly name: string;
  readonly params: Values;
  readonly voters: readonly string[];
}

const STRATEGIES: readonly Strategy[] = [
  { name: "SINGLE", params: { approvers: ["ann", "bob"] }, voters: ["bob"] },
  { name: "MULTI", params: { approvers: ["ann", "bob"], strategy: "MULTI" }, voters: ["ann", "bob"] },
  { name: "FOUR_EYES", params: { approvers: ["ann", "bob"], strategy: "FOUR_EYES" }, voters: ["bob", "ann"] },
  {
    name: "QUORUM",
    params: { approvers: ["ann", "bob", "cid"], approvalsRequired: 2 },
    voters: ["ann", "cid"],
  },
];

/** One vote after the other, each when what the one before it caused is written. */
async function decide(arena: Arena, asked: Asked, voters: readonly string[]): Promise<void> {
  for (const [index, by] of voters.entries()) {
    const { taken, answer } = await arena.vote(asked.name, { by, decision: "approve", replica: 0 });
    assert.ok(taken, JSON.stringify(answer));
    await arena.watch.approvals.until(
      asked.name,
      `counts ${index + 1}`,
      ({ metadata }) => metadata.labels?.["responses"]?.startsWith(`${index + 1}_`) === true,
    );
  }
  await arena.settled(asked);
}

async function countFor(t: TestContext, { params, voters }: Strategy, replicas: 1 | 2): Promise<WriteCounts> {
  const arena = await Arena.open(cluster, t);
  if (replicas === 1) await arena.replicas[1].stop();
  const before = await countWrites(cluster);
  const names = Array.from({ length: APPROVALS }, (_, index) => `round-${index}`);
  await forEach(names, APPROVALS, async (name) => decide(arena, await arena.ask(name, params), voters));
  const counts = subtractCounts(await countWrites(cluster), before);
  arena.watch.check();
  return counts;
}

/** What the product itself has counted: its requests of one verb to the API server. */
async function countRequests(product: Product, verb: string): Promise<number> {
  const text = await (await fetch(`${product.probeUrl}/metrics`)).text();
  const lines = text.matchAll(
    /^countersign_kube_request_duration_seconds_count\{verb="(?<verb>\w+)"[^}]*\} (?<count>\d+)$/gmu,
  );
  return [...lines]
    .filter(({ groups }) => groups?.["verb"] === verb)
    .reduce((sum, { groups }) => sum + Number(groups?.["count"]), 0);
}

async function makePending(namespace: string): Promise<void> {
  const names = Array.from({ length: PENDING }, (_, index) => `waits-${index}`);
  await forEach(names, AT_ONCE, async (name) => {
    const run = handMadeRun(name);
    await cluster.kube.create<CustomRun>(CUSTOM_RUNS, { ...run, metadata: { ...run.metadata, namespace } });
  });
  await until(
    `${PENDING} approvals to be open`,
    async () => {
      const { items } = await cluster.kube.list<ApprovalTask>(APPROVAL_TASKS, { namespace });
      const opened = items.filter(({ status }) => status?.startTime !== undefined);
      return opened.length === PENDING;
    },
    { withinMs: LIMIT_MS, everyMs: 2000 },
  );
}

suite("Writes", { concurrency: 1 }, () => {
  for (const strategy of STRATEGIES) {
    const plan = planned(strategy.voters.length);
    const total = Object.values(plan).reduce((sum, count) => sum + count, 0);
    const expected: Record<string, number> = {
      // The runs themselves are made by this test.
      "POST customruns": APPROVALS,
      ...Object.fromEntries(Object.entries(plan).map(([name, count]) => [name, count * APPROVALS])),
    };

    test(
      `${strategy.name}: ${total} writes an approval, none refused`,
      { skip: countSkip, timeout: LIMIT_MS },
      async (t) => {
        const all = await countFor(t, strategy, 1);
        const counts = ofApprovals(all);
        checkEvents(all);
        t.diagnostic(`${APPROVALS} approvals: ${JSON.stringify(counts)}`);
        assert.deepEqual(counts, expected);
      },
    );

    test(
      `${strategy.name}: no more of them with two replicas at work`,
      { skip: countSkip, timeout: LIMIT_MS },
      async (t) => {
        const all = await countFor(t, strategy, 2);
        const counts = ofApprovals(all);
        checkEvents(all);
        t.diagnostic(`${APPROVALS} approvals: ${JSON.stringify(counts)}`);
        const done = Object.entries(counts).filter(([name]) => !name.endsWith(" refused"));
        assert.deepEqual(Object.fromEntries(done), expected);
      },
    );
  }

  const title = `${PENDING} pending: nothing but Leases is written in ${QUIET_MS / 1000} s, though all is listed anew`;
  const skip = shared && "the API server of a shared cluster is not restarted";
  test(title, { skip, timeout: LIMIT_MS }, async (t) => {
    assert.ok(cluster.control);
    const namespace = await makeNamespace(cluster, t);
    const options = { kubeconfig: cluster.kubeconfig, namespaces: [namespace], electsLeader: true };
    const product = await Product.start(options);
    t.after(() => product.stop());
    await makePending(namespace);
    const lists = await countRequests(product, "list");
    await cluster.control.compactEtcd({});
    // The new one counts from 0, so that whatever it has counted in the end was written since.
    await cluster.control.restartApiServer({ downMs: 0 });
    await sleep(QUIET_MS);
    const counts = await countWrites(cluster);
    const listed = (await countRequests(product, "list")) - lists;
    t.diagnostic(`lists: ${listed}; writes: ${JSON.stringify(Object.fromEntries(counts))}`);
    assert.ok(listed >= 3, `runs, approvals and pipeline runs are listed again; lists: ${listed}`);
    assert.deepEqual(ofApprovals(counts), {});
    assert.equal(counts.get("POST events"), undefined, "nothing is told again after a restart");
    assert.ok((counts.get("PUT leases") ?? 0) > 0, "the leader holds its Lease");
  });
});
