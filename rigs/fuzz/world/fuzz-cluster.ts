import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

import { TEKTON_CRDS } from "../../../sandbox/tekton/crds/tekton-crds.ts";
import { admitTekton } from "../../../sandbox/tekton/webhook/tekton-webhook.ts";
import { AUTHENTICATED, MASTERS } from "../../../sandbox/kube/access/identity.ts";
import { AdmissionDenied, type AdmissionHook } from "../../../sandbox/kube/admission.ts";
import { EmbeddedKube } from "../../../sandbox/kube/embedded-kube.ts";
import { writeKubeconfig } from "../../../sandbox/kube/kubeconfig.ts";
import { HttpKubeApi } from "../../../src/kube/http-kube-api.ts";
import type { Resource } from "../../../src/kube/kube-api.ts";
import { fixedCredential } from "../../../src/kube/kube-connection.ts";
import { ProductWrites } from "./product-writes.ts";

const PRODUCT = "countersign";
const DEFINITION = new URL("../../../deploy/crds/approvaltasks.yaml", import.meta.url);
const NAMESPACE: Resource = {
  group: "",
  version: "v1",
  plural: "namespaces",
  kind: "Namespace",
  namespaced: false,
};

/** Where people's own approvals wait; nothing hostile is created there. */
export const PEOPLE = "people";
/** Hostile objects come in here through Tekton's webhook. */
export const GUARDED = "guarded";
/** As `GUARDED`, but Tekton's webhook leaves it out: only the definitions hold. */
export const UNGUARDED = "unguarded";
/** Not served by the product. */
export const ELSEWHERE = "elsewhere";
export const SERVED = [PEOPLE, GUARDED, UNGUARDED] as const;

/** Tekton's webhook, which a namespace can be left out of (`namespaceSelector`); it refuses what Go could not decode. */
const admitButUnguarded: AdmissionHook = (request) => {
  const { namespace } = request.object["metadata"] as { readonly namespace?: string };
  if (namespace === UNGUARDED) return request.object;
  try {
    return admitTekton(request);
  } catch (error) {
    if (error instanceof TypeError) throw new AdmissionDenied(`cannot be decoded: ${error.message}`);
    throw error;
  }
};

/** The embedded cluster, in this process, so that objects can be planted and all that the product writes is counted. */
export class FuzzCluster {
  readonly kube: EmbeddedKube;
  readonly api: HttpKubeApi;
  readonly writes: ProductWrites;
  /** Path of the product's kubeconfig; it has a name of its own in the records. */
  readonly kubeconfig: string;

  private constructor(kube: EmbeddedKube, parts: Pick<FuzzCluster, "api" | "writes" | "kubeconfig">) {
    this.kube = kube;
    this.api = parts.api;
    this.writes = parts.writes;
    this.kubeconfig = parts.kubeconfig;
  }

  /** Starts it with its namespaces. `folder` is for the kubeconfig. */
  static async start(folder: string): Promise<FuzzCluster> {
    const writes = new ProductWrites(PRODUCT);
    const token = randomBytes(24).toString("base64url");
    const kube = new EmbeddedKube({
      crds: [...TEKTON_CRDS, parse(readFileSync(DEFINITION, "utf8"))],
      admission: [admitButUnguarded],
      users: [{ token, username: PRODUCT, groups: [MASTERS, AUTHENTICATED] }],
      onRequest: (record) => writes.record(record),
    });
    const { url, caPem, token: own } = await kube.start();
    const kubeconfig = join(folder, "kubeconfig");
    writeFileSync(kubeconfig, writeKubeconfig(url, caPem, token), { mode: 0o600 });
    const api = new HttpKubeApi({ server: url, ca: caPem, credential: fixedCredential({ token: own }) });
    for (const name of [...SERVED, ELSEWHERE])
      await api.create(NAMESPACE, { apiVersion: "v1", kind: "Namespace", metadata: { name } });
    return new FuzzCluster(kube, { api, writes, kubeconfig });
  }

  async stop(): Promise<void> {
    this.api.close();
    await this.kube.stop();
  }
}
