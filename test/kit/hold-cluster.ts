import type { KubeApi } from "../../src/kube/kube-api.ts";
import { silentLogger } from "../../src/std/logger.ts";
import { FakeTimers } from "./fake-timers.ts";
import { type Cluster, watchCluster } from "../../src/cluster/watch-cluster.ts";

/** A cluster whose watches are held: its copies know what they are told here, and nothing else. */
export function holdCluster(api: KubeApi): Cluster {
  return watchCluster({ api, timers: new FakeTimers(), logger: silentLogger });
}
