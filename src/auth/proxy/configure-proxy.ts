import type { BoundedFetch } from "../../net/bounded-fetch.ts";
import { LOOPBACK_RANGES, matchAddresses } from "../../std/address-ranges.ts";
import type { Clock } from "../../std/clock.ts";
import type { Logger } from "../../std/logger.ts";
import { refuse } from "../../std/result.ts";
import type { ProxyModeOptions } from "../authenticators/proxy.ts";
import { ProviderKeys } from "../provider-keys.ts";
import { type ClaimNames, readClaims } from "../read-claims.ts";
import { rememberVerified } from "../remember-verified.ts";
import { verifyIdToken } from "../verify-id-token.ts";
import { type PassedToken, type Proof, proveByIdToken, proveByLoopback, proveBySecret } from "./proof.ts";
import { type HeaderNames, readNamed } from "./read-named.ts";

interface IdTokenSettings {
  readonly issuer: string;
  readonly audience: string;
  readonly header: string;
  readonly claims: ClaimNames;
}

/** The `auth.proxy` of the settings. */
export interface ProxySettings {
  /** Absent: loopback. */
  readonly from?: readonly string[] | undefined;
  readonly proof:
    | "loopback"
    | {
        readonly idToken?: IdTokenSettings | undefined;
        readonly secret?: { readonly header: string } | undefined;
      };
  readonly headers: HeaderNames;
}

export interface ProxyParts {
  /** Pages listen on a Unix socket, whose connections have no address. */
  readonly overSocket: boolean;
  /** Those of `secret.valueFile`, as they are at the moment. */
  readonly proxySecrets: () => readonly string[];
  readonly fetch: BoundedFetch;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The ranges of addresses that are the proxy's. */
export function proxyAddresses({ from = LOOPBACK_RANGES }: Pick<ProxySettings, "from">): readonly string[] {
  return from;
}

/** @param hasOtherBearers whether another mode judges bearer tokens, of other issuers. */
export function configureProxy(
  settings: ProxySettings,
  parts: ProxyParts,
  hasOtherBearers: boolean,
): Pick<ProxyModeOptions, "headers" | "proof" | "isFrom"> {
  return {
    headers: settings.headers,
    proof: createProof(settings, parts, hasOtherBearers),
    isFrom: parts.overSocket ? () => true : matchAddresses(proxyAddresses(settings)),
  };
}

function createProof({ proof, headers }: ProxySettings, parts: ProxyParts, hasOtherBearers: boolean): Proof {
  const byHeaders: Parameters<typeof proveByLoopback>[0] = (values) => readNamed(values, headers);
  if (proof === "loopback") return proveByLoopback(byHeaders);
  const { idToken, secret } = proof;
  if (secret !== undefined) return proveBySecret({ ...secret, values: parts.proxySecrets }, byHeaders);
  if (idToken === undefined) throw new Error("The mode proxy needs a proof.");
  const isShared = hasOtherBearers && idToken.header.toLowerCase() === "authorization";
  return proveByIdToken({
    header: idToken.header,
    verify: createVerify(idToken, parts),
    ...(isShared && { ownIssuer: idToken.issuer }),
  });
}

function createVerify(
  { issuer, audience, claims }: IdTokenSettings,
  parts: ProxyParts,
): PassedToken["verify"] {
  const keys = new ProviderKeys({ ...parts, issuer });
  const rules = { issuer, audiences: [audience], findKey: keys.find, clock: parts.clock };
  const verify = rememberVerified((token) => verifyIdToken(token, rules), parts.clock);
  return async (token) => {
    const verified = await verify(token);
    if (!verified.ok) return verified;
    const read = readClaims({ ...verified.value, iss: issuer }, claims);
    return read.ok ? read : refuse({ kind: "invalid", why: read.error });
  };
}
