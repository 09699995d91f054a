// The settings of mode `oidc`.
import { z } from "zod";

import { CLAIMS } from "./claim-settings.ts";
import { setting } from "./setting.ts";
import { duration, secureUrl, shortName, text } from "./setting-kinds.ts";

const provider = z.strictObject({
  id: setting(shortName, {
    what: "a short name of the provider, for addresses: people are sent back to /sign-in/ID/callback",
  }),
  title: setting(text.max(63).optional(), {
    what: "what people read on the page where they choose a provider",
    whenAbsent: "the host of its issuer",
  }),
  issuer: setting(secureUrl, { what: "the provider, exactly as it names itself in ID tokens" }),
  clientId: setting(text, { what: "the client that Countersign is at the provider" }),
  clientSecretFile: setting(text.optional(), {
    what: "a file with the client's secret",
    whenAbsent: "the client has none, and PKCE is all there is",
  }),
  cliClientId: setting(text.optional(), {
    what: "the client that programs get their ID tokens for, which they show as bearer tokens",
    whenAbsent: "programs have to sign in by another mode",
  }),
  scopes: setting(
    z
      .array(text)
      .refine((scopes) => scopes.includes("openid"), "leaves out `openid`")
      .prefault(["openid", "profile", "email"])
      .readonly(),
    {
      what: "what is asked for: `openid`, and whatever the provider needs for name, e-mail address and groups",
    },
  ),
  claims: CLAIMS,
});

export const OIDC = z
  .array(provider)
  .min(1)
  .superRefine((providers, context) => {
    for (const key of ["id", "issuer"] as const) {
      const values = providers.map((one) => one[key]);
      const twice = values.findIndex((value, index) => values.indexOf(value) < index);
      if (twice >= 0)
        context.addIssue({ code: "custom", path: [twice, key], message: "is another provider's, too" });
    }
  })
  .readonly();

export const SESSION = z
  .strictObject({
    idle: setting(duration.prefault("8h"), {
      what: "for mode `oidc`: a session ends this long after the last visit",
    }),
    absolute: setting(duration.prefault("24h"), {
      what: "for mode `oidc`: a session ends this long after signing in",
    }),
    fresh: setting(duration.prefault("1h"), {
      what: "for mode `oidc`: for this long, what the provider said about somebody is good for a vote; then it is asked again, without troubling anybody where it can be",
    }),
  })
  .prefault({});
