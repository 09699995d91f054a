import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { FileCredential } from "./file-credential.ts";
import type { KubeConnection } from "./kube-connection.ts";

const SERVICE_ACCOUNT_FOLDER = "/var/run/secrets/kubernetes.io/serviceaccount";

/** What a pod knows of its API server: from `KUBERNETES_SERVICE_HOST` and `KUBERNETES_SERVICE_PORT`. */
export interface InClusterOptions {
  readonly host: string;
  readonly port: string;
  readonly folder?: string;
}

/**
 * How a pod reaches its own API server (Kubernetes documentation, "Accessing the Kubernetes API from a Pod"). The token
 * is read again as the kubelet renews it. Rejects when the service account's folder cannot be read.
 */
export async function readInCluster(options: InClusterOptions): Promise<KubeConnection> {
  const { host, port, folder = SERVICE_ACCOUNT_FOLDER } = options;
  const ca = await readPart(folder, "ca.crt");
  const namespace = (await readPart(folder, "namespace")).trim();
  const credential = new FileCredential({ token: join(folder, "token") });
  await credential.read();
  return { server: `https://${host.includes(":") ? `[${host}]` : host}:${port}`, ca, namespace, credential };
}

async function readPart(folder: string, name: string): Promise<string> {
  return await readFile(join(folder, name), "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      `${join(folder, name)} cannot be read (${error.code}): either this is not a pod, ` +
        "or its automountServiceAccountToken is false; give a kubeconfig instead",
      { cause: error },
    );
  });
}
