import { randomBytes } from "node:crypto";

import type { z } from "zod";

import type { ImageProgram } from "../rigs/image-program.ts";
import { findFreePort } from "../rigs/find-free-port.ts";
import { ServeProcess, type ServeProcessOptions } from "../rigs/serve-process.ts";
import { API_VERSION, type CONFIGURATION, KIND } from "../src/config/settings.ts";
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
  readonly common: CommonOptions;
  readonly profiles: boolean;
}

/** What all processes of an arena have in common. */
type CommonOptions = Omit<ServeProcessOptions, "port">;

/** As a file of settings has them. */
export type GivenSettings = Pick<z.input<typeof CONFIGURATION>, "access" | "auth" | "channels">;

interface ReplicaOptions {
  readonly port: number;
  readonly settings: GivenSettings;
  /** The product's when absent. */
  readonly side?: Side;
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
  readonly #common: CommonOptions;
  readonly #ports: Pick<ServeProcessOptions, "port" | "probePort">;
  #serve: ServeProcess;
  readonly #replicas: ServeProcess[] = [];
  readonly #profiles: boolean;
  /** When the process began, and what it had reached at which time. */
  #startedMs = 0;
  #marks: ProfileMark[] = [];
  readonly #abandon = (): void => [this.serve, ...this.#replicas].forEach((serve) => serve.kill());

  private constructor(
    cluster: BenchCluster,
    { name, common, profiles }: ArenaParts,
    ports: Pick<ServeProcessOptions, "port" | "probePort">,
  ) {
    this.#profiles = profiles;
    this.#common = common;
    this.cluster = cluster;
    this.#ports = ports;
    this.#serve = new ServeProcess({ ...common, ...ports });
    this.product = openSide(cluster.api, `${name}-product`);
    this.bare = openSide(cluster.api, `${name}-bare`);
  }

  /** Opens the namespaces. The product is not started. */
  static async open(cluster: BenchCluster, { program, profile }: ArenaOptions): Promise<Arena> {
    const name = `bench-${randomBytes(3).toString("hex")}`;
    const common: CommonOptions = {
      kubeconfig: cluster.writeKubeconfig(`${name}-product`),
      keyFile: cluster.writeKey(),
      namespaces: `${name}-product`,
      leaderElection: "on",
      ...program,
      ...(profile
        ? { nodeFlags: ["--cpu-prof", "--cpu-prof-interval", PROFILE_STEP_US, "--cpu-prof-dir", PROFILES] }
        : {}),
    };
    const ports = { port: await findFreePort(), probePort: await findFreePort() };
    const arena = new Arena(cluster, { name, common, profiles: profile }, ports);
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

  /** The process of the product; where there are several, the first. */
  get serve(): ServeProcess {
    return this.#serve;
  }

  /** What the product has from its next start on; until then it has only what is not in a file. */
  configure(settings: GivenSettings): void {
    this.#serve = new ServeProcess({
      ...this.#common,
      ...this.#ports,
      config: this.#writeSettings(this.#ports.port, settings),
    });
  }

  /** What all its processes sign with. */
  get keyFile(): string {
    return this.#common.keyFile;
  }

  /** Another process beside the first, for whom the settings are others; not started yet. */
  openReplica({ port, settings, side = this.product }: ReplicaOptions): ServeProcess {
    const replica = new ServeProcess({
      ...this.#common,
      kubeconfig: this.cluster.writeKubeconfig(side.namespace),
      namespaces: side.namespace,
      port,
      config: this.#writeSettings(port, settings),
    });
    this.#replicas.push(replica);
    return replica;
  }

  #writeSettings(port: number, settings: GivenSettings): string {
    const file = { apiVersion: API_VERSION, kind: KIND, ...settings };
    return this.cluster.writeSecret(`config-${port}`, JSON.stringify(file));
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
