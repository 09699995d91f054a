import assert from "node:assert/strict";
import { test } from "node:test";

import { makeWaitingApproval, withVote } from "../../test/kit/make-approval.ts";
import type { KubeApi, KubeObject, Resource } from "../kube/kube-api.ts";
import { KubeError, KubeUnavailableError } from "../kube/kube-error.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { type PipelineRun, referToCustomRun } from "../objects/run/pipeline-run.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import { gather, gatherLive, type GatherDependencies, type Gathered } from "./gather.ts";
import { makePipelineRun } from "../../test/kit/make-pipeline-run.ts";

const RUN = makeReferringRun({ approvers: ["mary", "john"] });
const APPROVAL = makeWaitingApproval(RUN);
const REF = { namespace: "shop", name: "release-1-approve" };
const PIPELINE_RUN = makePipelineRun("release-1", {
  namespace: "shop",
  metadata: { uid: RUN.metadata.ownerReferences?.[0]?.uid ?? "" },
});
const FINISHED: PipelineRun = {
  ...PIPELINE_RUN,
  status: { conditions: [{ type: "Succeeded", status: "False" }] },
};

interface World {
  readonly run?: CustomRun;
  readonly approval?: ApprovalTask;
  readonly pipelineRun?: PipelineRun;
  /** What the API server has, where that differs from the caches; by plural. An error is thrown. */
  readonly server?: Readonly<Record<string, KubeObject | Error>>;
}

/** Gathers in a world; `reads` are the plurals that were asked of the API server. */
async function gatherIn(
  world: World,
  look = gather,
): Promise<{
  readonly snapshot: Gathered;
  readonly reads: readonly string[];
  readonly observed: readonly KubeObject[];
}> {
  const reads: string[] = [];
  const observed: KubeObject[] = [];
  const observe = (object: KubeObject): void => void observed.push(object);
  const api = {
    get: async ({ plural }: Resource): Promise<KubeObject> => {
      reads.push(plural);
      const found =
        world.server?.[plural] ?? new KubeError({ code: 404, reason: "NotFound", message: plural });
      if (found instanceof Error) throw found;
      return await Promise.resolve(found);
    },
  } as unknown as KubeApi;
  const deps: GatherDependencies = {
    api,
    cluster: {
      runs: { get: () => world.run, observe },
      approvals: { get: () => world.approval, observe },
      pipelineRuns: { get: () => world.pipelineRun, observe },
    },
  };
  return { snapshot: await look(deps, REF), reads, observed };
}

function anotherUid<T extends KubeObject>(object: T): T {
  return { ...object, metadata: { ...object.metadata, uid: "another" } };
}

test("a run that waits is gathered from the caches alone", async () => {
  const { snapshot, reads } = await gatherIn({ run: RUN, approval: APPROVAL, pipelineRun: PIPELINE_RUN });
  assert.deepEqual(snapshot, {
    run: RUN,
    approval: APPROVAL,
    stranger: undefined,
    closing: undefined,
    live: false,
  });
  assert.deepEqual(reads, []);
});

test("nothing under that name asks the API server nothing", async () => {
  const { snapshot, reads } = await gatherIn({});
  assert.deepEqual(Object.values(snapshot), [undefined, undefined, undefined, undefined, false]);
  assert.deepEqual(reads, []);
});

for (const [sentence, approval] of [
  ["of a run of the same name and another UID", makeWaitingApproval(anotherUid(RUN))],
  ["without an owner", { ...APPROVAL, metadata: { ...APPROVAL.metadata, ownerReferences: [] } }],
  [
    "whose request names another run",
    { ...APPROVAL, spec: { ...APPROVAL.spec, run: { name: "r", uid: "u" } } },
  ],
  [
    "whose owner is no controller",
    {
      ...APPROVAL,
      metadata: {
        ...APPROVAL.metadata,
        ownerReferences: [
          { ...RUN, name: "release-1-approve", uid: RUN.metadata.uid ?? "", controller: false },
        ],
      },
    },
  ],
] as const) {
  test(`an ApprovalTask ${sentence} is a stranger, never the run's`, async () => {
    const { snapshot } = await gatherIn({ run: RUN, approval, pipelineRun: PIPELINE_RUN });
    assert.equal(snapshot.approval, undefined);
    assert.equal(snapshot.stranger, approval);
  });
}

test("a PipelineRun that has finished closes", async () => {
  const { snapshot, reads } = await gatherIn({ run: RUN, approval: APPROVAL, pipelineRun: FINISHED });
  assert.deepEqual(snapshot.closing, { reason: "PipelineRunFinished" });
  assert.deepEqual(reads, []);
});

/** Ended by Tekton's hour; it names the run as its own. */
const TIMED_OUT: PipelineRun = {
  ...PIPELINE_RUN,
  status: {
    startTime: "2026-11-24T09:00:00Z",
    conditions: [{ type: "Succeeded", status: "False", reason: "PipelineRunTimeout" }],
    childReferences: [referToCustomRun({ name: RUN.metadata.name, task: "approve" })],
  },
};

test("a PipelineRun whose time was up closes, with the limit", async () => {
  const { snapshot } = await gatherIn({ run: RUN, approval: APPROVAL, pipelineRun: TIMED_OUT });
  const detail = "It had 1h (Tekton's default for timeouts.pipeline).";
  assert.deepEqual(snapshot.closing, { reason: "PipelineRunTimedOut", detail });
});

