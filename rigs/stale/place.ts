import type { Approvals } from "../../src/approvals/approvals.ts";
import type { FakeTimers } from "../../test/kit/fake-timers.ts";
import type { Timers } from "../../src/std/timers.ts";
import type { Chance } from "./chance.ts";
import type { Cluster, Writer } from "./cluster.ts";
import { ReplicaApi, type SentWrite } from "./replica-api.ts";
import { startReplica } from "./replica.ts";
import type { Cut, RequestWeather, Schedule, Watched, WatchWeather } from "./schedule.ts";
import type { Sink } from "./sink.ts";
import { WatchLine } from "./watch-line.ts";

/** A write at which a replica died. */
export interface Death {
  readonly what: string;
  readonly cut: Cut;
}

export interface ReplicaPlaceOptions {
  readonly number: number;
  readonly cluster: Cluster;
  readonly time: FakeTimers;
  readonly chance: Chance;
  readonly leadership: Schedule["leadership"];
  readonly sink: Sink | undefined;
  readonly onSent: (write: SentWrite) => void;
  readonly onDeath: (death: Death) => void;
}

interface Life {
  readonly approvals: Approvals;
  readonly end: () => void;
}

const FAIR_WEATHER: RequestWeather = { upToMs: 10, refused: 0, lost: 0, unanswered: 0 };

/** Where one replica runs, and after its death the next; the weather belongs to the place. */
export class ReplicaPlace {
  readonly #options: ReplicaPlaceOptions;
  readonly #lines: Readonly<Record<Watched, WatchLine>>;
  #weather: RequestWeather = FAIR_WEATHER;
  #life: Life | undefined;
  #lives = 0;
  #killAt: { left: number; readonly cut: Cut; readonly downMs: number } | undefined;

  constructor(options: ReplicaPlaceOptions) {
    this.#options = options;
    const { cluster, time, chance } = options;
    const line = (): WatchLine => new WatchLine({ cluster, time, chance });
    this.#lines = { runs: line(), approvals: line(), pipelineRuns: line() };
  }

  /** `undefined` while it is down. */
  get approvals(): Approvals | undefined {
    return this.#life?.approvals;
  }

  start(): void {
    if (this.#life !== undefined) return;
    this.#lives += 1;
    const { number, cluster, time, chance, leadership, sink, onSent } = this.#options;
    const timers = new MortalTimers(time);
    const writer: Writer = `replica ${number}`;
    const api = new ReplicaApi({
      cluster,
      writer,
      timers,
      chance,
      lines: this.#lines,
      weather: () => this.#weather,
      onCut: (what, cut) => this.#dieAt(what, cut),
      onSent: (what, name) => onSent({ atMs: time.now(), writer, what, name }),
    });
    const approvals = startReplica({
      api,
      time: timers,
      random: () => chance.next(),
      identity: `place-${number}-life-${this.#lives}`,
      leadership,
      channel: sink?.openChannel(),
    });
    this.#life = { approvals, end: () => timers.end() };
  }

  /** Dead at once, like a process that got SIGKILL; the next life begins `downMs` later. */
  kill(downMs: number): void {
    this.#life?.end();
    this.#life = undefined;
    for (const line of Object.values(this.#lines)) line.disconnect();
    this.#options.time.after(downMs, () => this.start());
  }

  killAtWrite(write: number, cut: Cut, downMs: number): void {
    this.#killAt = { left: write, cut, downMs };
  }

  setWatchWeather(watched: Watched, weather: WatchWeather): void {
    this.#lines[watched].setWeather(weather);
  }

  setRequestWeather(weather: RequestWeather): void {
    this.#weather = weather;
  }

  /** Everything is well from now on. */
  calm(): void {
    this.#killAt = undefined;
    this.#weather = FAIR_WEATHER;
    for (const line of Object.values(this.#lines)) line.setWeather({ mode: "clear" });
    this.start();
  }

  #dieAt(what: string, cut: Cut): boolean {
    const point = this.#killAt;
    if (point === undefined) return false;
    if (point.left > 0) {
      if (cut === "before") point.left -= 1;
      return false;
    }
    if (point.cut !== cut) return false;
    this.#killAt = undefined;
    this.#options.onDeath({ what, cut });
    this.kill(point.downMs);
    return true;
  }
}

/** Timers of one life: when it ends, whatever it waits for never comes. */
class MortalTimers implements Timers {
  readonly #time: FakeTimers;
  #alive = true;

  constructor(time: FakeTimers) {
    this.#time = time;
  }

  now(): number {
    return this.#time.now();
  }

  after(delayMs: number, callback: () => void): () => void {
    if (!this.#alive) return () => {};
    return this.#time.after(delayMs, () => {
      if (this.#alive) callback();
    });
  }

  end(): void {
    this.#alive = false;
  }
}
