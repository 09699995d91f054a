import { parseDuration } from "../../std/duration.ts";
import type { OidcModeOptions } from "../authenticators/oidc.ts";
import type { ClaimNames } from "../read-claims.ts";

/** Of the `auth` of the settings, what mode `oidc` goes by. Durations are as people write them, and checked. */
export interface OidcSettings {
  readonly session: { readonly idle: string; readonly absolute: string; readonly fresh: string };
  readonly oidc?:
    | readonly {
        readonly id: string;
        readonly title?: string | undefined;
        readonly issuer: string;
        readonly clientId: string;
        readonly cliClientId?: string | undefined;
        readonly scopes: readonly string[];
        readonly claims: ClaimNames;
      }[]
    | undefined;
}

/** `secrets`: of clients that have one, by the provider's id. */
export function toOidcOptions(
  { session, oidc = [] }: OidcSettings,
  secrets: ReadonlyMap<string, () => string>,
): Pick<OidcModeOptions, "limits" | "providers"> {
  return {
    limits: toLimits(session),
    providers: oidc.map((provider) => ({
      ...provider,
      title: provider.title ?? new URL(provider.issuer).host,
      cliClientId: provider.cliClientId,
      secret: secrets.get(provider.id),
    })),
  };
}

function toLimits({ idle, absolute, fresh }: OidcSettings["session"]): OidcModeOptions["limits"] {
  return { idleMs: toMs(idle), absoluteMs: toMs(absolute), freshMs: toMs(fresh) };
}

/** What could not be read would end every session at once. */
function toMs(duration: string): number {
  return parseDuration(duration) ?? 0;
}
