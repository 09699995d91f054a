import type { Change } from "./change.ts";

/** The last changes of one collection, from which a watch resumes and an older list is rebuilt. */
export class History {
  readonly #capacity: number;
  #changes: Change[] = [];
  #start = 0;
  #oldest: number;

  /** `since`: the revision at which the collection began; nothing before it can be asked for. */
  constructor(capacity: number, since: number) {
    this.#capacity = capacity;
    this.#oldest = since;
  }

  /** Changes after this revision are known; of an earlier one, some are gone. */
  get oldestRevision(): number {
    return this.#oldest;
  }

  add(change: Change): void {
    this.#changes.push(change);
    if (this.#changes.length - this.#start > this.#capacity) this.#forgetOne();
  }

  /** Changes after `revision`, oldest first; `undefined` when some of them are forgotten. */
  since(revision: number): readonly Change[] | undefined {
    if (revision < this.#oldest) return undefined;
    let low = this.#start;
    let high = this.#changes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#changes[middle]?.revision ?? 0) > revision) high = middle;
      else low = middle + 1;
    }
    return this.#changes.slice(low);
  }

  /** Forgets everything up to `revision`, like etcd's compaction. */
  compact(revision: number): void {
    this.#changes = this.#changes.slice(this.#start).filter((change) => change.revision > revision);
    this.#start = 0;
    this.#oldest = Math.max(this.#oldest, revision);
  }

  #forgetOne(): void {
    this.#oldest = this.#changes[this.#start]?.revision ?? this.#oldest;
    this.#start += 1;
    if (this.#start < this.#capacity) return;
    this.#changes = this.#changes.slice(this.#start);
    this.#start = 0;
  }
}
