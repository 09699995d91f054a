// How people sign in to the demo: as whoever they say they are, or at a provider of its own.
import { readFile } from "node:fs/promises";

import { parse } from "yaml";

import { CONFIG_MAPS } from "../../src/cluster/watch-config-map.ts";
import type { KubeApi, KubeObject } from "../../src/kube/kube-api.ts";
import { DEMO_CLI_CLIENT, DEMO_CLIENT, startDemoProvider } from "./provider/demo-provider.ts";
import { DEMO_PEOPLE } from "./provider/people.ts";
import type { DemoAuth } from "./sign-in-modes.ts";
import type { StopList } from "./stop-list.ts";

interface SignInParts {
  readonly api: Pick<KubeApi, "create">;
  readonly host: string;
  readonly baseUrl: string;
  readonly started: StopList;
}

const PROVIDER = "demo";
const SIGN_OUTS = new URL("../../deploy/sign-outs/config-map.yaml", import.meta.url);

/** The `auth` of the settings, once there is what it needs. */
export async function prepareSignIn(auth: DemoAuth, { api, host, baseUrl, started }: SignInParts) {
  if (auth === "open") return { modes: ["open"] } as const;
  const provider = await startDemoProvider({
    title: "Demo login",
    host,
    port: 0,
    people: () => DEMO_PEOPLE,
    saysAll: true,
    client: { baseUrls: [baseUrl], id: PROVIDER },
  });
  started.add(() => provider.stop());
  const record = parse(await readFile(SIGN_OUTS, "utf8")) as KubeObject;
  await api.create(CONFIG_MAPS, { ...record, metadata: { ...record.metadata, namespace: "default" } });
  return {
    modes: ["oidc"],
    oidc: [
      {
        id: PROVIDER,
        title: "Demo login",
        issuer: provider.issuer,
        clientId: DEMO_CLIENT,
        cliClientId: DEMO_CLI_CLIENT,
        scopes: ["openid", "profile", "email", "groups"],
        claims: { name: "preferred_username", email: "email", groups: "groups" },
      },
    ],
  } as const;
}
