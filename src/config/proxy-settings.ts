// The settings of mode `proxy`.
import { z } from "zod";

import { CLAIMS } from "./claim-settings.ts";
import { setting } from "./setting.ts";
import { addressRanges, headerName, secureUrl, text } from "./setting-kinds.ts";

const idToken = z.strictObject({
  issuer: setting(secureUrl, {
    what: "the provider whose ID tokens the proxy passes on, exactly as they name it",
  }),
  audience: setting(text, { what: "the client that the proxy is at the provider" }),
  header: setting(headerName.prefault("Authorization"), {
    what: "the header that has the ID token, after `Bearer` or alone",
  }),
  claims: CLAIMS,
});

const secret = z.strictObject({
  header: setting(headerName, { what: "the header in which the proxy sends a secret" }),
  valueFile: setting(text, {
    what: "a file with the secret, of 32 characters or more; on two lines while it is replaced",
  }),
});

const proof = z
  .union([z.literal("loopback"), z.strictObject({ idToken: idToken.optional(), secret: secret.optional() })])
  .refine(
    (given) => given === "loopback" || Object.values(given).filter((one) => one !== undefined).length === 1,
    "does not name one proof",
  );

export const PROXY = z.strictObject({
  from: setting(addressRanges.optional(), {
    what: "the addresses that the proxy's connections come from, like 10.1.0.0/16; needed except with the proof `loopback` or `listen.socket`",
    whenAbsent: "loopback, or the socket",
  }),
  proof: setting(proof, {
    what: "what proves that a request came through the proxy: `idToken`, the ID token that it passes on; `secret`, a header with a secret; or `loopback`, where pages listen on a loopback address or a Unix socket and nobody but the proxy is there",
  }),
  headers: z
    .strictObject({
      name: setting(headerName, {
        what: "the header that has the name; those that are not named beside it are not read",
        whenAbsent: "X-Forwarded-User, with X-Forwarded-Email and X-Forwarded-Groups",
      }),
      email: setting(headerName.optional(), {
        what: "the header that has the e-mail address, verified by the proxy",
        whenAbsent: "as for `name`",
      }),
      groups: setting(headerName.optional(), {
        what: "the header that has the groups, separated by commas",
        whenAbsent: "as for `name`",
      }),
    })
    .prefault({ name: "X-Forwarded-User", email: "X-Forwarded-Email", groups: "X-Forwarded-Groups" }),
});
