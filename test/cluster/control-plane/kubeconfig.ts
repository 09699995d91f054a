import { writeFileSync } from "node:fs";
import { stringify } from "yaml";

export interface Access {
  readonly url: string;
  readonly token: string;
  readonly caPem: string;
}

/** Writes a kubeconfig with a token, readable by this user alone. */
export function writeKubeconfig(file: string, { url, token, caPem }: Access): void {
  const name = "countersign-cluster";
  const kubeconfig = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name, cluster: { server: url, "certificate-authority-data": Buffer.from(caPem).toString("base64") } },
    ],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: "default" } }],
    "current-context": name,
  };
  writeFileSync(file, stringify(kubeconfig), { mode: 0o600 });
}
