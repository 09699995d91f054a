import type { LogFields, Logger } from "../../src/std/logger.ts";

/** Puts all that is logged into `lines`, errors with their stacks. */
export function keepLines(lines: string[]): Logger {
  const keep = ({ err, ...fields }: LogFields, message: string): void =>
    void lines.push(JSON.stringify({ ...fields, message }), err instanceof Error ? String(err.stack) : "");
  return { debug: keep, info: keep, warn: keep, error: keep };
}
