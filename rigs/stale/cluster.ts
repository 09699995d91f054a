// The cluster of one schedule: the embedded API server, and a chronicle of all that was ever written and by whom.
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { TEKTON_CRDS } from "../../sandbox/tekton/crds/tekton-crds.ts";
import { ApiServer } from "../../sandbox/kube/api-server.ts";
import { DirectKubeApi } from "../../sandbox/kube/direct-kube-api.ts";
import type { KubeObject } from "../../src/kube/kube-api.ts";
import type { Clock } from "../../src/std/clock.ts";

const APPROVAL_CRD: unknown = parse(
  readFileSync(new URL("../../deploy/crds/approvaltasks.yaml", import.meta.url), "utf8"),
);

/** Who wrote: the schedule's own people and Tekton, the cluster's own controllers, or a replica. */
export type Writer = "schedule" | "cluster" | `replica ${number}`;

/** One change of one object, as it was stored. */
export interface Entry<T extends KubeObject = KubeObject> {
  readonly atMs: number;
  readonly revision: number;
  readonly plural: string;
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly writer: Writer;
  /** Of DELETED, the last state. */
  readonly object: T;
  readonly previous: T | undefined;
}

export interface ClusterOptions {
  readonly clock: Clock;
  /** When the garbage collector works. */
  readonly deferGarbage: (work: () => void) => void;
}

export class Cluster {
  readonly chronicle: Entry[] = [];
  readonly api: DirectKubeApi;
  readonly #server: ApiServer;
  readonly #clock: Clock;
  #writer: Writer = "cluster";

  constructor({ clock, deferGarbage }: ClusterOptions) {
    this.#clock = clock;
    const crds = [...TEKTON_CRDS, APPROVAL_CRD];
    this.#server = new ApiServer({ crds, clock, deferGarbage, historySize: 100_000 });
    this.#server.furnish();
    this.api = new DirectKubeApi(this.#server);
    this.#server.subscribe(({ plural }, { type, revision, object, previous }) => {
      // Renewed every two seconds, and nothing depends on it.
      if (plural === "leases") return;
      this.chronicle.push({
        atMs: clock.now(),
        revision,
        plural,
        type,
        writer: this.#writer,
        object: object.json as unknown as KubeObject,
        previous: previous?.json as unknown as KubeObject | undefined,
      });
    });
  }

  get revision(): number {
    return this.#server.revision;
  }

  /** Forgets all history: watches and pages from before answer 410. */
  compact(): void {
    this.#server.compactHistory();
  }

  /** One request in somebody's name; it is done when this returns. */
  act<T>(writer: Writer, request: (api: DirectKubeApi) => Promise<T>): Promise<T> {
    this.#writer = writer;
    try {
      return request(this.api);
    } finally {
      this.#writer = "cluster";
    }
  }

  /** The newest revision that is older than so many milliseconds. */
  revisionBefore(ageMs: number): number {
    const untilMs = this.#clock.now() - ageMs;
    return this.chronicle.findLast(({ atMs }) => atMs <= untilMs)?.revision ?? 1;
  }

  /** When a revision was written. */
  timeOf(revision: number): number {
    const entry = this.chronicle.findLast((candidate) => candidate.revision <= revision);
    return entry?.atMs ?? this.#clock.now();
  }
}
