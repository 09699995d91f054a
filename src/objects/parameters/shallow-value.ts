import { previewJson } from "./preview-json.ts";

const MOST_LEVELS = 64;
const SHOWN = 1_000;

/**
 * A parameter's value as it stands, or how its JSON begins where it is nested deeper than anybody reads: what shows it
 * goes down level by level, and runs out of stack some thousand levels down.
 */
export function keepShallow(value: unknown): unknown {
  return isDeeperThan(value, MOST_LEVELS) ? previewJson(value, SHOWN) : value;
}

/** Goes through the value level by level. */
function isDeeperThan(value: unknown, most: number): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth <= most; depth += 1) {
    level = level.flatMap((part) => (typeof part === "object" && part !== null ? Object.values(part) : []));
    if (level.length === 0) return false;
  }
  return true;
}
