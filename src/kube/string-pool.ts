/** So many that what a kind's objects have in common stays, and so few that what they have not soon goes. */
const MOST_STRINGS = 2048;
/** Longer ones are texts that people wrote: hardly ever the same twice. */
const LONGEST_STRING = 256;

/**
 * Gives strings that are equal one place in memory. Each object that is parsed from JSON has its own copy of the names, times and
 * messages that thousands of others have too: a third of what a kept object takes.
 */
export class StringPool {
  readonly #strings = new Map<string, string>();

  /** Replaces the strings in `value`, however deep, by equal ones that are held already; gives `value` back. */
  share<T>(value: T): T {
    // A list of what is left, not a call within a call: objects may be nested ten thousand deep.
    const left: unknown[] = [value];
    for (let holder = left.pop(); holder !== undefined; holder = left.pop()) {
      if (isHolder(holder)) this.#shareWithin(holder, left);
    }
    return value;
  }

  #shareWithin(holder: Record<string, unknown>, left: unknown[]): void {
    for (const key of Object.keys(holder)) {
      const value = holder[key];
      if (typeof value === "string") holder[key] = this.#heldFor(value);
      else if (isHolder(value)) left.push(value);
    }
  }

  #heldFor(text: string): string {
    const held = this.#strings.get(text);
    if (held !== undefined || text.length > LONGEST_STRING) return held ?? text;
    if (this.#strings.size >= MOST_STRINGS) this.#strings.clear();
    this.#strings.set(text, text);
    return text;
  }
}

function isHolder(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
