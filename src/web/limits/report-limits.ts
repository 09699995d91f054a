import type { Clock } from "../../std/clock.ts";
import type { Logger } from "../../std/logger.ts";
import type { RequestLimit } from "../problems/too-many-requests.ts";

export type Limit = RequestLimit | "connections";

/** `who`: the name, or the address. */
export type ReportLimit = (limit: Limit, who: string) => void;

interface ReportOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Of each that is refused. */
  readonly onLimited: (limit: Limit) => void;
}

const AGAIN_AFTER_MS = 60_000;

/** Counts all that is refused. Of each limit the log has a line a minute at most, with how many there were since the last one. */
export function reportLimits({ clock, logger, onLimited }: ReportOptions): ReportLimit {
  const told = new Map<Limit, number>();
  const untold = new Map<Limit, number>();
  return (limit, who) => {
    onLimited(limit);
    const refused = (untold.get(limit) ?? 0) + 1;
    untold.set(limit, refused);
    const now = clock.now();
    if (Math.abs(now - (told.get(limit) ?? -Infinity)) < AGAIN_AFTER_MS) return;
    told.set(limit, now);
    untold.set(limit, 0);
    logger.warn(
      { limit, who, refused },
      "Too many at once, so some are refused. Of this limit no more is told for a minute; see `limits` in the settings.",
    );
  };
}
