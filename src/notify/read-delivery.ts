import type { NoticeKind } from "../objects/approval/notice.ts";
import { parseDuration } from "../std/duration.ts";
import type { Channel } from "./channel.ts";

/** What the settings of every channel have. */
export interface DeliverySettings {
  /** Absent: all of it. */
  readonly kinds?: readonly (typeof ALL)[number][] | undefined;
  /** `24h`. */
  readonly maxAge: string;
  readonly atLeastOnce: boolean;
}

const ALL = ["request", "secondStep", "outcome"] as const satisfies readonly NoticeKind[];

/** The same, as the outbox goes by it. */
export function readDelivery({
  kinds = ALL,
  maxAge,
  atLeastOnce,
}: DeliverySettings): Pick<Channel, "tells" | "maxAgeMs" | "atLeastOnce"> {
  return { tells: kinds, maxAgeMs: parseDuration(maxAge) ?? 0, atLeastOnce };
}
