import { OAuth2Server } from "oauth2-mock-server";

import { Visitor } from "../../test/kit/web/visitor.ts";
import type { GivenSettings } from "../arena.ts";
import { callPages } from "./caller.ts";
import { closeNothing, type MeasuredMode } from "./measured-mode.ts";

const SECRET = "the-bench-stands-where-a-proxy-would";
const SECRET_HEADER = "X-Proxy-Secret";
const HEADERS = { name: "X-Forwarded-User", groups: "X-Forwarded-Groups" };
const GROUPS = ["release-managers", "developers"];
const AUDIENCE = "proxy";
const TOKEN_LASTS_S = 24 * 60 * 60;

type Proxy = NonNullable<NonNullable<GivenSettings["auth"]>["proxy"]>;

/** What the proxy adds to a request of mary's. */
export const MARY_BY_PROXY: Readonly<Record<string, string>> = {
  [HEADERS.name]: "mary",
  [HEADERS.groups]: GROUPS.join(","),
  [SECRET_HEADER]: SECRET,
};

function authBy(proof: Proxy["proof"]): GivenSettings["auth"] {
  return { modes: ["proxy"], proxy: { from: ["127.0.0.1"], proof, headers: HEADERS } };
}

export const PROXY_WITH_SECRET: MeasuredMode = {
  name: "proxy with a secret",
  looksAt: "page",
  nameApprover: () => "mary",
  open: async ({ cluster, ...place }) => {
    const valueFile = cluster.writeSecret("proxy-secret", SECRET);
    return {
      auth: authBy({ secret: { header: SECRET_HEADER, valueFile } }),
      signIn: async () => callPages(new Visitor(MARY_BY_PROXY), place),
      close: closeNothing,
    };
  },
};

/** The token is the same with each request, so it has been checked before, as a proxy's has. */
export const PROXY_WITH_ID_TOKEN: MeasuredMode = {
  name: "proxy with an ID token",
  looksAt: "page",
  nameApprover: () => "mary",
  open: async (place) => {
    const provider = new OAuth2Server();
    await provider.issuer.keys.generate("RS256");
    await provider.start(0, "127.0.0.1");
    const issuer = provider.issuer.url ?? "";
    const claims = { name: "preferred_username", email: "email", groups: "groups" };
    return {
      auth: authBy({ idToken: { issuer, audience: AUDIENCE, header: "Authorization", claims } }),
      signIn: async () => {
        const authorization = `Bearer ${await makeToken(provider)}`;
        return callPages(new Visitor({ authorization }), place);
      },
      close: () => provider.stop(),
    };
  },
};

async function makeToken(provider: OAuth2Server): Promise<string> {
  return await provider.issuer.buildToken({
    expiresIn: TOKEN_LASTS_S,
    scopesOrTransform: (_header, payload) =>
      Object.assign(payload, { sub: "17", aud: AUDIENCE, preferred_username: "mary", groups: GROUPS }),
  });
}
