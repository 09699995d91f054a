import { adviseAt } from "./advise.ts";
import type { Fault } from "./fault.ts";
import { CONFIGURATION } from "./settings.ts";
import { valueAt } from "./value-path.ts";

const PATH = ["auth", "oidc"];

/** In mode `oidc`, that there is nowhere to sign in. */
export function findMissingProvider(values: unknown): readonly Fault[] {
  const modes = valueAt(values, ["auth", "modes"]);
  if (!Array.isArray(modes) || !modes.includes("oidc") || valueAt(values, PATH) !== undefined) return [];
  return [{ path: PATH, text: `is missing; mode \`oidc\` needs ${adviseAt(CONFIGURATION, PATH)}` }];
}
