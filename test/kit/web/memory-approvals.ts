// The use cases as in production, over an API server in this process whose changes are watched at once.
import { DirectKubeApi } from "../../../sandbox/kube/direct-kube-api.ts";
import { ApiServer } from "../../../sandbox/kube/api-server.ts";
import type { JsonObject } from "../../../sandbox/kube/json-value.ts";
import { TEKTON_CRDS } from "../../../sandbox/tekton/crds/tekton-crds.ts";
import type { ApprovalDetail } from "../../../src/approvals/approval-view.ts";
import type { ApprovalRef, Approvals, CastVoteRequest, Freshness } from "../../../src/approvals/approvals.ts";
import { type ApprovalsDependencies, createApprovals } from "../../../src/approvals/create-approvals.ts";
import { indexApprovals } from "../../../src/approvals/index-approvals.ts";
import { serveNamespaces } from "../../../src/approvals/served-namespaces.ts";
import type { Cluster } from "../../../src/cluster/watch-cluster.ts";
import type { KubeObject, ObjectRef, Resource } from "../../../src/kube/kube-api.ts";
import { KubeUnavailableError } from "../../../src/kube/kube-error.ts";
import { APPROVAL_CRD } from "../../../src/objects/definition/approval-crd.ts";
import { APPROVAL_TASKS } from "../../../src/objects/resources.ts";
import type { Clock } from "../../../src/std/clock.ts";
import { holdCluster } from "../hold-cluster.ts";
import { OPEN_ACCESS } from "../open-access.ts";
import { type SampleApproval, TEST_NOW_MS } from "./build-approval.ts";

/** Defined with these and no more, a server costs a millisecond. */
const CRDS = [
  ...TEKTON_CRDS.filter(({ metadata }) => /^(?:custom|pipeline)runs\./u.test(metadata.name)),
  APPROVAL_CRD,
];

/** A vote reads, and writes once. */
export type VoteStep = "read" | "write";

/** The port, with what a test lets go wrong. */
class FaultyKube extends DirectKubeApi {
  /** Called before each step, which fails as this does. */
  fault: (step: VoteStep) => void | Promise<void> = () => {};

  override async get<T extends KubeObject>(resource: Resource, ref: ObjectRef): Promise<T> {
    await this.fault("read");
    return await super.get<T>(resource, ref);
  }

  override async updateStatus<T extends KubeObject>(resource: Resource, object: T): Promise<T> {
    await this.fault("write");
    return await super.updateStatus(resource, object);
  }
}

export interface MemoryApprovals extends Approvals {
  /** Every vote that came, also those that were refused. */
  readonly castVotes: CastVoteRequest[];
  /** Tests may say something else. */
  fresh: Freshness;
  readonly put: (sample: SampleApproval) => void;
  readonly take: (ref: ApprovalRef) => void;
  /** From now on each reading and each write fails as this does; `undefined` ends it. */
  readonly fail: (fault: FaultyKube["fault"] | undefined) => void;
}

export function createMemoryApprovals(
  clock: Clock,
  baseUrl: string,
  samples: readonly SampleApproval[],
  changes: Partial<Pick<ApprovalsDependencies, "access" | "shownParams">> = {},
): MemoryApprovals {
  const server = new ApiServer({ crds: CRDS, clock });
  server.furnish();
  const api = new FaultyKube(server);
  const cluster = holdCluster(api);
  const served = serveNamespaces();
  const index = indexApprovals(cluster, served);
  watchAtOnce(server, cluster);
  const standard = { access: OPEN_ACCESS, ...changes };
  const approvals = createApprovals({ api, cluster, index, served, baseUrl, clock, ...standard });
  const castVotes: CastVoteRequest[] = [];
  const memory: MemoryApprovals = {
    ...approvals,
    castVote: async (request) => {
      castVotes.push(request);
      return await approvals.castVote(request);
    },
    castVotes,
    fresh: { lastContactMs: clock.now(), live: true },
    freshness: () => memory.fresh,
    put: ({ task, run, pipelineRun, siblings = [] }) => {
      const objects = [...(pipelineRun === undefined ? [] : [pipelineRun]), run, ...siblings, task];
      for (const object of objects) server.plant(object as unknown as JsonObject);
    },
    // Done before its call returns.
    take: (ref) => void api.delete(APPROVAL_TASKS, ref),
    fail: (fault = () => {}) => {
      api.fault = fault;
    },
  };
  for (const sample of samples) memory.put(sample);
  return memory;
}

/** A watch of all three kinds that is never late. Whatever goes is missed: a test that takes it away is a little ahead. */
function watchAtOnce(server: ApiServer, { pipelineRuns, runs, approvals }: Cluster): void {
  const kinds = { pipelineruns: pipelineRuns, customruns: runs, approvaltasks: approvals };
  server.subscribe(({ plural }, { type, object }) => {
    if (type === "DELETED" || !Object.hasOwn(kinds, plural)) return;
    kinds[plural as keyof typeof kinds].observe(object.json as unknown as KubeObject);
  });
}

/** What people see of a sample at `TEST_NOW_MS`. */
export function viewOf(sample: SampleApproval): ApprovalDetail {
  const { namespace = "", name } = sample.task.metadata;
  const now = (): number => TEST_NOW_MS;
  const view = createMemoryApprovals({ now }, "http://localhost", [sample]).find({ namespace, name });
  if (view === undefined) throw new Error(`nobody is asked by ${name}`);
  return view;
}

/** The API server is away. */
export function away(): never {
  throw new KubeUnavailableError("connect ECONNREFUSED 127.0.0.1:6443");
}

/** The API server goes away with the next write, of which nobody knows what became of it. */
export function awayFromWrite(): FaultyKube["fault"] {
  let isAway = false;
  return (step) => {
    isAway ||= step === "write";
    if (isAway) away();
  };
}
