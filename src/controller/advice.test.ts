// What runs that wait or have failed advise is done here to the letter, and their people are asked then. What parameters are
// refused for is followed in `objects/dialects/automatiko/refusals.test.ts`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { parse } from "yaml";

import { makeAskingRun } from "../../test/kit/make-run.ts";
import { APPROVAL_DEFINITION, startCluster, type TestCluster } from "../../test/kit/start-cluster.ts";
import { startReplica } from "../../test/kit/start-replica.ts";
import { until } from "../../test/kit/until.ts";
import type { KubeObject, Resource } from "../kube/kube-api.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../objects/resources.ts";

const REF = { namespace: "default", name: "release" };
const ASKED = /^Waiting for an approval by mary/u;

async function startWorld(t: TestContext, definition?: unknown): Promise<TestCluster> {
  const cluster = await startCluster(t, definition);
  await startController(t, cluster);
  return cluster;
}

async function startController(t: TestContext, { api }: TestCluster): Promise<void> {
  const { stop } = await startReplica({ api, channels: [] });
  t.after(stop);
}

async function ask({ api }: TestCluster, name = REF.name): Promise<void> {
  await api.create<CustomRun>(
    CUSTOM_RUNS,
    makeAskingRun(name, { approvers: ["mary"], description: "Release?" }),
  );
}

/** What the run says, once it says this. */
async function untilSaid({ api }: TestCluster, words: RegExp, name = REF.name): Promise<string> {
  return await until(`the run says ${words}`, async () => {
    const run = await api.get<CustomRun>(CUSTOM_RUNS, { ...REF, name });
    const { message = "" } = run.status?.conditions?.[0] ?? {};
    return words.test(message) ? message : undefined;
  });
}

async function setFinalizers({ api }: TestCluster, finalizers: readonly string[]): Promise<void> {
  await api.patch(APPROVAL_TASKS, REF, { type: "merge", body: { metadata: { finalizers } } });
}

const BY_ITSELF = /Once nothing is in the way any more, it goes on by itself\.$/u;

const REFUSALS = {
  "a quota": { code: 403, reason: "Forbidden", message: "exceeded quota: approvals, used: 5, limited: 5" },
  "a webhook": {
    code: 400,
    reason: "BadRequest",
    message: 'admission webhook "a.example" denied the request',
  },
  "a missing right": { code: 403, reason: "Forbidden", message: 'cannot create resource "approvaltasks"' },
} as const;

describe("a run that is held up goes on by itself, as it says,", () => {
  for (const [obstacle, refusal] of Object.entries(REFUSALS)) {
    for (const write of ["create approvaltasks", "update approvaltasks/status"]) {
      // What can never be created ends its run at once: there is nothing to wait for.
      if (refusal.code === 400 && write.startsWith("create")) continue;
      test(`when ${obstacle} is out of the way of: ${write}`, async (t) => {
        const world = await startWorld(t);
        world.kube.setFaults(({ verb, resource, subresource = "" }) =>
          [verb, [resource, subresource].filter(Boolean).join("/")].join(" ") === write
            ? { refuse: refusal }
            : undefined,
        );
        await ask(world);
        const said = await untilSaid(world, BY_ITSELF);
        assert.ok(said.includes(`(${refusal.code} ${refusal.reason}): ${refusal.message}. Once`), said);
        world.kube.setFaults(() => undefined);
        await untilSaid(world, ASKED);
      });
    }
  }

  test("when whoever holds an ApprovalTask of its name lets it go", async (t) => {
    const world = await startWorld(t);
    await ask(world);
    await untilSaid(world, ASKED);
    await setFinalizers(world, ["example.test/hold"]);
    await world.api.delete(APPROVAL_TASKS, REF);
    assert.match(await untilSaid(world, BY_ITSELF), /held by example\.test\/hold\. Once/u);
    await setFinalizers(world, []);
    await untilSaid(world, ASKED);
  });
});

describe("a run whose name is taken", () => {
  const foreign: ApprovalTask = {
    apiVersion: "tekton.automatiko.io/v1beta1",
    kind: "ApprovalTask",
    metadata: REF,
    spec: {
      pipeline: "other",
      title: "Other?",
      approvers: ["eve"],
      strategy: "SINGLE",
      onReject: "continue",
      run: { name: "other", uid: "0c2b7a52-5a0e-4cf1-9b5e-3b7d8a1c9f00" },
    },
  };

  async function openTaken(t: TestContext): Promise<TestCluster> {
    const world = await startWorld(t);
    await world.api.create<ApprovalTask>(APPROVAL_TASKS, foreign);
    await ask(world);
    await untilSaid(world, /: delete it, or give the run another name\. Then run the pipeline again\.$/u);
    return world;
  }

  test("asks when it is run again after the ApprovalTask was deleted", async (t) => {
    const world = await openTaken(t);
    await world.api.delete(APPROVAL_TASKS, REF);
    await world.api.delete(CUSTOM_RUNS, REF);
    await ask(world);
    await untilSaid(world, ASKED);
  });

  test("by somebody who asks for something else asks when it is run again after that was deleted", async (t) => {
    const world = await startCluster(t);
    await ask(world);
    const { uid = "" } = (await world.api.get<CustomRun>(CUSTOM_RUNS, REF)).metadata;
    const owner = {
      apiVersion: "tekton.dev/v1beta1",
      kind: "CustomRun",
      name: REF.name,
      uid,
      controller: true,
    };
    const metadata = { ...REF, ownerReferences: [owner] };
    const spec = { ...foreign.spec, run: { name: REF.name, uid } };
    await world.api.create<ApprovalTask>(APPROVAL_TASKS, { ...foreign, metadata, spec });
    await startController(t, world);
    await untilSaid(
      world,
      /differs\. Either somebody else made it: delete it\. .* Then run the pipeline again\.$/u,
    );
    await world.api.delete(APPROVAL_TASKS, REF);
    await world.api.delete(CUSTOM_RUNS, REF);
    await ask(world);
    await untilSaid(world, ASKED);
  });

  test("asks when it is run again under another name", async (t) => {
    const world = await openTaken(t);
    await ask(world, "release-2");
    await untilSaid(world, ASKED, "release-2");
  });
});

const DEFINITIONS: Resource = {
  group: "apiextensions.k8s.io",
  version: "v1",
  plural: "customresourcedefinitions",
  kind: "CustomResourceDefinition",
  namespaced: false,
};

test("a run that the cluster's definition has no room for goes on by itself once that is applied", async (t) => {
  const isDescription = (key: string, value: unknown): boolean =>
    key === "description" && typeof value === "object";
  const older = JSON.stringify(APPROVAL_DEFINITION, (key, value: unknown) =>
    isDescription(key, value) ? undefined : value,
  );
  const world = await startWorld(t, JSON.parse(older) as unknown);
  await ask(world);
  const [file = ""] = /deploy\/crds/u.exec(await untilSaid(world, BY_ITSELF)) ?? [];
  const applied = parse(readFileSync(join(file, "approvaltasks.yaml"), "utf8")) as KubeObject;
  const { resourceVersion = "" } = (await world.api.get<KubeObject>(DEFINITIONS, applied.metadata)).metadata;
  const metadata = { ...applied.metadata, resourceVersion };
  await world.api.update<KubeObject>(DEFINITIONS, { ...applied, metadata });
  await untilSaid(world, ASKED);
});
