// One life of one replica: the real controller, caches, election and use cases, wired as `serve.ts` wires them, without
// its pages.
import type { Approvals } from "../../src/approvals/approvals.ts";
import { createApprovals } from "../../src/approvals/create-approvals.ts";
import { indexApprovals } from "../../src/approvals/index-approvals.ts";
import { serveNamespaces } from "../../src/approvals/served-namespaces.ts";
import { Controller } from "../../src/controller/controller.ts";
import { createDispatcher } from "../../src/controller/create-dispatcher.ts";
import { electWorker } from "../../src/controller/elect-worker.ts";
import { watchCluster } from "../../src/cluster/watch-cluster.ts";
import type { KubeApi } from "../../src/kube/kube-api.ts";
import type { Channel } from "../../src/notify/channel.ts";
import { createFindTellings } from "../../src/notify/find-tellings.ts";
import { silentLogger } from "../../src/std/logger.ts";
import type { Clock } from "../../src/std/clock.ts";
import type { Timers } from "../../src/std/timers.ts";
import { OPEN_ACCESS } from "../../test/kit/open-access.ts";
import type { Schedule } from "./schedule.ts";

const BASE_URL = "http://localhost:9000";

export interface ReplicaOptions {
  readonly api: KubeApi;
  readonly time: Clock & Timers;
  readonly random: () => number;
  readonly identity: string;
  readonly leadership: Schedule["leadership"];
  /** Absent: nobody is told anything. */
  readonly channel?: Channel | undefined;
}

/** Starts one; it works until its timers stand still. */
export function startReplica(options: ReplicaOptions): Approvals {
  const { api, time, random, identity, leadership, channel } = options;
  const parts = { api, clock: time, timers: time, logger: silentLogger, random, baseUrl: BASE_URL };
  const cluster = watchCluster(parts);
  const served = serveNamespaces();
  const index = indexApprovals(cluster, served);
  const approvals = createApprovals({ ...parts, cluster, index, served, access: OPEN_ACCESS });
  const channels = channel === undefined ? [] : [channel];
  const telling = { find: createFindTellings(channels), strict: false };
  const controller = new Controller({ ...parts, cluster, telling });
  const dispatcher = createDispatcher({ ...parts, cluster, channels });
  const election = { ...parts, namespace: "default", identity, monotonic: time };
  const worker = electWorker([controller, dispatcher], leadership === "split" ? undefined : election);
  controller.start();
  dispatcher.start();
  void cluster.start().then(() => worker.start());
  return approvals;
}
