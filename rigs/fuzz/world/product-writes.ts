import type { RequestRecord } from "../../../sandbox/kube/faults.ts";

const READS = new Set(["get", "list", "watch"]);
const REMEMBERED = 2_000;

interface Write {
  /** Of the object that it is about. */
  readonly key: string;
  readonly atMs: number;
  readonly what: string;
}

/** How often each object was written to. */
export class WriteCounts {
  readonly #counts = new Map<string, number>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  add({ key }: Write): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    this.#total += 1;
  }

  /** Objects that were written to more often than that, the busiest first. */
  busierThan(most: number): readonly (readonly [key: string, count: number])[] {
    return [...this.#counts].filter(([, count]) => count > most).toSorted(([, a], [, b]) => b - a);
  }
}

/** What the product writes, refused or not. Events are left out: they are about others. */
export class ProductWrites {
  readonly all = new WriteCounts();
  readonly #user: string;
  #since = new WriteCounts();
  readonly #latest: Write[] = [];

  constructor(user: string) {
    this.#user = user;
  }

  record({ user, verb, resource, subresource, namespace = "", name = "", code }: RequestRecord): void {
    if (user !== this.#user || READS.has(verb) || resource === "events") return;
    const part = subresource === undefined ? "" : `/${subresource}`;
    const what = `${verb} ${resource}${part} ${namespace}/${name}: ${code}`;
    const write = { key: `${resource} ${namespace}/${name}`, atMs: Date.now(), what };
    this.all.add(write);
    this.#since.add(write);
    this.#latest.push(write);
    if (this.#latest.length > REMEMBERED) this.#latest.splice(0, REMEMBERED / 2);
  }

  /** Counts anew, beside the counts of all. */
  begin(): WriteCounts {
    this.#since = new WriteCounts();
    return this.#since;
  }

  /** The first writes after a moment, in milliseconds since the epoch: what came of what was done before it. */
  after(endedMs: number): readonly string[] {
    const later = this.#latest.filter(({ atMs }) => atMs >= endedMs - 2);
    return later.slice(0, 2).map(({ what }) => what);
  }
}
