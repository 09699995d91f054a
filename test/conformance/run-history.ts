// Everything that a watch saw of our runs in one namespace, and what must hold of it whatever the scenario is.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { KubeApi, WatchEvent } from "../../src/kube/kube-api.ts";
import type { CustomRun, CustomRunStatus } from "../../src/objects/custom-run.ts";
import { isApprovalRun } from "../../src/objects/is-approval-run.ts";
import { CUSTOM_RUNS } from "../../src/objects/resources.ts";
import { waitUntil } from "../cluster/control-plane/wait-until.ts";

const WHOLE_SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u;
const WAIT_BEFORE_LIST_MS = 200;

export class RunHistory {
  readonly #kube: KubeApi;
  readonly #namespace: string;
  readonly #stop = new AbortController();
  /** By UID, in the order seen; equal versions once. */
  readonly #seen = new Map<string, CustomRun[]>();
  readonly #forgiven = new Set<string>();
  readonly #watching: Promise<void>;

  constructor(kube: KubeApi, namespace: string) {
    this.#kube = kube;
    this.#namespace = namespace;
    this.#watching = this.#watch();
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
    return await waitUntil(
      async () => {
        const versions = this.of(uid ?? "");
        return versions.some(isRight) ? versions : undefined;
      },
      { what: `the watch to show ${uid} ${what}`, everyMs: 20 },
    );
  }

  /** The test itself writes this run's status, so its history says nothing about the product. */
  forgive(uid: string | undefined): void {
    this.#forgiven.add(uid ?? "");
  }

  /** Ends the watch and asserts what must hold of every run. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#watching;
    for (const [uid, versions] of this.#seen) if (!this.#forgiven.has(uid)) checkVersions(versions);
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        const options = { namespace: this.#namespace };
        const { metadata, items } = await this.#kube.list<CustomRun>(CUSTOM_RUNS, options);
        for (const run of items) this.#record(run);
        const { resourceVersion } = metadata;
        const events = this.#kube.watch<CustomRun>(CUSTOM_RUNS, { ...options, resourceVersion, signal });
        for await (const event of events) this.#see(event);
      } catch {
        // Some scenarios take the API server away; the next list goes on from what is there.
        if (!signal.aborted) await sleep(WAIT_BEFORE_LIST_MS);
      }
    }
  }

  #see(event: WatchEvent<CustomRun>): void {
    if (event.type !== "BOOKMARK") this.#record(event.object);
  }

  #record(run: CustomRun): void {
    if (!isApprovalRun(run)) return;
    const { uid = "", resourceVersion } = run.metadata;
    const versions = this.#seen.get(uid) ?? [];
    if (versions.at(-1)?.metadata.resourceVersion !== resourceVersion) versions.push(run);
    this.#seen.set(uid, versions);
  }
}

function isTerminal(status: CustomRunStatus | undefined): boolean {
  return ["True", "False"].includes(status?.conditions?.[0]?.status ?? "Unknown");
}

/** What is shown to have been decided must not change; `observedGeneration` may follow the spec. */
function whatIsDecided(status: CustomRunStatus | undefined): unknown {
  const { conditions, results, completionTime } = status ?? {};
  return { conditions, results, completionTime };
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
