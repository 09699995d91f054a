import { randomBytes } from "node:crypto";

import { findFreePort } from "../rigs/find-free-port.ts";
import { ServeProcess } from "../rigs/serve-process.ts";
import type { ApprovalTask } from "../src/objects/approval-task.ts";
import type { CustomRun } from "../src/objects/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../src/objects/resources.ts";
import type { KubeApi } from "../src/kube/kube-api.ts";
import type { BenchCluster } from "./bench-cluster.ts";
import type { BenchOptions } from "./bench-options.ts";
import { PROFILES, printProfile } from "./print-profile.ts";
import { StateWatch } from "./state-watch.ts";

/** A namespace that one of the two works in, and the eyes on it. */
export interface Side {
  readonly namespace: string;
  readonly runs: StateWatch<CustomRun>;
  readonly tasks: StateWatch<ApprovalTask>;
}

interface ArenaParts {
  readonly name: string;
  readonly serve: ServeProcess;
  readonly profiles: boolean;
}

function openSide(api: KubeApi, namespace: string): Side {
  return {
    namespace,
    runs: new StateWatch<CustomRun>(api, CUSTOM_RUNS, namespace),
    tasks: new StateWatch<ApprovalTask>(api, APPROVAL_TASKS, namespace),
  };
}

/**
 * Where one part of the bench runs: a namespace that the product serves and one for the bare client, so that neither
 * sees the other's objects.
 */
export class Arena {
  readonly cluster: BenchCluster;
  readonly product: Side;
  readonly bare: Side;
  readonly serve: ServeProcess;
  readonly #profiles: boolean;
  #readyMs = 0;
  readonly #abandon = (): void => this.serve.kill();

  private constructor(cluster: BenchCluster, { name, serve, profiles }: ArenaParts) {
    this.#profiles = profiles;
    this.cluster = cluster;
    this.serve = serve;
    this.product = openSide(cluster.api, `${name}-product`);
    this.bare = openSide(cluster.api, `${name}-bare`);
  }

  /** Opens the namespaces. The product is not started. */
  static async open(cluster: BenchCluster, { program, profile }: BenchOptions): Promise<Arena> {
    const name = `bench-${randomBytes(3).toString("hex")}`;
    const serve = new ServeProcess({
      kubeconfig: cluster.writeKubeconfig(`${name}-product`),
      keyFile: cluster.writeKey(),
      port: await findFreePort(),
      namespaces: `${name}-product`,
      leaderElection: "on",
      ...(program === undefined ? {} : { program }),
      ...(profile ? { nodeFlags: ["--cpu-prof", "--cpu-prof-dir", PROFILES] } : {}),
    });
    const arena = new Arena(cluster, { name, serve, profiles: profile });
    process.once("exit", arena.#abandon);
    for (const { namespace } of arena.#sides) await cluster.createNamespace(namespace);
    return arena;
  }

  async startWatches(): Promise<void> {
    for (const { runs, tasks } of this.#sides) {
      await runs.start();
      await tasks.start();
    }
  }

  /** @returns milliseconds from the start of the process until it said that it is ready. */
  async startServe(): Promise<number> {
    const startedMs = performance.now();
    await this.serve.start();
    this.#readyMs = performance.now() - startedMs;
    return this.#readyMs;
  }

  async stopServe(): Promise<void> {
    if (!this.serve.isRunning) return;
    const { pid } = this.serve;
    await this.serve.stop();
    if (this.#profiles) printProfile(pid, this.#readyMs);
  }

  async close(): Promise<void> {
    await this.stopServe();
    process.off("exit", this.#abandon);
    for (const { namespace, runs, tasks } of this.#sides) {
      await runs.stop();
      await tasks.stop();
      await this.cluster.removeNamespace(namespace);
    }
  }

  get #sides(): readonly Side[] {
    return [this.product, this.bare];
  }
}
