// An approval that is told of on many channels, while people vote: messages are beside the votes, and never in their way.
import assert from "node:assert/strict";
import { test } from "node:test";

import { approvalsOf } from "../../test/kit/ask-approval.ts";
import { makeChannel } from "../../test/kit/make-channel.ts";
import { makeAskingRun } from "../../test/kit/make-run.ts";
import { startCluster } from "../../test/kit/start-cluster.ts";
import { startReplica } from "../../test/kit/start-replica.ts";
import { until } from "../../test/kit/until.ts";
import { voterOf } from "../../test/kit/voter-of.ts";
import type { KubeApi } from "../kube/kube-api.ts";
import { CUSTOM_RUNS } from "../objects/resources.ts";

const NAMESPACE = "default";
const CHANNELS = 12;
/** A vote has ten. */
const MOST_TRIES = 5;

/** How often one vote is written until it is taken. */
class Tries {
  count = 0;

  api(api: KubeApi): KubeApi {
    return new Proxy(api, {
      get: (target, name) => {
        if (name === "updateStatus") this.count += 1;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  }
}

test("of votes while twelve channels tell of an approval, none is refused, and none needs many tries", async (t) => {
  const cluster = await startCluster(t);
  const { api } = cluster;
  const tells = ["request", "voted", "outcome"] as const;
  const channels = Array.from({ length: CHANNELS }, (_, number) =>
    makeChannel({ id: `webhook/${number}`, workers: 4, batch: 1, tells, findRecipients: () => [{}] }),
  );
  const replica = await startReplica({ api, channels });
  t.after(replica.stop);
  const approvers = Array.from({ length: 10 }, (_, number) => `person-${number}`);
  const tries: number[] = [];
  for (let round = 0; round < 2; round += 1) {
    const ref = { namespace: NAMESPACE, name: `crowded-${round}` };
    await api.create(
      CUSTOM_RUNS,
      makeAskingRun(ref.name, { approvers, strategy: "MULTI" }, { namespace: NAMESPACE }),
    );
    await until("the first is told", () =>
      channels.some(({ given }) => given.some(({ approval }) => approval.name === ref.name)),
    );
    for (const by of approvers) {
      const counted = new Tries();
      const approvals = approvalsOf(cluster, { api: counted.api(api), cluster: replica.cluster });
      const voted = await approvals.castVote({
        ref,
        voter: voterOf(by),
        decision: "approve",
        comment: "",
        via: "api",
      });
      assert.ok(voted.ok, JSON.stringify(voted));
      tries.push(counted.count);
    }
  }
  assert.ok(
    Math.max(...tries) <= MOST_TRIES,
    `a vote took more than ${MOST_TRIES} tries: ${tries.join(" ")}`,
  );
});
