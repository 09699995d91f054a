import { parseTime } from "../../../src/std/clock.ts";
import { describeLength } from "../../../src/web/components/times.ts";
import type { Span } from "./run-view.ts";

/** How long it took, or has taken so far: `3 s`, of what has not begun `not begun`. Times are whole seconds. */
export function describeSpan({ startedAt, endedAt }: Span, nowMs: number): string {
  const startMs = parseTime(startedAt);
  if (startMs === undefined) return "not begun";
  const lengthMs = (parseTime(endedAt) ?? nowMs) - startMs;
  return lengthMs < 1000 ? "under 1 s" : describeLength(lengthMs);
}
