// A cluster for one test: the embedded Kubernetes API with Tekton's kinds and ours, without a Tekton that acts.
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

import { parse } from "yaml";

import { TEKTON_CRDS } from "../../sandbox/tekton/crds/tekton-crds.ts";
import { admitTekton } from "../../sandbox/tekton/webhook/tekton-webhook.ts";
import { EmbeddedKube } from "../../sandbox/kube/embedded-kube.ts";
import type { RequestRecord } from "../../sandbox/kube/faults.ts";
import { HttpKubeApi } from "../../src/kube/http-kube-api.ts";
import type { KubeConnection } from "../../src/kube/kube-connection.ts";
import { readKubeconfig } from "../../src/kube/kubeconfig.ts";

export const APPROVAL_DEFINITION: unknown = parse(
  readFileSync(new URL("../../deploy/crds/approvaltasks.yaml", import.meta.url), "utf8"),
);
const READS = new Set(["get", "list", "watch"]);

export interface TestCluster {
  readonly kube: EmbeddedKube;
  readonly api: HttpKubeApi;
  readonly connection: KubeConnection;
  /** Every request that was not a read, in order. */
  readonly writes: RequestRecord[];
}

/**
 * Started for this test, and stopped after it.
 * @param definition of ApprovalTask; that of `deploy/crds` when absent.
 */
export async function startCluster(
  t: TestContext,
  definition: unknown = APPROVAL_DEFINITION,
): Promise<TestCluster> {
  const writes: RequestRecord[] = [];
  const kube = new EmbeddedKube({
    crds: [...TEKTON_CRDS, definition],
    admission: [admitTekton],
    onRequest: (record) => {
      if (!READS.has(record.verb)) writes.push(record);
    },
  });
  await kube.start();
  const folder = await mkdtemp(join(tmpdir(), "countersign-test-"));
  const kubeconfig = join(folder, "kubeconfig");
  await writeFile(kubeconfig, kube.kubeconfig(), { mode: 0o600 });
  const connection = await readKubeconfig(kubeconfig, { env: {} });
  const api = new HttpKubeApi(connection);
  t.after(async () => {
    api.close();
    await kube.stop();
    await rm(folder, { recursive: true });
  });
  return { kube, api, connection, writes };
}

/** Short names of writes, as a test compares them: `update approvaltasks/status`. Without Events, which come beside the work. */
export function nameWrites(writes: readonly RequestRecord[]): readonly string[] {
  const work = writes.filter(({ resource }) => resource !== "events");
  return work.map(({ verb, resource, subresource }) => {
    return `${verb} ${resource}${subresource === undefined || subresource === "" ? "" : `/${subresource}`}`;
  });
}
