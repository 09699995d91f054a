import { DEMO_CLIENT, startDemoProvider } from "../../sandbox/demo/provider/demo-provider.ts";
import { DEMO_PEOPLE } from "../../sandbox/demo/provider/people.ts";
import { SIGN_OUTS } from "../../src/auth/sign-outs.ts";
import { CONFIG_MAPS, type ConfigMap } from "../../src/cluster/watch-config-map.ts";
import { Visitor } from "../../test/kit/web/visitor.ts";
import { callPages } from "./caller.ts";
import type { MeasuredMode } from "./measured-mode.ts";

const ID = "company";
const SECRET = "the-bench-is-a-client-of-its-provider";
const CLAIMS = { name: "preferred_username", email: "email", groups: "groups" };

/** Somebody who has signed in a moment ago. */
export const LOGIN: MeasuredMode = {
  name: "oidc",
  looksAt: "page",
  nameApprover: () => "mary",
  open: async ({ cluster, ...place }) => {
    const record = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { namespace: place.namespace, name: SIGN_OUTS },
    };
    await cluster.api.create<ConfigMap>(CONFIG_MAPS, record);
    const client = { baseUrls: [place.origin], id: ID, secret: SECRET };
    const people = () => DEMO_PEOPLE;
    const [title, host] = ["Company login", "127.0.0.1"];
    const provider = await startDemoProvider({ title, host, port: 0, people, client, saysAll: true });
    const scopes = ["openid", "profile", "email", "groups"];
    const clientSecretFile = cluster.writeSecret("client-secret", SECRET);
    const { issuer } = provider;
    const known = { id: ID, title, issuer, clientId: DEMO_CLIENT, clientSecretFile, scopes, claims: CLAIMS };
    return {
      auth: { modes: ["oidc"], oidc: [known] },
      signIn: async () => {
        const visitor = new Visitor();
        const page = await visitor.signInAs(await visitor.open(`${place.origin}/sign-in?next=/me`), "100");
        if (page.url.pathname !== "/me")
          throw new Error(`signing in ended at ${page.url.href}: ${page.text}`);
        return callPages(visitor, place);
      },
      close: () => provider.stop(),
    };
  },
};
