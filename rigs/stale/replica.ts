// One life of one replica: the real controller, caches, election and use cases, wired as `serve.ts` wires them, without
// its pages.
import type { Approvals } from "../../src/approvals/approvals.ts";
import { createApprovals } from "../../src/approvals/create-approvals.ts";
import { indexApprovals } from "../../src/approvals/index-approvals.ts";
import { serveNamespaces } from "../../src/approvals/served-namespaces.ts";
import { Controller } from "../../src/controller/controller.ts";
import { watchCluster } from "../../src/cluster/watch-cluster.ts";
import type { KubeApi } from "../../src/kube/kube-api.ts";
import { LeaderElection } from "../../src/kube/leader-election.ts";
import { silentLogger } from "../../src/std/logger.ts";
import type { Clock } from "../../src/std/clock.ts";
import type { Timers } from "../../src/std/timers.ts";
import type { Schedule } from "./schedule.ts";

const BASE_URL = "http://localhost:9000";

export interface ReplicaOptions {
  readonly api: KubeApi;
  readonly time: Clock & Timers;
  readonly random: () => number;
  readonly identity: string;
  readonly leadership: Schedule["leadership"];
}

/** Starts one; it works until its timers stand still. */
export function startReplica(options: ReplicaOptions): Approvals {
  const { api, time, random } = options;
  const watched = { api, clock: time, timers: time, logger: silentLogger, random };
  const cluster = watchCluster(watched);
  const served = serveNamespaces();
  const index = indexApprovals(cluster, served);
  const useCases = createApprovals({
    api,
    cluster,
    index,
    served,
    clock: time,
    baseUrl: BASE_URL,
  });
  const controller = new Controller({ ...watched, cluster, baseUrl: BASE_URL });
  controller.start();
  void cluster.start().then(() => work(options, controller));
  return useCases;
}

function work({ api, time, random, identity, leadership }: ReplicaOptions, controller: Controller): void {
  if (leadership === "split") return controller.resume();
  new LeaderElection({
    api,
    logger: silentLogger,
    namespace: "default",
    name: "countersign",
    identity,
    clock: time,
    monotonic: time,
    timers: time,
    random,
    onStartedLeading: () => controller.resume(),
    onStoppedLeading: () => void controller.pause(),
  }).start();
}