test("a run that Tekton ends because the time was up closes, with the limit as far as it is proven", async () => {
  const statusMessage = "CustomRun cancelled as the PipelineRun it belongs to has timed out.";
  const run = { ...RUN, spec: { ...RUN.spec, status: "RunCancelled", statusMessage } };
  const spec = { timeouts: { pipeline: "3h0m0s", tasks: "20m0s" } };
  const { conditions: _, ...status } = TIMED_OUT.status ?? {};
  const detail = "Its tasks had 20m (timeouts.tasks).";
  for (const [pipelineRun, told] of [
    [{ ...PIPELINE_RUN, spec, status }, { detail }],
    [{ ...PIPELINE_RUN, spec, status: { ...status, childReferences: [] } }, {}],
    [anotherUid({ ...PIPELINE_RUN, spec, status }), {}],
  ] as const) {
    const { snapshot, reads } = await gatherIn({ run, approval: APPROVAL, pipelineRun });
    assert.deepEqual(snapshot.closing, { reason: "PipelineRunTimedOut", ...told });
    assert.deepEqual(reads, []);
  }
});

test("a PipelineRun that the cache lacks may only be late: the API server is asked", async () => {
  const late = await gatherIn({ run: RUN, approval: APPROVAL, server: { pipelineruns: PIPELINE_RUN } });
  assert.deepEqual(late.observed, [PIPELINE_RUN], "so that a watch that is held up is found out");
  assert.equal(late.snapshot.closing, undefined);
  const gone = await gatherIn({ run: RUN, approval: APPROVAL });
  assert.deepEqual(gone.snapshot.closing, { reason: "PipelineRunGone" });
  assert.deepEqual(gone.reads, ["pipelineruns"]);
});

test("a PipelineRun of the same name and another UID is not the one that asked", async () => {
  const namesake = anotherUid(PIPELINE_RUN);
  const { snapshot } = await gatherIn({
    run: RUN,
    approval: APPROVAL,
    pipelineRun: namesake,
    server: { pipelineruns: namesake },
  });
  assert.deepEqual(snapshot.closing, { reason: "PipelineRunGone" });
});

test("a run that lost its owner is closed by the PipelineRun that its request names", async () => {
  const orphan = { ...RUN, metadata: { ...RUN.metadata, ownerReferences: [] } };
  const { snapshot } = await gatherIn({ run: orphan, approval: APPROVAL });
  assert.deepEqual(snapshot.closing, { reason: "PipelineRunGone" });
});

test("an API server that is away closes nothing", async () => {
  const away = new KubeUnavailableError("no answer");
  await assert.rejects(gatherIn({ run: RUN, approval: APPROVAL, server: { pipelineruns: away } }), away);
  await assert.rejects(gatherIn({ approval: APPROVAL, server: { customruns: away } }), away);
});

test("an approval without a watched run asks whether the run is late, changed or gone", async () => {
  const late = await gatherIn({ approval: APPROVAL, pipelineRun: PIPELINE_RUN, server: { customruns: RUN } });
  assert.equal(late.snapshot.run, RUN);
  assert.equal(late.snapshot.closing, undefined);

  const changed = { ...RUN, spec: { customRef: { apiVersion: "example.dev/v1", kind: "Wait" } } };
  const other = await gatherIn({ approval: APPROVAL, server: { customruns: changed } });
  assert.deepEqual([other.snapshot.run, other.snapshot.closing], [undefined, { reason: "RunNotOurs" }]);

  const gone = await gatherIn({ approval: APPROVAL });
  assert.deepEqual([gone.snapshot.run, gone.snapshot.closing], [undefined, { reason: "RunDeleted" }]);
});

test("an approval that is decided and has no run asks nothing any more", async () => {
  const { snapshot, reads } = await gatherIn({ approval: withVote(APPROVAL, "mary") });
  assert.equal(snapshot.closing, undefined);
  assert.deepEqual(reads, []);
});

test("a live look reads the ApprovalTask before the run, and tells the caches of both", async () => {
  const old = makeWaitingApproval(anotherUid(RUN));
  const { snapshot, reads, observed } = await gatherIn(
    { run: anotherUid(RUN), pipelineRun: PIPELINE_RUN, server: { approvaltasks: old, customruns: RUN } },
    gatherLive,
  );
  assert.deepEqual(reads, ["approvaltasks", "customruns"]);
  assert.deepEqual(observed, [old, RUN]);
  assert.deepEqual([snapshot.run, snapshot.stranger, snapshot.live], [RUN, old, true]);
});

test("a live look that finds no ApprovalTask looks again after the run", async () => {
  const { reads } = await gatherIn({ run: RUN, server: { customruns: RUN } }, gatherLive);
  assert.deepEqual(reads.slice(0, 3), ["approvaltasks", "customruns", "approvaltasks"]);
});

test("a live look finds nothing where the caches still show run and approval", async () => {
  const { snapshot } = await gatherIn({ run: RUN, approval: APPROVAL }, gatherLive);
  assert.deepEqual(Object.values(snapshot), [undefined, undefined, undefined, undefined, true]);
});
