import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

import { readInCluster } from "./in-cluster.ts";
import type { KubeConnection } from "./kube-connection.ts";
import { readKubeconfig } from "./kubeconfig.ts";

export interface FindConnectionOptions {
  /** The file to use, whatever the environment says. */
  readonly kubeconfig: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * How to reach the cluster, looked for where `kubectl` looks: the file given, `KUBECONFIG`, `~/.kube/config`, the pod's
 * service account. Rejects, saying where it looked, when there is none.
 */
export async function findConnection(options: FindConnectionOptions): Promise<KubeConnection> {
  const { environment: env } = options;
  const named = options.kubeconfig ?? nameFromVariable(env["KUBECONFIG"]);
  if (named !== undefined) return await readKubeconfig(named, { env });
  const ofHome = join(env["HOME"] ?? "", ".kube", "config");
  if (existsSync(ofHome)) return await readKubeconfig(ofHome, { env });
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = "443" } = env;
  if (host !== undefined) return await readInCluster({ host, port });
  throw new Error(
    `There is no cluster to work on: no --kubeconfig, no KUBECONFIG, no ${ofHome}, and this is not a pod. ` +
      "Give --kubeconfig FILE.",
  );
}

function nameFromVariable(variable: string | undefined): string | undefined {
  if (variable === undefined || variable === "") return undefined;
  const files = variable.split(delimiter).filter((file) => file !== "");
  if (files.length <= 1) return files[0];
  throw new Error(
    `KUBECONFIG names ${files.length} files, and merging them is not supported. ` +
      "Give one by --kubeconfig, or merge them with: kubectl config view --flatten",
  );
}
