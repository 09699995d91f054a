import type { Authenticators, Mode } from "./authenticator.ts";
import { createKubernetesMode, type KubernetesModeOptions } from "./authenticators/kubernetes.ts";
import { createLinkMode, type LinkModeOptions, type LinkSettings } from "./authenticators/link.ts";
import { createOidcMode, type OidcModeOptions } from "./authenticators/oidc.ts";
import { createOpenMode } from "./authenticators/open-mode.ts";
import { createProxyMode } from "./authenticators/proxy.ts";
import { combineModes } from "./combine-modes.ts";
import { type OidcSettings, toOidcOptions } from "./oidc/oidc-settings.ts";
import { configureProxy, type ProxyParts, type ProxySettings } from "./proxy/configure-proxy.ts";
import type { MatchRules } from "./principal.ts";
import { createSignOuts, type SignOutsOptions } from "./sign-outs.ts";
import { withMatch } from "./with-match.ts";

type ModeName = "open" | "proxy" | "oidc" | "kubernetes" | "link";

/** The `auth` of the settings. */
interface AuthSettings extends OidcSettings {
  readonly modes: readonly ModeName[];
  readonly match: MatchRules["by"];
  readonly emailCase: MatchRules["emailCase"];
  readonly kubernetes: Pick<KubernetesModeOptions, "audiences">;
  readonly proxy?: ProxySettings | undefined;
  readonly link: LinkSettings;
}

interface AuthParts
  extends
    Omit<KubernetesModeOptions, "audiences">,
    Omit<LinkModeOptions, keyof LinkSettings>,
    ProxyParts,
    Pick<OidcModeOptions, "neededGroups" | "fetch"> {
  /** By the id of the provider. */
  readonly clientSecrets: ReadonlyMap<string, () => string>;
  readonly signOutRecord: SignOutsOptions["record"];
}

/**
 * A line for each mode, the weightiest first: who is signed in is not made somebody else by a link, and what a header of a
 * proxy says is looked at before a token.
 */
const MODES: Readonly<Record<ModeName, (settings: AuthSettings, parts: AuthParts) => Mode>> = {
  open: (_settings, parts) => createOpenMode(parts),
  proxy: ({ modes, proxy }, parts) => {
    if (proxy === undefined) throw new Error("The mode proxy needs its settings, with a proof.");
    return createProxyMode({ ...parts, ...configureProxy(proxy, parts, modes.includes("kubernetes")) });
  },
  oidc: (settings, parts) => {
    const options = toOidcOptions(settings, parts.clientSecrets);
    const record = { record: parts.signOutRecord, longestMs: options.limits.absoluteMs };
    return createOidcMode({ ...parts, ...options, signOuts: createSignOuts({ ...parts, ...record }) });
  },
  kubernetes: ({ kubernetes }, parts) => createKubernetesMode({ ...parts, ...kubernetes }),
  link: ({ link }, parts) => createLinkMode({ ...parts, ...link }),
};

/** The ways in that the settings name. */
export function createAuthenticators(settings: AuthSettings, parts: AuthParts): Authenticators {
  const named = Object.entries(MODES).filter(([mode]) => settings.modes.some((name) => name === mode));
  const modes = combineModes(named.map(([, create]) => create(settings, parts)));
  return withMatch(modes, { by: settings.match, emailCase: settings.emailCase });
}
