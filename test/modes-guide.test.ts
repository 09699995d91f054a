// The manifests that docs/guide/security.md shows for each mode: the configuration in each starts, knows somebody who has what the
// mode asks for, and nobody else.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { OAuth2Server } from "oauth2-mock-server";

import { makeFolder } from "./kit/make-folder.ts";
import { findFreePort } from "../rigs/find-free-port.ts";
import { DEMO_CLIENT, startDemoProvider } from "../sandbox/demo/provider/demo-provider.ts";
import { DEMO_PEOPLE } from "../sandbox/demo/provider/people.ts";
import { makeLink } from "../src/auth/authenticators/link.ts";
import { SIGN_OUTS } from "../src/auth/sign-outs.ts";
import { fixedKeys } from "../src/auth/signing-keys.ts";
import { CONFIG_MAPS, type ConfigMap } from "../src/cluster/watch-config-map.ts";
import { readSettings } from "../src/config/read-settings.ts";
import { approvalPath } from "../src/objects/approval/approval-url.ts";
import { systemClock } from "../src/std/clock.ts";
import { readShownFiles } from "./kit/read-shown-files.ts";
import { makeAccount, requestToken } from "./kit/request-token.ts";
import { startCluster, type TestCluster } from "./kit/start-cluster.ts";
import { ask, startProduct, type TestProduct } from "./kit/start-product.ts";
import { Visitor } from "./kit/web/visitor.ts";

const FILES = readShownFiles("docs/guide/security.md");
const KEYS = fixedKeys(Buffer.alloc(32, 9));
const CLIENT_SECRET = "the-secret-of-our-client";
const APPROVAL = { namespace: "default", name: "release" };

interface Replacements {
  readonly port: number;
  readonly issuer?: string;
  readonly cluster?: TestCluster;
}

interface Shown extends TestProduct {
  readonly origin: string;
}

/** The product as the guide configures it, but for addresses and paths, with an approval that asks mary. */
async function startShown(
  t: TestContext,
  mode: string,
  { port, issuer = "", cluster }: Replacements,
): Promise<Shown> {
  const folder = makeFolder(t);
  const origin = `http://localhost:${port}`;
  const shown = FILES.get(`${mode}/config.yaml`) ?? "";
  const text = shown
    .replaceAll("https://approvals.example.com", origin)
    .replaceAll("https://id.example.com", issuer)
    .replaceAll("10.1.0.0/16", "127.0.0.1")
    .replaceAll("/etc/countersign/", `${folder}/`);
  const path = join(folder, "config.yaml");
  writeFileSync(path, text);
  const read = await readSettings(["--config", path], { COUNTERSIGN_PORT: `${port}` });
  assert.ok(read.ok, read.ok ? "" : read.error);
  const { auth, listen, baseUrl } = read.value;
  const product = await startProduct(t, {
    auth,
    baseUrl,
    listen: { ...listen, host: mode === "proxy" ? listen.host : "127.0.0.1", probePort: 0 },
    keys: KEYS,
    clientSecrets: new Map([["company", () => CLIENT_SECRET]]),
    ...(cluster && { cluster }),
  });
  await ask(product, APPROVAL.name, { approvers: ["mary"] });
  return { ...product, origin };
}

async function list({ url }: TestProduct, headers: Readonly<Record<string, string>> = {}): Promise<number> {
  return (await fetch(`${url}/api/v1/approvals`, { headers })).status;
}

test("proxy: on loopback alone, whom the side car names, in the headers that it overwrites", async (t) => {
  const product = await startShown(t, "proxy", { port: await findFreePort() });
  assert.equal(await list(product, { "x-forwarded-user": "mary" }), 200);
  assert.equal(await list(product), 401);
  assert.equal(await list(product, { "x-auth-request-user": "mary" }), 400, "the set that it lets through");
  await assert.rejects(fetch(product.url.replace("127.0.0.1", "127.0.0.2")), "others do not reach it");
});

