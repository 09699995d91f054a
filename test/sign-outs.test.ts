// The rights of deploy/sign-outs: needed by the mode oidc, by no other, and given by nothing else.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { createSignOuts, SIGN_OUTS } from "../src/auth/sign-outs.ts";
import { CONFIG_MAPS, type ConfigMap, watchConfigMap } from "../src/cluster/watch-config-map.ts";
import { HttpKubeApi } from "../src/kube/http-kube-api.ts";
import { systemClock } from "../src/std/clock.ts";
import { silentLogger } from "../src/std/logger.ts";
import { readManifests } from "./deploy/read-manifests.ts";
import { listGrants } from "./deploy/rights.ts";
import { DEPLOY, startUnder } from "./deploy/start-under.ts";
import { until } from "./kit/until.ts";

const RIGHTS = ["list", "watch", "patch"].map((verb) => `${verb} configmaps ${SIGN_OUTS}`);
const ACCOUNT = { issuer: "https://id.example", subject: "1" };
const REF = { namespace: "countersign", name: SIGN_OUTS };

/** Signs out by what the manifests grant. */
async function start(t: TestContext, beside: readonly string[]) {
  const { product, proxy } = await startUnder(t, { overlay: "whole-cluster", beside });
  const api = new HttpKubeApi(product.connection);
  const record = watchConfigMap({ api, logger: silentLogger }, REF);
  record.start();
  t.after(async () => {
    await record.stop();
    api.close();
  });
  const signOuts = createSignOuts({ api, record, clock: systemClock, longestMs: 1_000 });
  return { product, proxy, record, signOuts };
}

test("with them, who signs out everywhere is signed out", async (t) => {
  const { product, proxy, record, signOuts } = await start(t, ["admission", "sign-outs"]);
  const [shipped] = readManifests(join(DEPLOY, "sign-outs")).filter(({ kind }) => kind === "ConfigMap");
  assert.ok(shipped);
  await product.api.create<ConfigMap>(CONFIG_MAPS, shipped);
  const answer = await signOuts.signOut(ACCOUNT);
  assert.ok(answer.ok, answer.ok ? "" : answer.error);
  await until("it is seen", () => record.data !== undefined && Object.keys(record.data).length === 1);
  await until("all of them are used", () => !proxy.unused.some(({ resource }) => resource === "configmaps"));
  assert.deepEqual(proxy.refused, []);
});

test("without them, it is not known who is signed out, and nobody is told that they are", async (t) => {
  const { proxy, record, signOuts } = await start(t, ["admission"]);
  assert.equal(signOuts.isSignedOut(ACCOUNT, 0), undefined);
  assert.equal((await signOuts.signOut(ACCOUNT)).ok, false);
  assert.equal(record.data, undefined);
  assert.ok(proxy.refused.some(({ verb, resource }) => `${verb} ${resource}` === "list configmaps"));
});

test("they are those rights alone, on that one name, and open mode is deployed without them", () => {
  const grantsOf = (folder: string): readonly string[] =>
    listGrants(readManifests(join(DEPLOY, folder)), "countersign").map(
      ({ verb, resource, name }) => `${verb} ${resource} ${name}`,
    );
  assert.deepEqual(grantsOf("sign-outs"), RIGHTS);
  for (const overlay of ["whole-cluster", "one-namespace", "some-namespaces"]) {
    assert.ok(!grantsOf(join("overlays", overlay)).some((grant) => grant.includes("configmaps")));
  }
});
