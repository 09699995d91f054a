import { MAX_GROUPS } from "../principal.ts";

export interface Fitted {
  readonly groups: readonly unknown[];
  readonly leftOut: number;
}

/**
 * The groups of somebody, or where there is no room for them those that matter: that approvals ask, or that rights are given
 * to. Those may still be too many. What is not text stays: whoever reads the claim refuses it.
 */
export function listFits(groups: readonly unknown[], neededGroups: ReadonlySet<string>): readonly Fitted[] {
  const needed = groups.filter(
    (group) => typeof group !== "string" || neededGroups.has(group.normalize("NFC")),
  );
  const all = groups.length <= MAX_GROUPS ? [{ groups, leftOut: 0 }] : [];
  return needed.length <= MAX_GROUPS && needed.length < groups.length
    ? [...all, { groups: needed, leftOut: groups.length - needed.length }]
    : all;
}
