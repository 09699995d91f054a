import { stringify } from "yaml";

const CONTEXT = "countersign-embedded";

/** A kubeconfig (YAML) that reaches the server with its certificate and a bearer token. */
export function writeKubeconfig(server: string, caPem: string, token: string): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: CONTEXT,
        cluster: { server, "certificate-authority-data": Buffer.from(caPem).toString("base64") },
      },
    ],
    users: [{ name: CONTEXT, user: { token } }],
    contexts: [{ name: CONTEXT, context: { cluster: CONTEXT, user: CONTEXT, namespace: "default" } }],
    "current-context": CONTEXT,
  });
}
