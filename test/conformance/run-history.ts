// Everything that a watch saw of our runs and approvals in one namespace, and what must hold of it whatever the scenario
// is.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { KubeApi, KubeObject, Resource } from "../../src/kube/kube-api.ts";
import { compareResourceVersions } from "../../src/kube/resource-version.ts";
import type { ApprovalTask } from "../../src/objects/approval/approval-task.ts";
import type { CustomRun, CustomRunStatus } from "../../src/objects/run/custom-run.ts";
import { isApprovalRun } from "../../src/objects/dialects/find-dialect.ts";
import { APPROVAL_TASKS, CUSTOM_RUNS } from "../../src/objects/resources.ts";
import { until } from "../kit/until.ts";

const WHOLE_SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u;
const WAIT_BEFORE_LIST_MS = 200;

export class RunHistory {
  readonly #kube: KubeApi;
  readonly #namespace: string;
  readonly #stop = new AbortController();
  /** By UID, in the order seen; equal versions once. */
  readonly #seen = new Map<string, CustomRun[]>();
  /** By the UID of their run, in the order seen. */
  readonly #approvals = new Map<string, ApprovalTask[]>();
  readonly #forgiven = new Set<string>();
  readonly #watching: Promise<unknown>;
  #lists = 0;

  constructor(kube: KubeApi, namespace: string) {
    this.#kube = kube;
    this.#namespace = namespace;
    this.#watching = Promise.all([
      this.#watch(CUSTOM_RUNS, (run) => this.#recordRun(run)),
      this.#watch(APPROVAL_TASKS, (task) => this.#recordApproval(task)),
    ]);
  }

  /** The versions of one run so far. */
  of(uid: string): readonly CustomRun[] {
    return this.#seen.get(uid) ?? [];
  }

  /** Waits until the watch, which may be a moment later than a read, has shown such a version; gives all so far. */
  async until(
    uid: string | undefined,
    what: string,
    isRight: (run: CustomRun) => boolean,
  ): Promise<readonly CustomRun[]> {
    return await until(
      `the watch to show ${uid} ${what}`,
      async () => {
        const versions = this.of(uid ?? "");
        return versions.some(isRight) ? versions : undefined;
      },
      { everyMs: 20 },
    );
  }

  /** The test itself writes this run's status, so its history says nothing about the product. */
  forgive(uid: string | undefined): void {
    this.#forgiven.add(uid ?? "");
  }

  /** UIDs of the approvals that were ever opened for a run. */
  approvalsOf(runUid: string): readonly string[] {
    return [...new Set((this.#approvals.get(runUid) ?? []).map(({ metadata }) => metadata.uid ?? ""))];
  }

  /** Takes a last look, ends the watches and asserts what must hold of every run. */
  async close(): Promise<void> {
    const { items } = await this.#kube.list<ApprovalTask>(APPROVAL_TASKS, { namespace: this.#namespace });
    // What is listed is the last of each; the watch may be about to bring the versions before it.
    await until("the watch has brought what is listed", () => items.every((item) => this.#hasSeen(item)));
    this.#stop.abort();
    await this.#watching;
    for (const [uid, versions] of this.#seen) {
      if (this.#forgiven.has(uid)) continue;
      checkVersions(versions);
      for (const task of this.#approvals.get(uid) ?? []) checkTimes(task);
      this.#checkOrder(versions, this.#approvals.get(uid) ?? []);
    }
  }

  async #watch(resource: Resource, record: (object: KubeObject) => void): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await this.#listAndFollow(resource, record);
      } catch {
        // Some scenarios take the API server away; the next list goes on from what is there.
        if (!signal.aborted) await sleep(WAIT_BEFORE_LIST_MS);
      }
    }
  }

  async #listAndFollow(resource: Resource, record: (object: KubeObject) => void): Promise<void> {
    const namespace = this.#namespace;
    const { metadata, items } = await this.#kube.list(resource, { namespace });
    this.#lists += 1;
    for (const object of items) record(object);
    const { resourceVersion } = metadata;
    const { signal } = this.#stop;
    for await (const event of this.#kube.watch(resource, { namespace, resourceVersion, signal })) {
      if (event.type !== "BOOKMARK") record(event.object);
    }
  }

  #recordRun(object: KubeObject): void {
    const run = object as CustomRun;
    if (isApprovalRun(run)) addVersion(this.#seen, run.metadata.uid ?? "", run);
  }

  #hasSeen(approval: ApprovalTask): boolean {
    const versions = this.#approvals.get(approval.spec.run.uid) ?? [];
    return versions.some((seen) => !isBefore(seen, approval));
  }

  #recordApproval(object: KubeObject): void {
    const task = object as ApprovalTask;
    addVersion(this.#approvals, task.spec.run.uid, task);
  }

  /** First the decision is recorded, then the run ends, which people and pipelines wait for, then the label tells. */
  #checkOrder(runs: readonly CustomRun[], approvals: readonly ApprovalTask[]): void {
    const ended = runs.find(({ status }) => isTerminal(status));
    if (ended === undefined || approvals.length === 0) return;
    const { name } = ended.metadata;
    const decided = approvals.find(({ status }) => status?.decision !== undefined);
    // Its approval may have gone before it, with their namespace: there is nothing left to record a decision on.
    if (decided === undefined && isGoing(ended)) return;
    assert.ok(decided, `${name}: ended without a decision on record`);
    // Where a watch began anew, it may have missed the first version that was so.
    if (this.#lists > 2) return;
    assert.ok(isBefore(decided, ended), `${name}: the decision is recorded before the run ends`);
    const labelled = approvals.find(({ metadata }) => metadata.labels?.["decision"] !== "pending");
    assert.ok(
      labelled === undefined || isBefore(ended, labelled),
      `${name}: the run ends before labels say so`,
    );
  }
}

/** Equal versions once. */
function addVersion<T extends KubeObject>(seen: Map<string, T[]>, uid: string, object: T): void {
  const versions = seen.get(uid) ?? [];
  if (versions.at(-1)?.metadata.resourceVersion !== object.metadata.resourceVersion) versions.push(object);
  seen.set(uid, versions);
}

function isBefore(first: KubeObject, second: KubeObject): boolean {
  const [a = "", b = ""] = [first, second].map(({ metadata }) => metadata.resourceVersion);
  return compareResourceVersions(a, b) < 0;
}

/** Being deleted, and told that it is cancelled for that. */
function isGoing({ metadata, status }: CustomRun): boolean {
  return metadata.deletionTimestamp !== undefined && status?.conditions?.[0]?.reason === "CustomRunCancelled";
}

function isTerminal(status: CustomRunStatus | undefined): boolean {
  return ["True", "False"].includes(status?.conditions?.[0]?.status ?? "Unknown");
}

/** What is shown to have been decided must not change; `observedGeneration` may follow the spec. */
function whatIsDecided(status: CustomRunStatus | undefined): unknown {
  const { conditions, results, completionTime } = status ?? {};
  return { conditions, results, completionTime };
}

/** Tekton's webhook makes the times of runs whole, but nobody makes those of approvals so. */
function checkTimes({ metadata, status }: ApprovalTask): void {
  const { startTime, deadline, completionTime, decision, votes = [], conditions = [] } = status ?? {};
  const times = [
    startTime,
    deadline,
    completionTime,
    decision?.time,
    ...votes.map(({ time }) => time),
    ...conditions.map(({ lastTransitionTime }) => lastTransitionTime),
  ];
  for (const time of times) {
    if (time !== undefined) assert.match(time, WHOLE_SECONDS, `${metadata.name}: times are whole seconds`);
  }
}

function checkVersions(versions: readonly CustomRun[]): void {
  const written = versions.filter(({ status }) => status?.conditions !== undefined);
  for (const { metadata, status } of written) {
    const [first] = status?.conditions ?? [];
    assert.equal(first?.type, "Succeeded", `${metadata.name}: Succeeded is the first condition`);
    for (const time of [first?.lastTransitionTime, status?.startTime ?? "1970-01-01T00:00:00Z"]) {
      assert.match(time ?? "absent", WHOLE_SECONDS, `${metadata.name}: times are whole seconds`);
    }
    assert.ok(!isTerminal(status) || status?.completionTime, `${metadata.name}: ends with a completion time`);
    const results = status?.results?.map(({ name }) => name) ?? [];
    assert.equal(results.length > 0, isTerminal(status), `${metadata.name}: results come with the end`);
  }
  const terminal = written.filter(({ status }) => isTerminal(status));
  for (const { metadata, status } of terminal) {
    assert.deepEqual(
      whatIsDecided(status),
      whatIsDecided(terminal[0]?.status),
      `${metadata.name}: an end stays as it is`,
    );
  }
  const firstEnd = written.findIndex(({ status }) => isTerminal(status));
  const afterEnd = firstEnd === -1 ? [] : written.slice(firstEnd);
  assert.ok(
    afterEnd.every(({ status }) => isTerminal(status)),
    `${versions[0]?.metadata.name}: an end is never taken back`,
  );
}
