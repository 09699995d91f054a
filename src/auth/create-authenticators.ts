import { createKubernetesMode, type KubernetesModeOptions } from "./authenticators/kubernetes.ts";
import type { Authenticators } from "./authenticator.ts";
import { createOpenMode } from "./authenticators/open-mode.ts";
import type { SessionOptions } from "./session.ts";

interface AuthSettings {
  /** One: who is not vouched for must not come in beside who is. */
  readonly modes: readonly ("open" | "kubernetes")[];
  readonly kubernetes: Pick<KubernetesModeOptions, "audiences">;
}

type AuthParts = Pick<SessionOptions, "keys" | "baseUrl"> & Omit<KubernetesModeOptions, "audiences">;

/** The ways in that the settings name. */
export function createAuthenticators({ modes, kubernetes }: AuthSettings, parts: AuthParts): Authenticators {
  return modes.includes("kubernetes")
    ? createKubernetesMode({ ...parts, ...kubernetes })
    : createOpenMode(parts);
}
