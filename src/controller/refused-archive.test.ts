// Earlier attempts are kept in the run's status, where others write too and may be refused: what people decide is told all the
// same.
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { withVote } from "../../test/kit/make-approval.ts";
import { HeldReplica } from "../../test/kit/held-replica.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import { startCluster, type TestCluster } from "../../test/kit/start-cluster.ts";
import type { KubeApi, KubeObject } from "../kube/kube-api.ts";
import { KubeError } from "../kube/kube-error.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../objects/resources.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";

const REF = { namespace: "default", name: "release" };
const LATE_MS = 61 * 60_000;

/** A webhook that takes no run with earlier attempts. */
function refuseAttempts(api: KubeApi): KubeApi {
  const updateStatus: KubeApi["updateStatus"] = async (resource, object) => {
    const { retriesStatus = [] } = (object as CustomRun).status ?? {};
    if (resource === CUSTOM_RUNS && retriesStatus.length > 0)
      throw new KubeError({ code: 422, reason: "Invalid", message: "denied: retriesStatus" });
    return await api.updateStatus(resource, object);
  };
  return new Proxy(api, {
    get: (target, name) => {
      const value: unknown = name === "updateStatus" ? updateStatus : Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

interface Obstacle {
  readonly around: (api: KubeApi) => KubeApi;
  /** In the run's status, by somebody else. */
  readonly extraFields: unknown;
  readonly retries: number;
}

const OBSTACLES: Readonly<Record<string, Obstacle>> = {
  "a webhook refuses them": { around: refuseAttempts, extraFields: {}, retries: 1 },
  "each would have much that somebody else wrote": {
    around: (api) => api,
    extraFields: { log: "x".repeat(300_000) },
    retries: 5,
  },
};

const ENDS = {
  "a cancel": async ({ api }: TestCluster): Promise<void> => {
    await api.patch(CUSTOM_RUNS, REF, { type: "merge", body: { spec: { status: "RunCancelled" } } });
  },
  "an approval": async ({ api }: TestCluster): Promise<void> => {
    const waiting = await api.get<ApprovalTask>(APPROVAL_TASKS, REF);
    const { attempt = 1 } = waiting.status ?? {};
    await api.updateStatus(APPROVAL_TASKS, withVote(waiting, "mary", "approve", { attempt }));
  },
} as const;

/** Attempts time out, until the last. */
async function playAttempts(t: TestContext, { around, extraFields, retries }: Obstacle) {
  const cluster = await startCluster(t);
  let aheadMs = 0;
  const replica = new HeldReplica(around(cluster.api), { now: () => Date.now() + aheadMs });
  const look = async (): Promise<CustomRun> => {
    await replica.see(CUSTOM_RUNS, REF);
    await replica.reconcile(REF);
    return await cluster.api.get<CustomRun>(CUSTOM_RUNS, REF);
  };
  const { apiVersion, kind, spec } = makeReferringRun({ approvers: ["mary"] }, { timeout: "1h", retries });
  await cluster.api.create<KubeObject>(CUSTOM_RUNS, { apiVersion, kind, metadata: REF, spec } as KubeObject);
  const run = await look();
  await cluster.api.updateStatus(CUSTOM_RUNS, {
    ...run,
    status: { ...run.status, extraFields },
  } as CustomRun);
  for (let attempt = 1; attempt <= retries; attempt += 1) {
    aheadMs += LATE_MS;
    await look();
  }
  const { status } = await cluster.api.get<ApprovalTask>(APPROVAL_TASKS, REF);
  assert.equal(status?.attempt, retries + 1);
  return { cluster, replica, look };
}

for (const [sentence, obstacle] of Object.entries(OBSTACLES)) {
  for (const [end, bring] of Object.entries(ENDS)) {
    test(`attempts that timed out, and ${sentence}: ${end} ends the run`, async (t) => {
      const { cluster, replica, look } = await playAttempts(t, obstacle);
      await bring(cluster);
      await replica.see(APPROVAL_TASKS, REF);
      const { reason } = (await look()).status?.conditions?.[0] ?? {};
      assert.equal(reason, end === "a cancel" ? "CustomRunCancelled" : "Approved");
    });
  }

  test(`attempts that timed out, and ${sentence}: nothing more is written while people are asked`, async (t) => {
    const { cluster, look } = await playAttempts(t, obstacle);
    await look();
    cluster.writes.length = 0;
    await look();
    assert.deepEqual(
      cluster.writes.filter(({ changed }) => changed),
      [],
    );
  });
}
