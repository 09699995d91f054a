// Completes Tekton's pods without a node: runs each step as a local process and reports what a kubelet would.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { KubeApi, Patch, WatchEvent } from "../../../src/kube/kube-api.ts";
import { isNotFound, isUnavailable } from "../../../src/kube/kube-error.ts";
import type { AdminClient } from "../control-plane/admin-client.ts";
import type { Identity } from "../control-plane/credentials.ts";
import { makeContainerFiles, placeScripts } from "./container-files.ts";
import { type LogServer, serveLogs } from "./log-server.ts";
import { bindPod, registerNode, removePod } from "./node.ts";
import { readPlacedScripts } from "./placed-scripts.ts";
import { type Container, isStep, type Pod, PODS } from "./pod.ts";
import { endedStatus, runningStatus } from "./pod-status.ts";
import { failedStep, nowInSeconds, runStep, skippedStep, type StepEnd } from "./run-step.ts";

/** Tekton sets it when everything runs; the first step waits for it. */
const READY_ANNOTATION = "tekton.dev/ready";
const MADE_BY_TEKTON = "tekton.dev/taskRun";
const WAIT_BEFORE_TRY_MS = 500;

export interface KubeletOptions {
  readonly kube: KubeApi;
  readonly admin: AdminClient;
  /** Made, and removed by `stop`. */
  readonly folder: string;
  readonly identity: Identity;
  /** Told what goes wrong with a pod or the watch. */
  readonly report: (line: string) => void;
}

interface RunningPod {
  readonly stop: AbortController;
  /** The first step may begin, or need not any more. */
  readonly ready: PromiseWithResolvers<void>;
  /** Nothing of it runs any more. */
  readonly ended: Promise<void>;
}

export class FakeKubelet {
  readonly #options: KubeletOptions;
  readonly #kube: KubeApi;
  readonly #stop = new AbortController();
  readonly #running = new Map<string, RunningPod>();
  /** What `<namespace>/<pod>/<container>` has printed, both streams together. */
  readonly #outputs = new Map<string, string>();
  #logs: LogServer | undefined;
  #watching: Promise<void> | undefined;

  constructor(options: KubeletOptions) {
    this.#options = options;
    this.#kube = options.kube;
  }

  /** Makes the node, whose logs are then served, and runs every pod of Tekton's from now on. */
  async start(): Promise<void> {
    this.#logs = await serveLogs(this.#options.identity, (container) => this.#outputs.get(container));
    await registerNode(this.#kube, this.#logs.port);
    this.#watching = this.#watchPods();
  }

  /** Kills all steps and removes their files. */
  async stop(): Promise<void> {
    this.#stop.abort();
    for (const { stop } of this.#running.values()) stop.abort();
    await this.#watching;
    this.#logs?.close();
    rmSync(this.#options.folder, { recursive: true, force: true });
  }

  async #watchPods(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        const resourceVersion = await this.#listPods();
        const options = { labelSelector: MADE_BY_TEKTON, resourceVersion, signal: this.#stop.signal };
        for await (const event of this.#kube.watch<Pod>(PODS, options)) this.#handle(event);
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        // The API server is restarted on purpose in some tests; the next list says what was missed.
        this.#options.report(`fake kubelet: ${String(error)}`);
        await sleep(WAIT_BEFORE_TRY_MS);
      }
    }
  }

  /** Gives the version to watch from. */
  async #listPods(): Promise<string> {
    const { metadata, items } = await this.#kube.list<Pod>(PODS, { labelSelector: MADE_BY_TEKTON });
    const there = new Set(items.map((pod) => pod.metadata.uid));
    const gone = [...this.#running].filter(([uid]) => !there.has(uid));
    for (const [, { stop }] of gone) stop.abort();
    for (const pod of items) this.#see(pod);
    return metadata.resourceVersion;
  }

  #handle(event: WatchEvent<Pod>): void {
    if (event.type === "BOOKMARK") return;
    if (event.type === "DELETED") this.#running.get(event.object.metadata.uid ?? "")?.stop.abort();
    else this.#see(event.object);
  }

  #see(pod: Pod): void {
    const uid = pod.metadata.uid ?? "";
    const phase = pod.status?.phase ?? "Pending";
    if (phase === "Pending" && !this.#running.has(uid)) {
      const stop = new AbortController();
      const ready = Promise.withResolvers<void>();
      stop.signal.addEventListener("abort", () => ready.resolve());
      const ended = this.#runPod(pod, ready.promise, stop.signal);
      this.#running.set(uid, { stop, ready, ended });
    }
    const running = this.#running.get(uid);
    if (pod.metadata.annotations?.[READY_ANNOTATION] === "READY") running?.ready.resolve();
    if (pod.metadata.deletionTimestamp !== undefined && running !== undefined) void this.#end(pod, running);
  }

  async #runPod(pod: Pod, ready: Promise<void>, signal: AbortSignal): Promise<void> {
    const folder = join(this.#options.folder, "pods", pod.metadata.uid ?? "");
    try {
      await this.#insist(() => bindPod(this.#kube, pod));
      await this.#writeStatus(pod, runningStatus(pod));
      await ready;
      const ends = await this.#runSteps(pod, folder, signal);
      if (!signal.aborted) await this.#writeStatus(pod, endedStatus(pod, ends));
    } catch (error) {
      if (!isNotFound(error) && !signal.aborted) this.#reportPod(pod, error);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Somebody deleted the pod: kills its steps and lets it go. */
  async #end(pod: Pod, { stop, ended }: RunningPod): Promise<void> {
    stop.abort();
    await ended;
    try {
      await this.#insist(() => removePod(this.#options.admin, pod));
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#reportPod(pod, error);
    }
  }

  #reportPod({ metadata }: Pod, error: unknown): void {
    this.#options.report(`fake kubelet: pod ${metadata.namespace}/${metadata.name}: ${String(error)}`);
  }

  async #runSteps(pod: Pod, folder: string, signal: AbortSignal): Promise<Map<string, StepEnd>> {
    const ends = new Map<string, StepEnd>();
    let failed = false;
    for (const container of pod.spec.containers.filter(isStep)) {
      const end: StepEnd =
        failed || signal.aborted ? skippedStep() : await this.#runStep(pod, container, folder, signal);
      failed ||= end.exitCode !== 0;
      ends.set(container.name, end);
      const { namespace = "", name } = pod.metadata;
      this.#outputs.set(`${namespace}/${name}/${container.name}`, end.output);
    }
    return ends;
  }

  async #runStep(pod: Pod, container: Container, folder: string, signal: AbortSignal): Promise<StepEnd> {
    const startedAt = nowInSeconds();
    try {
      const folders = { pod: folder, claims: join(this.#options.folder, "claims") };
      const files = makeContainerFiles(pod, container, folders);
      placeScripts(readPlacedScripts(pod), files);
      return await runStep(container, files, signal);
    } catch (error) {
      return failedStep(startedAt, error instanceof Error ? error.message : String(error));
    }
  }

  async #writeStatus({ metadata }: Pod, status: object): Promise<void> {
    const { namespace = "", name } = metadata;
    const patch: Patch = { type: "merge", body: { status }, subresource: "status" };
    await this.#insist(() => this.#kube.patch<Pod>(PODS, { namespace, name }, patch));
  }

  /** Tries again while the API server is away: Tekton would wait for ever for what got lost. */
  async #insist(write: () => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await write();
        return;
      } catch (error) {
        if (!isUnavailable(error) || this.#stop.signal.aborted) throw error;
        await sleep(WAIT_BEFORE_TRY_MS);
      }
    }
  }
}
