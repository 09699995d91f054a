// Signing out everywhere on the API server itself, under the rights of deploy/sign-outs and no others.
import assert from "node:assert/strict";
import { join } from "node:path";
import { suite, test, type TestContext } from "node:test";

import { createSignOuts, SIGN_OUTS } from "../../../../src/auth/sign-outs.ts";
import { CONFIG_MAPS, watchConfigMap } from "../../../../src/cluster/watch-config-map.ts";
import { HttpKubeApi } from "../../../../src/kube/http-kube-api.ts";
import { fixedCredential } from "../../../../src/kube/kube-connection.ts";
import { readKubeconfig } from "../../../../src/kube/kubeconfig.ts";
import { systemClock } from "../../../../src/std/clock.ts";
import { silentLogger } from "../../../../src/std/logger.ts";
import { until } from "../../../kit/until.ts";
import { makeNamespace, openCluster } from "../../cluster-under-test.ts";

const FOLDER = join(import.meta.dirname, "../../../../deploy/sign-outs");
const LIMIT_MS = 240_000;
const ACCOUNT = "countersign";
const [MARY, JOHN] = ["1", "2"].map((subject) => ({ issuer: "https://id.example", subject }));
const cluster = await openCluster();

async function kubectl(args: readonly string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await cluster.kubectl(args, input);
  if (code !== 0) throw new Error(`kubectl ${args.join(" ")} failed: ${stderr}`);
  return stdout.trim();
}

/** A replica that may do what the account may. */
async function startReplica(t: TestContext, token: string, namespace: string) {
  const upstream = await readKubeconfig(cluster.kubeconfig, { env: {} });
  const api = new HttpKubeApi({ ...upstream, credential: fixedCredential({ token }) });
  const record = watchConfigMap({ api, logger: silentLogger }, { namespace, name: SIGN_OUTS });
  record.start();
  t.after(async () => {
    await record.stop();
    api.close();
  });
  return { api, signOuts: createSignOuts({ api, record, clock: systemClock, longestMs: 60_000 }) };
}

suite("Sign-outs", () => {
  test(
    "every replica sees who has signed out everywhere, and may see no other ConfigMap",
    { timeout: LIMIT_MS },
    async (t) => {
      const namespace = await makeNamespace(cluster, t);
      await kubectl(["create", "serviceaccount", ACCOUNT, "-n", namespace]);
      const manifests = await kubectl(["kustomize", FOLDER]);
      await kubectl(
        ["apply", "-f", "-"],
        manifests.replaceAll("namespace: countersign", `namespace: ${namespace}`),
      );
      const token = await kubectl(["create", "token", ACCOUNT, "-n", namespace]);
      const [one, other] = await Promise.all([
        startReplica(t, token, namespace),
        startReplica(t, token, namespace),
      ]);
      assert.ok(one && other && MARY && JOHN);
      const beganMs = Date.now() - 1;
      for (const { signOuts } of [one, other]) {
        await until("it is known who has signed out", () => signOuts.isSignedOut(MARY, beganMs) === false);
      }
      const answer = await one.signOuts.signOut(MARY);
      assert.ok(answer.ok, answer.ok ? "" : answer.error);
      for (const { signOuts } of [one, other]) {
        await until("the replica has seen it", () => signOuts.isSignedOut(MARY, beganMs) === true);
        assert.equal(signOuts.isSignedOut(JOHN, beganMs), false);
      }
      const foreign = one.api.get(CONFIG_MAPS, { namespace, name: "kube-root-ca.crt" });
      await assert.rejects(foreign, /403|forbidden/iu);
    },
  );
});
