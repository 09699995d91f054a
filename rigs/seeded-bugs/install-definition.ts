import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";
import { HttpKubeApi } from "../../src/kube/http-kube-api.ts";
import type { KubeObject, Resource } from "../../src/kube/kube-api.ts";
import { readKubeconfig } from "../../src/kube/kubeconfig.ts";

export const DEFINITION_FILE = "deploy/crds/approvaltasks.yaml";

const DEFINITIONS: Resource = {
  group: "apiextensions.k8s.io",
  version: "v1",
  plural: "customresourcedefinitions",
  kind: "CustomResourceDefinition",
  namespaced: false,
};

/** An API server takes a changed definition up after it has answered, and does not say when. */
const TAKEN_UP_MS = 1_500;

/** Puts the definition of ApprovalTask that a tree has in place of the one that the cluster has. */
export async function installDefinition(kubeconfig: string, tree: string): Promise<void> {
  const api = new HttpKubeApi(await readKubeconfig(kubeconfig, { env: {} }));
  try {
    const body = parse(readFileSync(join(tree, DEFINITION_FILE), "utf8")) as KubeObject;
    await api.patch(
      DEFINITIONS,
      { name: body.metadata.name },
      // The manager that has installed it, so that what is missing now is taken away.
      { type: "apply", body, fieldManager: "cluster-test", force: true },
    );
    await sleep(TAKEN_UP_MS);
  } finally {
    api.close();
  }
}
