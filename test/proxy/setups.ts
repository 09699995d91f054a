// The ways in which a real proxy stands before the product: each with what the proxy is told and what the product is told.
import { join } from "node:path";
import type { TestContext } from "node:test";

import { makeFolder } from "../kit/make-folder.ts";
import type { Settings } from "../../src/config/settings.ts";
import { findFreePorts } from "../cluster/control-plane/free-ports.ts";
import type { ShiftedTime } from "../kit/shifted-time.ts";
import { startProduct, type TestProduct } from "../kit/start-product.ts";
import { readShownFlags, readShownNginx } from "./read-shown.ts";
import { configureForwardAuth, startNginx } from "./start-nginx.ts";
import { startOauth2Proxy } from "./start-oauth2-proxy.ts";
import { CLIENT, startProvider } from "./start-provider.ts";

type ProxySettings = NonNullable<Settings["auth"]["proxy"]>;

interface Ports {
  readonly provider: number;
  /** Of oauth2-proxy. */
  readonly proxy: number;
  /** Of nginx, where there is one. */
  readonly front: number;
}

export interface Setup {
  readonly name: string;
  /** Whom votes are by: the proxy's word, or the provider's. */
  readonly vouchedBy: "proxy" | "provider";
  readonly settings: (issuer: string) => Pick<ProxySettings, "proof"> & Partial<ProxySettings>;
  readonly overSocket?: true;
  /** Flags of oauth2-proxy, for what is behind it at `upstream`. */
  readonly flags: (upstream: string) => readonly string[];
  readonly sendsSecret?: true;
  /** With nginx before the product, which asks oauth2-proxy: what it passes on. */
  readonly passing?: readonly string[];
  /** Set where flags, and the whole configuration of nginx if there is one, are those that the security guide shows for that mode. */
  readonly shownFor?: "proxy" | "front";
}

const SECRET_HEADER = "X-Proxy-Secret";
const SECRET = "6WdDqW8pTq0Yx1mXwGkqk1d2v7E0pV5uQm4hJb3nRt0=";
export const FORWARDED = {
  name: "X-Forwarded-User",
  email: "X-Forwarded-Email",
  groups: "X-Forwarded-Groups",
};
export const AUTH_REQUEST = {
  name: "X-Auth-Request-User",
  email: "X-Auth-Request-Email",
  groups: "X-Auth-Request-Groups",
};
const LOCAL = ["127.0.0.1"];
const CLAIMS = { name: "preferred_username", email: "email", groups: "groups" };

const idToken = (issuer: string): ProxySettings["proof"] => ({
  idToken: { issuer, audience: CLIENT.id, header: "Authorization", claims: CLAIMS },
});
const secret: ProxySettings["proof"] = { secret: { header: SECRET_HEADER, valueFile: "in the test" } };

/** As nginx takes over what oauth2-proxy answered, and writes it over whatever came from outside. */
const PASS_ON = Object.entries({
  user: AUTH_REQUEST.name,
  email: AUTH_REQUEST.email,
  groups: AUTH_REQUEST.groups,
}).flatMap(([variable, header]) => [
  `auth_request_set $${variable} $upstream_http_${header.toLowerCase().replaceAll("-", "_")};`,
  `proxy_set_header ${header} $${variable};`,
]);

