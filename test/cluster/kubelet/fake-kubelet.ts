// Completes Tekton's pods without a node: runs each step as a local process and reports what a kubelet would.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { KubeApi, Patch, WatchEvent } from "../../../src/kube/kube-api.ts";
import { isNotFound, isUnavailable } from "../../../src/kube/kube-error.ts";
import { makeContainerFiles, placeScripts } from "./container-files.ts";
import { readPlacedScripts } from "./placed-scripts.ts";
import { type Container, isStep, type Pod, PODS, STEP_PREFIX } from "./pod.ts";
import { endedStatus, runningStatus } from "./pod-status.ts";
import { failedStep, nowInSeconds, runStep, skippedStep, type StepEnd } from "./run-step.ts";

/** Tekton sets it when everything runs; the first step waits for it. */
const READY_ANNOTATION = "tekton.dev/ready";
const MADE_BY_TEKTON = "tekton.dev/taskRun";
const WAIT_BEFORE_TRY_MS = 500;

interface RunningPod {
  readonly stop: AbortController;
  readonly ready: PromiseWithResolvers<void>;
}

export class FakeKubelet {
  readonly #kube: KubeApi;
  readonly #report: (line: string) => void;
  readonly #folder: string;
  readonly #stop = new AbortController();
  readonly #running = new Map<string, RunningPod>();
  readonly #outputs = new Map<string, string>();
  #watching: Promise<void> | undefined;

  /** `folder` is made, and removed by `stop`; `report` is told what goes wrong with a pod or the watch. */
  constructor(kube: KubeApi, { folder, report }: { folder: string; report: (line: string) => void }) {
    this.#kube = kube;
    this.#folder = folder;
    this.#report = report;
  }

  start(): void {
    this.#watching = this.#watchPods();
  }

  /** Kills all steps and removes their files; outputs stay readable. */
  async stop(): Promise<void> {
    this.#stop.abort();
    for (const { stop } of this.#running.values()) stop.abort();
    await this.#watching;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** What the step printed, both streams together. Throws while it runs, and when there is none. */
  output({ namespace, taskRun, step }: { namespace: string; taskRun: string; step: string }): string {
    const output = this.#outputs.get(`${namespace}/${taskRun}/${step}`);
    if (output === undefined)
      throw new Error(`No step ${step} of TaskRun ${namespace}/${taskRun} has ended here.`);
    return output;
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
        this.#report(`fake kubelet: ${String(error)}`);
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
      this.#running.set(uid, { stop: new AbortController(), ready: Promise.withResolvers() });
      void this.#runPod(pod, uid);
    }
    if (pod.metadata.annotations?.[READY_ANNOTATION] === "READY") this.#running.get(uid)?.ready.resolve();
  }

  async #runPod(pod: Pod, uid: string): Promise<void> {
    const running = this.#running.get(uid);
    if (running === undefined) return;
    const { stop, ready } = running;
    const folder = join(this.#folder, "pods", uid);
    try {
      await this.#writeStatus(pod, runningStatus(pod));
      stop.signal.addEventListener("abort", () => ready.resolve());
      await ready.promise;
      const ends = await this.#runSteps(pod, folder, stop.signal);
      if (!stop.signal.aborted) await this.#writeStatus(pod, endedStatus(pod, ends));
    } catch (error) {
      if (!isNotFound(error) && !stop.signal.aborted) {
        this.#report(`fake kubelet: pod ${pod.metadata.namespace}/${pod.metadata.name}: ${String(error)}`);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async #runSteps(pod: Pod, folder: string, signal: AbortSignal): Promise<Map<string, StepEnd>> {
    const ends = new Map<string, StepEnd>();
    let failed = false;
    for (const container of pod.spec.containers.filter(isStep)) {
      const end: StepEnd =
        failed || signal.aborted ? skippedStep() : await this.#runStep(pod, container, folder, signal);
      failed ||= end.exitCode !== 0;
      ends.set(container.name, end);
      const { namespace = "", labels } = pod.metadata;
      const step = container.name.slice(STEP_PREFIX.length);
      this.#outputs.set(`${namespace}/${labels?.[MADE_BY_TEKTON]}/${step}`, end.output);
    }
    return ends;
  }

  async #runStep(pod: Pod, container: Container, folder: string, signal: AbortSignal): Promise<StepEnd> {
    const startedAt = nowInSeconds();
    try {
      const folders = { pod: folder, claims: join(this.#folder, "claims") };
      const files = makeContainerFiles(pod, container, folders);
      placeScripts(readPlacedScripts(pod), files);
      return await runStep(container, files, signal);
    } catch (error) {
      return failedStep(startedAt, error instanceof Error ? error.message : String(error));
    }
  }

  /** Tries again while the API server is away: Tekton would wait for ever for a status that got lost. */
  async #writeStatus({ metadata }: Pod, status: object): Promise<void> {
    const { namespace = "", name } = metadata;
    const patch: Patch = { type: "merge", body: { status }, subresource: "status" };
    for (;;) {
      try {
        await this.#kube.patch<Pod>(PODS, { namespace, name }, patch);
        return;
      } catch (error) {
        if (!isUnavailable(error) || this.#stop.signal.aborted) throw error;
        await sleep(WAIT_BEFORE_TRY_MS);
      }
    }
  }
}
