// A namespace with two replicas of Countersign, both at work, and a watch of all that becomes of its approvals.
import { setTimeout as sleep } from "node:timers/promises";
import type { TestContext } from "node:test";
import type { ApprovalTask } from "../../../../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../../../../src/objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../../../../src/objects/resources.ts";
import { handMadeRun, type Values } from "../../../conformance/pipelines.ts";
import { Product } from "../../../conformance/product.ts";
import { type ClusterUnderTest, createNamespace, removeNamespace } from "../../cluster-under-test.ts";
import { DecisionWatch } from "./decision-watch.ts";
import { type CastVote, castVote, type VoteWish } from "./cast-vote.ts";

export class Arena {
  readonly #cluster: ClusterUnderTest;
  readonly namespace: string;
  readonly replicas: readonly [Product, Product];
  readonly watch: DecisionWatch;

  private constructor(
    cluster: ClusterUnderTest,
    namespace: string,
    parts: { readonly replicas: readonly [Product, Product]; readonly watch: DecisionWatch },
  ) {
    this.#cluster = cluster;
    this.namespace = namespace;
    this.replicas = parts.replicas;
    this.watch = parts.watch;
  }

  /** Everything of it ends with the test. Both replicas do the controller's work unless they elect a leader. */
  static async open(
    cluster: ClusterUnderTest,
    t: TestContext,
    { electsLeader = false }: { readonly electsLeader?: boolean } = {},
  ): Promise<Arena> {
    const namespace = await createNamespace(cluster);
    t.after(() => removeNamespace(cluster, namespace));
    const options = { kubeconfig: cluster.kubeconfig, namespaces: [namespace], electsLeader };
    const replicas = await Promise.all([Product.start(options), Product.start(options)]);
    t.after(async () => {
      for (const replica of replicas) await replica.stop();
    });
    const watch = await DecisionWatch.start(cluster.kube, namespace);
    t.after(() => watch.close());
    return new Arena(cluster, namespace, { replicas, watch });
  }

  /** Makes a run, and does not wait for its approval. */
  async createRun(name: string, params: Values, spec: Values = {}): Promise<CustomRun> {
    const run = handMadeRun(name, params, spec);
    return await this.#cluster.kube.create<CustomRun>(CUSTOM_RUNS, {
      ...run,
      metadata: { ...run.metadata, namespace: this.namespace },
    });
  }

  /** Makes a run and waits until people can answer it. */
  async ask(name: string, params: Values, spec: Values = {}): Promise<Asked> {
    const created = await this.createRun(name, params, spec);
    return await this.asked(name, created);
  }

  /** Waits until people can answer the run's approval. */
  async asked(name: string, created: CustomRun): Promise<Asked> {
    const approval = await this.watch.approvals.until(
      name,
      "waits for an answer",
      ({ status }) => status?.startTime !== undefined,
    );
    return { name, uid: created.metadata.uid ?? "", approvalUid: approval.metadata.uid ?? "", approval };
  }

  async vote(name: string, wish: VoteWish): Promise<CastVote> {
    return await castVote(this.replicas[wish.replica], { namespace: this.namespace, name }, wish);
  }

  async cancel(name: string): Promise<void> {
    const body = { spec: { status: "RunCancelled", statusMessage: "No longer wanted." } };
    const ref = { namespace: this.namespace, name };
    await this.#cluster.kube.patch(CUSTOM_RUNS, ref, { type: "merge", body });
  }

  async delete(name: string): Promise<void> {
    await this.#cluster.kube.delete(
      CUSTOM_RUNS,
      { namespace: this.namespace, name },
      { propagationPolicy: "Background" },
    );
  }

  /** Waits until the run has ended and the approval's label says so too: nothing is left to write. */
  async settled({ name }: Asked): Promise<Settled> {
    const run = await this.watch.runs.until(
      name,
      "ends",
      ({ status }) => status?.conditions?.[0]?.status !== undefined && status.completionTime !== undefined,
    );
    const approval = await this.watch.approvals.until(name, "is decided and labelled", (task) => {
      const { decision } = task.status ?? {};
      return decision !== undefined && task.metadata.labels?.["decision"] === decision.state.toLowerCase();
    });
    return { run, approval };
  }

  /** The approval as the API server has it now. */
  async read(name: string): Promise<ApprovalTask> {
    return await this.#cluster.kube.get<ApprovalTask>(APPROVAL_TASKS, { namespace: this.namespace, name });
  }
}

export interface Asked {
  readonly name: string;
  readonly uid: string;
  readonly approvalUid: string;
  readonly approval: ApprovalTask;
}

export interface Settled {
  readonly run: CustomRun;
  readonly approval: ApprovalTask;
}

/** Resolves at a moment of the wall clock, in milliseconds since the epoch. */
export async function sleepUntil(momentMs: number): Promise<void> {
  await sleep(Math.max(0, momentMs - Date.now()));
}