export const SETUPS: readonly Setup[] = [
  {
    name: "oauth2-proxy as a side car, on loopback",
    vouchedBy: "proxy",
    settings: () => ({ proof: "loopback" }),
    flags: (upstream) => [`--upstream=${upstream}`],
  },
  {
    name: "oauth2-proxy as a side car, over a Unix socket",
    vouchedBy: "proxy",
    settings: () => ({ proof: "loopback" }),
    overSocket: true,
    flags: (upstream) => [`--upstream=${upstream}`],
  },
  {
    name: "oauth2-proxy as a side car, with the ID token",
    vouchedBy: "provider",
    settings: (issuer) => ({ from: LOCAL, proof: idToken(issuer) }),
    flags: (upstream) => [`--upstream=${upstream}`, "--pass-authorization-header=true"],
  },
  {
    name: "oauth2-proxy as a side car, with a secret",
    vouchedBy: "proxy",
    settings: () => ({ from: LOCAL, proof: secret }),
    flags: (upstream) => [`--upstream=${upstream}`],
    sendsSecret: true,
  },
  {
    name: "nginx that asks oauth2-proxy, with a secret",
    vouchedBy: "proxy",
    settings: () => ({ from: LOCAL, proof: secret, headers: AUTH_REQUEST }),
    flags: () => ["--upstream=static://202", "--reverse-proxy=true", "--set-xauthrequest=true"],
    passing: [...PASS_ON, `proxy_set_header ${SECRET_HEADER} "${SECRET}";`],
  },
  {
    name: "nginx that asks oauth2-proxy, with the ID token",
    vouchedBy: "provider",
    settings: (issuer) => ({ from: LOCAL, proof: idToken(issuer), headers: AUTH_REQUEST }),
    flags: () => [
      "--upstream=static://202",
      "--reverse-proxy=true",
      "--set-xauthrequest=true",
      "--set-authorization-header=true",
    ],
    passing: [
      ...PASS_ON,
      "auth_request_set $token $upstream_http_authorization;",
      "proxy_set_header Authorization $token;",
    ],
  },
  {
    name: "oauth2-proxy as a side car, as the security guide shows it",
    vouchedBy: "proxy",
    settings: () => ({ proof: "loopback" }),
    shownFor: "proxy",
    flags: () => [],
  },
  {
    name: "nginx that asks oauth2-proxy, as the security guide shows it",
    vouchedBy: "provider",
    settings: (issuer) => ({ from: LOCAL, proof: idToken(issuer) }),
    shownFor: "front",
    flags: () => [],
  },
];

export interface Running {
  readonly product: TestProduct;
  readonly issuer: string;
  /** Where people go. */
  readonly url: string;
}

/** Starts provider, proxy and product, until the test ends. */
export async function startSetup(t: TestContext, setup: Setup, time?: ShiftedTime): Promise<Running> {
  const [provider = 0, proxy = 0, front = 0, app = 0] = await findFreePorts(4);
  const ports: Ports = { provider, proxy, front };
  const { shownFor, passing } = setup;
  const hasFront = passing !== undefined || shownFor === "front";
  const url = `http://127.0.0.1:${hasFront ? ports.front : ports.proxy}`;
  const issuer = await startProvider(t, { port: ports.provider, redirectUris: [`${url}/oauth2/callback`] });
  const folder = makeFolder(t);
  const socket = join(folder, "socket");
  const product = await startProduct(t, {
    auth: { modes: ["proxy"], proxy: { headers: FORWARDED, ...setup.settings(issuer) } },
    listen: setup.overSocket === true ? { socket } : { host: "127.0.0.1", port: app },
    proxySecrets: [SECRET],
    baseUrl: url,
    ...(time && { time }),
  });
  const upstream = setup.overSocket === true ? `unix://${socket}` : product.url;
  await startOauth2Proxy(t, {
    port: ports.proxy,
    issuer,
    publicUrl: url,
    flags:
      shownFor === undefined
        ? setup.flags(upstream)
        : readShownFlags(shownFor, { issuer, url, port: ports.proxy, upstream }),
    ...(setup.sendsSecret && { secret: { header: SECRET_HEADER, value: SECRET } }),
  });
  if (hasFront) {
    const forward = { port: ports.front, authPort: ports.proxy, upstreamPort: app, passing: passing ?? [] };
    const configure = shownFor === undefined ? configureForwardAuth : readShownNginx;
    await startNginx(t, { port: ports.front, configure: (folder) => configure(folder, forward) });
  }
  return { product, issuer, url };
}
