// The node that all pods are on: Kubernetes then knows whom to ask for logs, and leaves the end of a deleted pod to us.
import type { KubeApi, KubeObject, Resource } from "../../../src/kube/kube-api.ts";
import { isConflict, KubeError, KubeUnavailableError } from "../../../src/kube/kube-error.ts";
import type { AdminClient } from "../control-plane/admin-client.ts";
import type { Pod } from "./pod.ts";

const NODE = "this-machine";
const NODES: Resource = { group: "", version: "v1", plural: "nodes", kind: "Node", namespaced: false };
const BINDINGS: Resource = {
  group: "",
  version: "v1",
  plural: "bindings",
  kind: "Binding",
  namespaced: true,
};

interface Node extends KubeObject {
  readonly status: {
    readonly conditions: readonly { readonly type: "Ready"; readonly status: "True" }[];
    readonly addresses: readonly { readonly type: "InternalIP"; readonly address: string }[];
    readonly daemonEndpoints: { readonly kubeletEndpoint: { readonly Port: number } };
  };
}

interface Binding extends KubeObject {
  readonly target: { readonly kind: "Node"; readonly name: string };
}

/** Makes the node. The API server reaches it on this port of loopback. */
export async function registerNode(kube: KubeApi, port: number): Promise<void> {
  await kube.create<Node>(NODES, {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: NODE },
    status: {
      conditions: [{ type: "Ready", status: "True" }],
      addresses: [{ type: "InternalIP", address: "127.0.0.1" }],
      daemonEndpoints: { kubeletEndpoint: { Port: port } },
    },
  });
}

/** What a scheduler does. Does nothing when the pod is bound already. */
export async function bindPod(kube: KubeApi, { metadata }: Pod): Promise<void> {
  const { namespace = "", name } = metadata;
  const target = { kind: "Node", name: NODE } as const;
  const binding: Binding = { apiVersion: "v1", kind: "Binding", metadata: { namespace, name }, target };
  await kube.create(BINDINGS, binding).catch((error: unknown) => {
    if (!isConflict(error)) throw error;
  });
}

/** Ends the deletion that somebody has asked for: nothing of the pod runs any more. A pod that is gone is fine. */
export async function removePod(admin: AdminClient, { metadata }: Pod): Promise<void> {
  const { namespace = "", name, uid } = metadata;
  const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
  const body = {
    apiVersion: "v1",
    kind: "DeleteOptions",
    gracePeriodSeconds: 0,
    preconditions: { uid },
  };
  const answer = await admin.request(path, { method: "DELETE", body }).catch((cause: unknown) => {
    throw new KubeUnavailableError(`DELETE ${path} was not answered`, { cause });
  });
  // 409: another pod has its name now.
  if ([200, 404, 409].includes(answer.status)) return;
  throw new KubeError({ code: answer.status, reason: "NotRemoved", message: answer.text });
}
