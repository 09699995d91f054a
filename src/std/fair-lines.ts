import { ok, refuse, type Result } from "./result.ts";

export interface FairLinesOptions {
  /** How many of one owner may wait at one counter. */
  readonly perOwner: number;
  /** How many of all owners may wait at one counter. */
  readonly perCounter: number;
}

export interface Place {
  /** Work at the same counter is done one after the other, at different ones side by side. */
  readonly counter: string;
  /** Whose work it is: those who wait are served in turns, however much each of them has brought. */
  readonly owner: string;
  /** Leaves the line when it aborts. Work that has begun goes on. */
  readonly signal?: AbortSignal;
}

/** Why work was not begun: too many wait, or its `signal` came before its turn. */
export type NotServed = "full" | "late";

type Call = (turn: NotServed | undefined) => void;

interface Counter {
  /** Whose work is being done, or was done last. */
  served: string;
  /** Who waits, in the order in which they are served; nobody's line is empty. */
  readonly lines: Map<string, Call[]>;
}

/** Counters with a line for each owner. In place of a mutex where one owner's many wishes must not hold up another's one. */
export class FairLines {
  readonly #options: FairLinesOptions;
  /** Where work is being done. */
  readonly #counters = new Map<string, Counter>();

  constructor(options: FairLinesOptions) {
    this.#options = options;
  }

  /** Waits for its turn, does `work` and hands its outcome on; refused when `work` was not begun. */
  async run<T>(place: Place, work: () => Promise<T>): Promise<Result<T, NotServed>> {
    const missed = await this.#wait(place);
    if (missed !== undefined) return refuse(missed);
    try {
      return ok(await work());
    } finally {
      this.#callNext(place.counter);
    }
  }

  /** `undefined` when it is this one's turn. */
  async #wait({ counter: name, owner, signal }: Place): Promise<NotServed | undefined> {
    const counter = this.#counters.get(name);
    if (counter === undefined) {
      this.#counters.set(name, { served: owner, lines: new Map() });
      return undefined;
    }
    const line = counter.lines.get(owner) ?? [];
    if (line.length >= this.#options.perOwner) return "full";
    if (countWaiting(counter) >= this.#options.perCounter) return "full";
    const { promise, resolve: call } = Promise.withResolvers<NotServed | undefined>();
    counter.lines.set(owner, line);
    line.push(call);
    const leave = (): void => {
      takeOut(counter, owner, call);
      call("late");
    };
    signal?.addEventListener("abort", leave, { once: true });
    if (signal?.aborted === true) leave();
    const turn = await promise;
    signal?.removeEventListener("abort", leave);
    return turn;
  }

  #callNext(name: string): void {
    const counter = this.#counters.get(name);
    if (counter === undefined) return;
    const { lines, served } = counter;
    const own = lines.get(served);
    // Whoever was served goes behind all who wait.
    if (own !== undefined && lines.delete(served)) lines.set(served, own);
    const [next] = lines;
    if (next === undefined) return void this.#counters.delete(name);
    const [owner, line] = next;
    const call = line.shift();
    if (line.length === 0) lines.delete(owner);
    counter.served = owner;
    call?.(undefined);
  }
}

function countWaiting({ lines }: Counter): number {
  let waiting = 0;
  for (const line of lines.values()) waiting += line.length;
  return waiting;
}

function takeOut({ lines }: Counter, owner: string, call: Call): void {
  const line = lines.get(owner);
  const position = line?.indexOf(call) ?? -1;
  if (line === undefined || position < 0) return;
  line.splice(position, 1);
  if (line.length === 0) lines.delete(owner);
}
