// The product with mode `oidc`, and providers to sign in at, for one test.
import type { TestContext } from "node:test";

import { findFreePort } from "../../rigs/find-free-port.ts";
import {
  DEMO_CLI_CLIENT,
  DEMO_CLIENT,
  type DemoProvider,
  startDemoProvider,
} from "../../sandbox/demo/provider/demo-provider.ts";
import { DEMO_PEOPLE, type DemoPerson } from "../../sandbox/demo/provider/people.ts";
import { SIGN_OUTS } from "../../src/auth/sign-outs.ts";
import type { SigningKeys } from "../../src/auth/signing-keys.ts";
import { CONFIG_MAPS, type ConfigMap } from "../../src/cluster/watch-config-map.ts";
import type { Settings } from "../../src/config/settings.ts";
import type { ShiftedTime } from "./shifted-time.ts";
import { startCluster, type TestCluster } from "./start-cluster.ts";
import { startProduct, type TestProduct } from "./start-product.ts";

export interface LoginWorld {
  readonly cluster: TestCluster;
  /** Of each replica, where people open it. */
  readonly replicas: readonly (TestProduct & { readonly baseUrl: string })[];
  readonly providers: readonly DemoProvider[];
  /** Whom the providers know; tests change it. */
  readonly people: { current: readonly DemoPerson[] };
  /** Starts the providers that were away. */
  bring(): Promise<void>;
}

interface LoginWorldOptions {
  /** What they are called; one when absent. */
  readonly titles?: readonly string[];
  /** How many replicas; one when absent. */
  readonly replicas?: number;
  /** Whether the providers are not there when the product starts. */
  readonly awayAtFirst?: boolean;
  /** Whether ID tokens say all of somebody; else the userinfo endpoint has to be asked. */
  readonly saysAll?: boolean;
  /** Where people open what listens on a port; `localhost` when absent. */
  readonly baseUrlOf?: (port: number) => string;
  readonly session?: Partial<Settings["auth"]["session"]>;
  readonly time?: ShiftedTime;
  /** Of each replica; always the same ones when absent. */
  readonly keysOf?: (replica: number) => SigningKeys;
}

/** Another site than ours, as providers are. */
const HOST = "127.0.0.1";
export const LOGIN_SECRET = "demo secret";

/** Everything stops after the test. */
export async function startLoginWorld(t: TestContext, options: LoginWorldOptions = {}): Promise<LoginWorld> {
  const cluster = await startCluster(t);
  const record = { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace: "default", name: SIGN_OUTS } };
  await cluster.api.create<ConfigMap>(CONFIG_MAPS, record);
  const ports: number[] = [];
  for (let replica = 0; replica < (options.replicas ?? 1); replica += 1) ports.push(await findFreePort());
  const { baseUrlOf = (port) => `http://localhost:${port}` } = options;
  const baseUrls = ports.map(baseUrlOf);
  const people = { current: DEMO_PEOPLE };
  const titles = options.titles ?? ["Company login"];
  const { saysAll = false } = options;
  const providers: DemoProvider[] = [];
  const issuers: string[] = [];
  const starts = titles.map((title, index) => async (port: number): Promise<void> => {
    const client = { baseUrls, id: idOf(index), secret: LOGIN_SECRET };
    const known = () => people.current;
    const provider = await startDemoProvider({ title, host: HOST, port, people: known, client, saysAll });
    providers.push(provider);
    t.after(() => provider.stop());
  });
  for (const start of starts) {
    const port = await findFreePort();
    issuers.push(`http://${HOST}:${port}`);
    if (options.awayAtFirst !== true) await start(port);
  }
  const bring = async (): Promise<void> => {
    for (const [index, start] of starts.entries()) await start(Number(new URL(issuers[index] ?? "").port));
  };
  const auth = {
    modes: ["oidc"],
    oidc: toSettings(issuers, titles),
    session: { ...SESSION, ...options.session },
  } as const;
  const replicas = await Promise.all(
    ports.map(async (port, index) => {
      const baseUrl = baseUrls[index] ?? "";
      const product = await startProduct(t, {
        cluster,
        listen: { port },
        baseUrl,
        auth,
        clientSecrets: new Map(issuers.map((_, provider) => [idOf(provider), () => LOGIN_SECRET])),
        leaderElection: ports.length > 1,
        ...(options.time && { time: options.time }),
        ...(options.keysOf && { keys: options.keysOf(index) }),
      });
      return { ...product, baseUrl };
    }),
  );
  return { cluster, replicas, providers, people, bring };
}

const SESSION = { idle: "8h", absolute: "24h", fresh: "1h" };

function idOf(index: number): string {
  return `provider-${index + 1}`;
}

function toSettings(issuers: readonly string[], titles: readonly string[]) {
  return issuers.map((issuer, index) => ({
    id: idOf(index),
    title: titles[index],
    issuer,
    clientId: DEMO_CLIENT,
    cliClientId: DEMO_CLI_CLIENT,
    scopes: ["openid", "profile", "email", "groups"],
    claims: { name: "preferred_username", email: "email", groups: "groups" },
  }));
}
