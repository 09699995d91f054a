import { parseDuration } from "../std/duration.ts";
import type { Fault } from "./fault.ts";
import type { Settings } from "./settings.ts";

const MOST = "24h";

/** A link that gives a vote is as good as its recipient for as long as it lasts, whoever has come by it. */
export function findLongLink({ link }: Settings["auth"]): readonly Fault[] {
  const { decide, lifetime = MOST } = link;
  if (!decide || (parseDuration(lifetime) ?? 0) <= (parseDuration(MOST) ?? 0)) return [];
  const text = `${lifetime} is longer than a link may last that gives a vote; give ${MOST} or less, or switch auth.link.decide off`;
  return [{ path: ["auth", "link", "lifetime"], text }];
}
