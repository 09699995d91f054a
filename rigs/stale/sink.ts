import type { Channel, Delivery } from "../../src/notify/channel.ts";
import { sleep, type Timers } from "../../src/std/timers.ts";
import type { Clock } from "../../src/std/clock.ts";
import { Chance } from "./chance.ts";

/** A message that was accepted, whether or not anybody heard so. */
export interface Accepted {
  readonly key: string;
  readonly atMs: number;
}

const DAY_MS = 24 * 60 * 60_000;
const SLOWEST_MS = 20_000;

/** What takes the messages of both replicas, in its own time; it refuses some, and is not heard of others. */
export class Sink {
  readonly accepted: Accepted[] = [];
  readonly #time: Clock & Timers;
  /** Its own: all else happens as it would without it. */
  readonly #chance: Chance;
  #isCalm = false;

  constructor(time: Clock & Timers, seed: number) {
    this.#time = time;
    this.#chance = new Chance(seed ^ 0x51e4d);
  }

  /** It takes everything from now on. */
  calm(): void {
    this.#isCalm = true;
  }

  /** As every replica has it. */
  openChannel(): Channel {
    return {
      id: "webhook/sink",
      tells: ["request", "voted", "outcome"],
      atLeastOnce: false,
      maxAgeMs: DAY_MS,
      workers: 4,
      findRecipients: () => [{}],
      send: async ({ key }) => await this.#take(key),
      close: async () => {},
    };
  }

  /** Whoever sent it may be dead by then. */
  async #take(key: string): Promise<Delivery> {
    if (this.#isCalm) return this.#accept(key);
    await sleep(this.#time, this.#chance.between(1, SLOWEST_MS));
    const unheard = { kind: "unclear", reason: "The answer was lost." } as const;
    switch (this.#chance.pick(["yes", "yes", "yes", "no", "yes, unheard", "lost"])) {
      case "no":
        return { kind: "refused", reason: "It is busy." };
      case "lost":
        return unheard;
      case "yes, unheard":
        this.#accept(key);
        return unheard;
      default:
        return this.#accept(key);
    }
  }

  #accept(key: string): Delivery {
    this.accepted.push({ key, atMs: this.#time.now() });
    return { kind: "accepted" };
  }
}
