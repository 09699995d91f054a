// Writes what changes of notices, each approval's in one write at a time: what comes meanwhile goes into the next one
// together, and people who vote get their turn before it.
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import type { EndedNotice } from "../objects/approval/notices/ended-notice.ts";
import type { Clock } from "../std/clock.ts";
import { sleep, type Timers } from "../std/timers.ts";
import { type ApprovalName, keyOf, type NoticeStore } from "./notice-store.ts";

export interface NoticeWritesOptions {
  readonly store: Pick<NoticeStore, "find" | "read" | "write">;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Told, once it is written, of each that came to an end, or is to be tried again. */
  readonly onEnded: (approval: ApprovalTask, ended: EndedNotice) => void;
}

export interface Changed {
  /** The very approval that was given: nothing is to be written. */
  readonly next: ApprovalTask;
  readonly ended: readonly EndedNotice[];
}

export interface NoticeChange<T extends Changed> {
  /** Called again when others wrote first. */
  readonly apply: (approval: ApprovalTask) => T;
  /** True where what is known of the approval is older than what the change is about; absent: any will do. */
  readonly isLate?: (known: ApprovalTask | undefined) => boolean;
}

/** The same without a type of its own, among others. */
interface Waiting {
  readonly apply: (approval: ApprovalTask) => Changed;
  readonly isLate: (known: ApprovalTask | undefined) => boolean;
  readonly onWritten: (approval: ApprovalTask | undefined) => void;
  readonly onError: (error: unknown) => void;
}

/** How often it is tried again after somebody else wrote first. */
const MAX_TRIES = 20;
/** Between two writes of one approval where the second is ready at once. A vote takes three requests: so long as they take. */
export const GIVE_WAY = { leastMs: 50, mostMs: 2_000, times: 4 } as const;

export class NoticeWrites {
  readonly #options: NoticeWritesOptions;
  /** By namespace and name, while there is a write under way: what waits for the next. */
  readonly #waiting = new Map<string, Waiting[]>();

  constructor(options: NoticeWritesOptions) {
    this.#options = options;
  }

  /**
   * Resolves with what the change made, and the approval as it was written; undefined when it is gone. Rejects when it is not
   * known whether it was written.
   */
  async write<T extends Changed>(
    ref: ApprovalName,
    { apply, isLate = () => false }: NoticeChange<T>,
  ): Promise<(T & { readonly approval: ApprovalTask }) | undefined> {
    let changed: T | undefined;
    const { promise, resolve, reject } = Promise.withResolvers<ApprovalTask | undefined>();
    const applied = (approval: ApprovalTask): T => (changed = apply(approval));
    this.#add(ref, { apply: applied, isLate, onWritten: resolve, onError: reject });
    const approval = await promise;
    return approval === undefined || changed === undefined ? undefined : { ...changed, approval };
  }

  #add(ref: ApprovalName, one: Waiting): void {
    const key = keyOf(ref);
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) return void waiting.push(one);
    this.#waiting.set(key, []);
    void this.#writeAll(ref, [one]);
  }

  /** Never rejects. */
  async #writeAll(ref: ApprovalName, first: readonly Waiting[]): Promise<void> {
    const { clock } = this.#options;
    const key = keyOf(ref);
    for (let changes = first; changes.length > 0; changes = this.#takeWaiting(key)) {
      const startedMs = clock.now();
      try {
        await this.#writeTogether(ref, changes);
      } catch (error) {
        for (const { onError } of changes) onError(error);
      }
      if ((this.#waiting.get(key) ?? []).length > 0) await this.#giveWay(clock.now() - startedMs);
    }
  }

  /** @param tookMs may be anything where the clock was set meanwhile. */
  async #giveWay(tookMs: number): Promise<void> {
    const { leastMs, mostMs, times } = GIVE_WAY;
    await sleep(this.#options.timers, Math.min(Math.max(tookMs * times, leastMs), mostMs));
  }

  #takeWaiting(key: string): readonly Waiting[] {
    const waiting = this.#waiting.get(key) ?? [];
    if (waiting.length === 0) this.#waiting.delete(key);
    else this.#waiting.set(key, []);
    return waiting;
  }

  async #writeTogether(ref: ApprovalName, changes: readonly Waiting[]): Promise<void> {
    const { store, onEnded } = this.#options;
    const found = store.find(ref);
    let before = changes.some(({ isLate }) => isLate(found)) ? await store.read(ref) : found;
    for (let tries = 0; before !== undefined && tries < MAX_TRIES; tries += 1) {
      const { next, ended, applied } = applyAll(before, changes);
      const written = next === before ? before : await store.write(next);
      if (written !== undefined) {
        for (const one of ended) onEnded(written, one);
        for (const { onWritten } of applied) onWritten(written);
        return;
      }
      before = await store.read(ref);
    }
    if (before !== undefined)
      throw new Error(
        `${keyOf(ref)} was changed by others ${MAX_TRIES} times while its notices were written.`,
      );
    for (const { onWritten } of changes) onWritten(undefined);
  }
}

/** What one channel cannot say holds up no other. */
function applyAll(before: ApprovalTask, changes: readonly Waiting[]) {
  let next = before;
  const ended: EndedNotice[] = [];
  const applied = changes.filter(({ apply, onError }) => {
    try {
      const changed = apply(next);
      next = changed.next;
      ended.push(...changed.ended);
      return true;
    } catch (error) {
      onError(error);
      return false;
    }
  });
  return { next, ended, applied };
}
