import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parseDocument } from "yaml";

import { startKubeProcess } from "../rigs/kube-process.ts";
import { HttpKubeApi } from "../src/kube/http-kube-api.ts";
import type { KubeConnection } from "../src/kube/kube-connection.ts";
import type { KubeObject, Resource } from "../src/kube/kube-api.ts";
import { readIfThere } from "../src/kube/read-if-there.ts";
import { readKubeconfig } from "../src/kube/kubeconfig.ts";
import { startOwnCluster } from "../test/cluster/open-cluster.ts";
import { openGivenCluster } from "../test/cluster/open-given-cluster.ts";
import type { BenchOptions } from "./bench-options.ts";
import { until } from "../test/kit/until.ts";

const NAMESPACES: Resource = {
  group: "",
  version: "v1",
  plural: "namespaces",
  kind: "Namespace",
  namespaced: false,
};
const GONE_LIMIT_MS = 10 * 60_000;

interface Started {
  readonly name: string;
  readonly kubeconfig: string;
  readonly close: () => Promise<void> | void;
}

/** The API server that product and bare client work on. */
export class BenchCluster {
  readonly name: string;
  readonly api: HttpKubeApi;
  readonly connection: KubeConnection;
  readonly #started: Started;
  readonly #folder: string;

  private constructor(started: Started, folder: string, connection: KubeConnection) {
    this.name = started.name;
    this.#started = started;
    this.#folder = folder;
    this.connection = connection;
    this.api = new HttpKubeApi(connection);
  }

  static async open(cluster: BenchOptions["cluster"]): Promise<BenchCluster> {
    const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
    const started = await startCluster(cluster, folder);
    const connection = await readKubeconfig(started.kubeconfig, { env: process.env });
    return new BenchCluster(started, folder, connection);
  }

  async close(): Promise<void> {
    this.api.close();
    await this.#started.close();
    rmSync(this.#folder, { recursive: true });
  }

  async createNamespace(name: string): Promise<void> {
    await this.api.create<KubeObject>(NAMESPACES, {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name },
    });
  }

  /** Resolves when all that was in it is gone, so that nothing is cleared away while the next part is measured. */
  async removeNamespace(name: string): Promise<void> {
    await this.api.delete(NAMESPACES, { name });
    const isGone = async (): Promise<boolean> =>
      (await readIfThere(this.api, NAMESPACES, { name })) === undefined;
    await until(`namespace ${name} is gone`, isGone, { withinMs: GONE_LIMIT_MS, everyMs: 250 });
  }

  /** A kubeconfig whose context is in that namespace: there the product has its Lease. */
  writeKubeconfig(namespace: string): string {
    const document = parseDocument(readFileSync(this.#started.kubeconfig, "utf8"));
    const contexts = document.toJS() as { "current-context": string; contexts: { name: string }[] };
    const position = contexts.contexts.findIndex(({ name }) => name === contexts["current-context"]);
    document.setIn(["contexts", position, "context", "namespace"], namespace);
    return this.writeSecret(`kubeconfig-${namespace}`, document.toString());
  }

  writeKey(): string {
    return this.writeSecret("key", randomBytes(48).toString("base64"));
  }

  /** @returns its path. */
  writeSecret(name: string, text: string): string {
    const path = join(this.#folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }
}

async function startCluster(cluster: BenchOptions["cluster"], folder: string): Promise<Started> {
  if (cluster === "embedded") {
    const { kubeconfig, stop } = await startKubeProcess(join(folder, "kubeconfig"));
    process.once("exit", stop);
    return { name: "the embedded API", kubeconfig, close: stop };
  }
  if (cluster !== "real") return await openGivenCluster(cluster.kubeconfig);
  const report = (line: string): void => console.error(line);
  const own = await startOwnCluster({ tekton: "1.15.0", webhook: true, report });
  return { ...own, name: `kube-apiserver 1.36.3 with etcd, ${own.name}` };
}
