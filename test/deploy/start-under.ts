import { join } from "node:path";
import type { TestContext } from "node:test";

import type { KubeObject, Resource } from "../../src/kube/kube-api.ts";
import type { KubeConnection } from "../../src/kube/kube-connection.ts";
import type { Logger } from "../../src/std/logger.ts";
import { startCluster } from "../kit/start-cluster.ts";
import { startProduct, type TestProduct } from "../kit/start-product.ts";
import { AuthorizingProxy } from "./authorizing-proxy.ts";
import { readKustomization, readManifests, readObjects } from "./read-manifests.ts";
import { listGrants } from "./rights.ts";

export const DEPLOY = join(import.meta.dirname, "../../deploy");
const OWN_NAMESPACE = "countersign";
const NAMESPACES: Resource = {
  group: "",
  version: "v1",
  plural: "namespaces",
  kind: "Namespace",
  namespaced: false,
};

interface ConfigMap extends KubeObject {
  readonly data: Readonly<Record<string, string>>;
}

/** The variables that the pod of an overlay gets, its patches included. */
export function readVariables(overlay: string): Readonly<Record<string, string>> {
  const patches = readKustomization(join(DEPLOY, "overlays", overlay)).patches ?? [];
  const patched = patches.map(({ path }) => readData(join("overlays", overlay, path)));
  return Object.assign({}, readData("base/config-map.yaml"), ...patched) as Record<string, string>;
}

function readData(file: string): ConfigMap["data"] {
  const [object] = readObjects(join(DEPLOY, file)) as readonly ConfigMap[];
  return object?.data ?? {};
}

interface DeployedProduct {
  readonly product: TestProduct;
  readonly proxy: AuthorizingProxy;
  /** To the cluster itself, with every right. */
  readonly admin: KubeConnection;
  readonly served: readonly string[];
}

interface DeployOptions {
  readonly overlay: string;
  /** Folders that are applied beside it; `admission` when absent. */
  readonly beside?: readonly string[];
  readonly logger?: Logger;
  readonly auth?: NonNullable<Parameters<typeof startProduct>[1]>["auth"];
}

/** Starts it under what the manifests grant. */
export async function startUnder(
  t: TestContext,
  { overlay, beside = ["admission"], logger, auth }: DeployOptions,
): Promise<DeployedProduct> {
  const cluster = await startCluster(t);
  const manifests = [join("overlays", overlay), ...beside].flatMap((folder) =>
    readManifests(join(DEPLOY, folder)),
  );
  const grants = listGrants(manifests, "countersign");
  const proxy = new AuthorizingProxy(cluster.connection, grants);
  const connection = await proxy.start(OWN_NAMESPACE);
  const namespaces = readVariables(overlay)["COUNTERSIGN_NAMESPACES"]?.split(",");
  for (const name of [OWN_NAMESPACE, ...(namespaces ?? [])]) {
    await cluster.api.create<KubeObject>(NAMESPACES, {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name },
    });
  }
  const product = await startProduct(t, {
    leaderElection: true,
    cluster: { ...cluster, connection },
    ...(namespaces && { namespaces }),
    ...(logger && { logger }),
    ...(auth && { auth }),
  });
  t.after(async () => {
    await product.stop();
    await proxy.stop();
  });
  return { product, proxy, admin: cluster.connection, served: namespaces ?? ["default"] };
}
