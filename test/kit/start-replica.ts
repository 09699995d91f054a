// One replica without its pages: controller, use cases, and messages by the channels that a test gives.
import type { Approvals } from "../../src/approvals/approvals.ts";
import { createApprovals } from "../../src/approvals/create-approvals.ts";
import { indexApprovals } from "../../src/approvals/index-approvals.ts";
import { serveNamespaces } from "../../src/approvals/served-namespaces.ts";
import { type Cluster, watchCluster } from "../../src/cluster/watch-cluster.ts";
import { Controller } from "../../src/controller/controller.ts";
import { createDispatcher, type CountedEnd } from "../../src/controller/create-dispatcher.ts";
import type { Dispatcher } from "../../src/controller/dispatcher.ts";
import type { KubeApi } from "../../src/kube/kube-api.ts";
import type { ListWatchOptions } from "../../src/kube/list-watch.ts";
import type { Channel } from "../../src/notify/channel.ts";
import { createFindTellings } from "../../src/notify/find-tellings.ts";
import { type Clock, systemClock } from "../../src/std/clock.ts";
import { silentLogger } from "../../src/std/logger.ts";
import { systemTimers, type Timers } from "../../src/std/timers.ts";
import { BASE_URL } from "./make-approval.ts";
import { OPEN_ACCESS } from "./open-access.ts";

export interface ReplicaOptions {
  readonly api: KubeApi;
  readonly channels: readonly Channel[];
  readonly strict?: boolean;
  /** The system's when absent. */
  readonly time?: Clock & Timers;
  /** How patient its watches are. */
  readonly watch?: Partial<Pick<ListWatchOptions<never>, "silentAfterMs" | "relistEveryMs">>;
}

export interface Replica {
  readonly cluster: Cluster;
  readonly approvals: Approvals;
  readonly dispatcher: Dispatcher;
  /** How notices came to an end, in order. */
  readonly ends: readonly CountedEnd[];
  readonly stop: () => Promise<void>;
}

/** Started, and at work. */
export async function startReplica({
  api,
  channels,
  strict = false,
  time,
  watch,
}: ReplicaOptions): Promise<Replica> {
  const parts = {
    api,
    clock: time ?? systemClock,
    timers: time ?? systemTimers,
    logger: silentLogger,
    baseUrl: BASE_URL,
  };
  const cluster = watchCluster({ ...parts, ...watch });
  const served = serveNamespaces();
  const index = indexApprovals(cluster, served);
  const approvals = createApprovals({ ...parts, cluster, index, served, access: OPEN_ACCESS });
  const telling = { find: createFindTellings(channels), strict };
  const controller = new Controller({ ...parts, cluster, telling });
  const ends: CountedEnd[] = [];
  const onEnd = (end: CountedEnd): void => void ends.push(end);
  const dispatcher = createDispatcher({ ...parts, cluster, channels, onEnd });
  controller.start();
  dispatcher.start();
  await cluster.start();
  controller.resume();
  dispatcher.resume();
  const stop = async (): Promise<void> => {
    await Promise.all([controller.stop(), dispatcher.stop()]);
    await cluster.stop();
  };
  return { cluster, approvals, dispatcher, ends, stop };
}
