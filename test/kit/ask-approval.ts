// An approval on the embedded API and the use cases over it, without a controller that would go on: for tests of votes.
import assert from "node:assert/strict";
import type { TestContext } from "node:test";

import { nameWrites, startCluster, type TestCluster } from "./start-cluster.ts";
import type { Fault, FaultPlan, RequestDescription } from "../../sandbox/kube/faults.ts";
import { holdCluster } from "./hold-cluster.ts";
import { voterOf } from "./voter-of.ts";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import type { CustomRun, CustomRunSpec } from "../../src/objects/run/custom-run.ts";
import { readParameters } from "../../src/objects/dialects/automatiko/read-parameters.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../../src/objects/resources.ts";
import { systemClock, type Clock } from "../../src/std/clock.ts";
import type { Approvals, CastVoteError, CastVoteRequest } from "../../src/approvals/approvals.ts";
import { createApprovals, type ApprovalsDependencies } from "../../src/approvals/create-approvals.ts";
import { openApproval } from "../../src/objects/approval/open-approval.ts";
import { startApproval } from "../../src/objects/approval/start-approval.ts";
import { indexApprovals } from "../../src/approvals/index-approvals.ts";
import { serveNamespaces } from "../../src/approvals/served-namespaces.ts";
import { makeAskingRun } from "./make-run.ts";
import { OPEN_ACCESS } from "./open-access.ts";

export const REF = { namespace: "default", name: "release-1-approve" };
const BASE_URL = "http://localhost:9000";

export interface Asked {
  readonly cluster: TestCluster;
  readonly approvals: Approvals;
  readonly task: ApprovalTask;
  readonly seen: ApprovalTask[];
}

/** An approval on the embedded API as the controller leaves it, without a controller that would go on. */
export async function ask(
  t: TestContext,
  params: Readonly<Record<string, unknown>> = { approvers: ["mary", "john"] },
  spec: CustomRunSpec = {},
  clock: Clock = systemClock,
): Promise<Asked> {
  const cluster = await startCluster(t);
  const run = await cluster.api.create<CustomRun>(CUSTOM_RUNS, makeAskingRun(REF.name, params, spec));
  const parameters = readParameters(run);
  assert.ok(parameters.ok);
  const created = await cluster.api.create(APPROVAL_TASKS, openApproval(run, parameters.value, clock.now()));
  const started = startApproval(created, run, { nowMs: clock.now(), baseUrl: BASE_URL });
  const task = await cluster.api.updateStatus(APPROVAL_TASKS, started);
  const seen: ApprovalTask[] = [];
  const held = holdCluster(cluster.api);
  held.subscribe({ onApproval: ({ object }) => void seen.push(object) });
  const approvals = approvalsOf(cluster, { clock, cluster: held });
  cluster.writes.length = 0;
  return { cluster, approvals, task, seen };
}

/** The use cases of one replica; it watches nothing. */
export function approvalsOf({ api }: TestCluster, changes: Partial<ApprovalsDependencies> = {}): Approvals {
  const served = serveNamespaces();
  const { cluster = holdCluster(api) } = changes;
  const index = indexApprovals(cluster, served);
  const standard = { access: OPEN_ACCESS, clock: systemClock, baseUrl: BASE_URL };
  return createApprovals({ api, cluster, index, served, ...standard, ...changes });
}

/** A replica that watches, as it saw the approval last; and every request that it makes. */
export function watching(asked: Asked, seen: ApprovalTask = asked.task) {
  const cluster = holdCluster(asked.cluster.api);
  const approvals = approvalsOf(asked.cluster, { cluster });
  cluster.approvals.observe(seen);
  const requests: RequestDescription[] = [];
  asked.cluster.kube.setFaults((request) => {
    requests.push(request);
    return undefined;
  });
  const names = (): readonly string[] => requests.map(({ verb, resource }) => `${verb} ${resource}`);
  return { approvals, names };
}

export function answer(by: string, more: Partial<CastVoteRequest> = {}): CastVoteRequest {
  return { ref: REF, voter: voterOf(by), decision: "approve", comment: "", via: "api", ...more };
}

export async function refusalOf(asked: Asked, request: CastVoteRequest): Promise<CastVoteError> {
  const result = await asked.approvals.castVote(request);
  assert.ok(!result.ok, "the vote is refused");
  return result.error;
}

export async function votesOf({ cluster }: Asked): Promise<readonly string[]> {
  const task = await cluster.api.get<ApprovalTask>(APPROVAL_TASKS, REF);
  return (task.status?.votes ?? []).map(({ by }) => by);
}

/** Answers the n-th status update of an approval with this fault, and only that. */
export function onUpdate(n: number, fault: ReturnType<FaultPlan>): FaultPlan {
  let seen = 0;
  return ({ verb, resource, subresource }) => {
    if (verb !== "update" || resource !== "approvaltasks" || subresource !== "status") return undefined;
    seen += 1;
    return seen === n ? fault : undefined;
  };
}

/** Holds the n-th status update of an approval: `arrived` says that it is there, `release` lets it go on into this fault. */
export function holdUpdate({ kube }: TestCluster, n: number, fault: Fault = {}) {
  const arrived = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const plan = onUpdate(n, { ...fault, hold: released.promise });
  kube.setFaults((request) => {
    const held = plan(request);
    if (held !== undefined) arrived.resolve();
    return held;
  });
  return { arrived: arrived.promise, release: () => released.resolve() };
}

/** What became of the writes, in order: `update approvaltasks/status 409`. */
export function outcomesOf({ cluster }: Asked): readonly string[] {
  return nameWrites(cluster.writes).map((name, position) => `${name} ${cluster.writes[position]?.code}`);
}
