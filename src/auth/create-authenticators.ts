import type { Authenticators, Mode } from "./authenticator.ts";
import { createKubernetesMode, type KubernetesModeOptions } from "./authenticators/kubernetes.ts";
import { createOpenMode } from "./authenticators/open-mode.ts";
import { combineModes } from "./combine-modes.ts";
import type { SessionOptions } from "./session.ts";

type ModeName = "open" | "kubernetes";

/** The `auth` of the settings. */
interface AuthSettings {
  readonly modes: readonly ModeName[];
  readonly kubernetes: Pick<KubernetesModeOptions, "audiences">;
}

type AuthParts = Pick<SessionOptions, "keys" | "baseUrl"> & Omit<KubernetesModeOptions, "audiences">;

/**
 * A line for each mode, the weightiest first: who is signed in is not made somebody else by a link, and what a header of a
 * proxy says is looked at before a token.
 */
const MODES: Readonly<Record<ModeName, (settings: AuthSettings, parts: AuthParts) => Mode>> = {
  open: (_settings, parts) => createOpenMode(parts),
  kubernetes: ({ kubernetes }, parts) => createKubernetesMode({ ...parts, ...kubernetes }),
};

/** The ways in that the settings name. */
export function createAuthenticators(settings: AuthSettings, parts: AuthParts): Authenticators {
  const named = Object.entries(MODES).filter(([mode]) => settings.modes.some((name) => name === mode));
  return combineModes(named.map(([, create]) => create(settings, parts)));
}
