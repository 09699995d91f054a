/** How many at once, and how long until there is one more. */
interface Allowance {
  readonly burst: number;
  readonly refillMs: number;
}

interface Bucket {
  readonly tokens: number;
  /** When `tokens` was counted, in milliseconds since the epoch. */
  readonly atMs: number;
  /** Since then somebody was refused, and it was said. */
  readonly dry: boolean;
}

/** As client-go's spam filter allows a component for each object. */
const OF_OBJECT: Allowance = { burst: 25, refillMs: 5 * 60_000 };
/** Some hundreds of objects that all have something to tell are a storm: the log has it whole. For each type: what goes well takes no room from warnings. */
const OF_NAMESPACE: Allowance = { burst: 100, refillMs: 1000 };
/** The buckets that were used last; one that is forgotten begins full. */
const MOST_BUCKETS = 4096;

/** `refused first`: the first in a row, so that it is said once. */
export type Permission = "granted" | "refused first" | "refused";

/** Of which object something is told, and what type its Event has. */
interface Told {
  readonly namespace: string;
  readonly object: string;
  readonly type: string;
}

/** Token buckets for each object and for each namespace and type, so that no storm of Events reaches the API server. */
export class EventBudget {
  readonly #buckets = new Map<string, Bucket>();

  take({ namespace, object, type }: Told, nowMs: number): Permission {
    const ofObject = this.#take(`object ${object}`, OF_OBJECT, nowMs);
    if (ofObject !== "granted") return ofObject;
    return this.#take(`namespace ${namespace} ${type}`, OF_NAMESPACE, nowMs);
  }

  #take(key: string, { burst, refillMs }: Allowance, nowMs: number): Permission {
    const before = this.#buckets.get(key) ?? { tokens: burst, atMs: nowMs, dry: false };
    const sinceMs = Math.max(0, nowMs - before.atMs);
    const tokens = Math.min(burst, before.tokens + sinceMs / refillMs);
    const granted = tokens >= 1;
    this.#hold(key, { tokens: granted ? tokens - 1 : tokens, atMs: nowMs, dry: !granted });
    if (granted) return "granted";
    return before.dry ? "refused" : "refused first";
  }

  #hold(key: string, bucket: Bucket): void {
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > MOST_BUCKETS && oldest !== undefined) this.#buckets.delete(oldest);
  }
}