test("front: whom the ID token names that nginx passes on, and nobody by a header alone", async (t) => {
  const provider = new OAuth2Server();
  await provider.issuer.keys.generate("RS256");
  await provider.start(0, "127.0.0.1");
  t.after(() => provider.stop());
  const issuer = provider.issuer.url ?? "";
  const product = await startShown(t, "front", { port: await findFreePort(), issuer });
  const tokenFor = async (aud: string): Promise<string> => {
    const claims = { sub: "17", aud, preferred_username: "mary", groups: [] };
    const scopesOrTransform = (_header: object, payload: object) => Object.assign(payload, claims);
    return `Bearer ${await provider.issuer.buildToken({ scopesOrTransform })}`;
  };
  assert.equal(await list(product, { authorization: await tokenFor("oauth2-proxy") }), 200);
  assert.equal(await list(product, { authorization: await tokenFor("another-client") }), 401);
  assert.equal(await list(product, { "x-forwarded-user": "mary" }), 400);
  assert.equal(await list(product), 401);
});

/** With a provider that knows the demo's people, and the record of sign-outs. */
async function startWithProvider(t: TestContext, mode: string): Promise<Shown> {
  const port = await findFreePort();
  const client = { baseUrls: [`http://localhost:${port}`], id: "company", secret: CLIENT_SECRET };
  const known = { title: "Company", host: "127.0.0.1", port: 0, people: () => DEMO_PEOPLE, saysAll: false };
  const provider = await startDemoProvider({ ...known, client });
  t.after(() => provider.stop());
  const cluster = await startCluster(t);
  const metadata = { namespace: "default", name: SIGN_OUTS };
  await cluster.api.create<ConfigMap>(CONFIG_MAPS, { apiVersion: "v1", kind: "ConfigMap", metadata });
  return await startShown(t, mode, { port, issuer: provider.issuer, cluster });
}

test("oidc: who has signed in at the provider, as the client that is registered there", async (t) => {
  const product = await startWithProvider(t, "oidc");
  const config = FILES.get("oidc/config.yaml") ?? "";
  assert.match(config, new RegExp(`clientId: ${DEMO_CLIENT}$`, "mu"));
  const visitor = new Visitor();
  const page = await visitor.signInAs(await visitor.open(`${product.origin}/sign-in?next=/me`), "100");
  assert.deepEqual([page.status, page.url.pathname], [200, "/me"]);
  assert.match(page.text, /<bdi>mary</u);
  assert.equal((await new Visitor().open(`${product.origin}/`)).status, 401);
});

test("kubernetes: whose token is for Countersign, and a vote takes the verb as well", async (t) => {
  const product = await startShown(t, "kubernetes", { port: await findFreePort() });
  const robot = { namespace: "default", name: "robot" };
  await makeAccount(product.connection, robot);
  const [token = "", other = ""] = await Promise.all(
    [["countersign"], ["another"]].map((audiences) => requestToken(product.connection, robot, audiences)),
  );
  const authorization = `Bearer ${token}`;
  assert.equal(await list(product, { authorization }), 200);
  assert.equal(await list(product, { authorization: `Bearer ${other}` }), 401);
  await ask(product, "robots", { approvers: ["system:serviceaccount:default:robot"] });
  const vote = await fetch(`${product.url}/api/v1/approvals/default/robots/votes`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: '{"decision":"approve"}',
  });
  assert.equal(vote.status, 403);
  assert.match(await vote.text(), /not-allowed/u);
});

test("link: who has one sees its approval, and votes with the code", async (t) => {
  const product = await startWithProvider(t, "link");
  const parts = { keys: KEYS, baseUrl: new URL(product.origin), clock: systemClock, pathOf: approvalPath };
  const { metadata } = await ask(product, "linked", { approvers: ["mary"] });
  const claims = { namespace: "default", name: "linked", uid: metadata.uid ?? "", attempt: 1 };
  const link = makeLink(parts, { ...claims, recipient: { name: "mary", groups: [] } });
  assert.ok(link.ok);
  const visitor = new Visitor();
  const page = await visitor.open(link.value.url);
  assert.equal(page.status, 200);
  const fields = { decision: "approve", comment: "", code: link.value.code };
  const receipt = await visitor.submit(page, `${page.url.pathname}/votes`, fields);
  assert.equal(receipt.url.pathname, "/approvals/default/linked/receipt", receipt.text);
  assert.equal((await new Visitor().open(`${product.origin}/approvals/default/linked`)).status, 401);
});

test("every configuration of a mode that the guide shows is tried here", () => {
  const shown = [...FILES.keys()].filter((file) => file.endsWith("/config.yaml"));
  assert.deepEqual(
    shown.map((file) => file.split("/")[0]),
    ["proxy", "front", "oidc", "kubernetes", "link"],
  );
});
