import { randomBytes } from "node:crypto";

import type { ImageProgram } from "../rigs/image-program.ts";
import { findFreePort } from "../rigs/find-free-port.ts";
import { ServeProcess } from "../rigs/serve-process.ts";
import type { ApprovalTask } from "../src/objects/approval/approval-task.ts";
import type { CustomRun } from "../src/objects/run/custom-run.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../src/objects/resources.ts";
import type { KubeApi } from "../src/kube/kube-api.ts";
import type { BenchCluster } from "./bench-cluster.ts";
import { PROFILES, printProfile, type ProfileMark } from "./print-profile.ts";
import { StateWatch } from "./state-watch.ts";
import { untilQuiet } from "./until-quiet.ts";

/** Ten times as long as Node's own: its profiler would be busier than a product that has nothing to do. */
const PROFILE_STEP_US = "10000";

/** A namespace that one of the two works in, and the eyes on it. */
export interface Side {
  readonly namespace: string;
  readonly runs: StateWatch<CustomRun>;
  readonly tasks: StateWatch<ApprovalTask>;
}

export interface ArenaOptions {
  /** Absent: the sources. */
  readonly program: ImageProgram | undefined;
  readonly profile: boolean;
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
  /** When the process began, and what it had reached at which time. */
  #startedMs = 0;
  #marks: ProfileMark[] = [];
  readonly #abandon = (): void => this.serve.kill();

  private constructor(cluster: BenchCluster, { name, serve, profiles }: ArenaParts) {
    this.#profiles = profiles;
    this.cluster = cluster;
    this.serve = serve;
    this.product = openSide(cluster.api, `${name}-product`);
    this.bare = openSide(cluster.api, `${name}-bare`);
  }

  /** Opens the namespaces. The product is not started. */
  static async open(cluster: BenchCluster, { program, profile }: ArenaOptions): Promise<Arena> {
    const name = `bench-${randomBytes(3).toString("hex")}`;
    const serve = new ServeProcess({
      kubeconfig: cluster.writeKubeconfig(`${name}-product`),
      keyFile: cluster.writeKey(),
      port: await findFreePort(),
      probePort: await findFreePort(),
      namespaces: `${name}-product`,
      leaderElection: "on",
      ...program,
      ...(profile
        ? { nodeFlags: ["--cpu-prof", "--cpu-prof-interval", PROFILE_STEP_US, "--cpu-prof-dir", PROFILES] }
        : {}),
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
    this.#startedMs = performance.now();
    this.#marks = [];
    await this.serve.start();
    return this.#mark("ready");
  }

  /** Resolves when it has done what there was to do. */
  async settleServe(): Promise<void> {
    await untilQuiet(this.serve.pid);
    this.#mark("quiet");
  }

  async stopServe(): Promise<void> {
    if (!this.serve.isRunning) return;
    const { pid } = this.serve;
    await this.serve.stop();
    if (this.#profiles) printProfile(pid, this.#marks);
  }

  #mark(reached: string): number {
    const atMs = performance.now() - this.#startedMs;
    this.#marks.push({ reached, atMs });
    return atMs;
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
