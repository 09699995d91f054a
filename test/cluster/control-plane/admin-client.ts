// Raw requests of a cluster administrator, for what the product's own client has no need of.
import { Agent, request } from "undici";
import type { Access } from "./kubeconfig.ts";

const ANSWER_WITHIN_MS = 30_000;

export interface AdminRequest {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
  /** Instead of the administrator's. */
  readonly token?: string;
}

export interface AdminAnswer {
  readonly status: number;
  readonly text: string;
}

/** The parts of a manifest that its address is made of. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

/** Plural names of the kinds that installations consist of. */
const PLURALS: Readonly<Record<string, string>> = {
  ClusterRole: "clusterroles",
  ClusterRoleBinding: "clusterrolebindings",
  ConfigMap: "configmaps",
  CustomResourceDefinition: "customresourcedefinitions",
  MutatingWebhookConfiguration: "mutatingwebhookconfigurations",
  Namespace: "namespaces",
  Role: "roles",
  RoleBinding: "rolebindings",
  Secret: "secrets",
  Service: "services",
  ServiceAccount: "serviceaccounts",
  ValidatingWebhookConfiguration: "validatingwebhookconfigurations",
};

function pathOf({ apiVersion, kind, metadata }: Manifest): string {
  const plural = PLURALS[kind];
  if (plural === undefined) throw new Error(`Cannot apply a ${kind}: name its plural in admin-client.ts.`);
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const namespace = metadata.namespace === undefined ? "" : `/namespaces/${metadata.namespace}`;
  return `${root}${namespace}/${plural}/${metadata.name}`;
}

export class AdminClient {
  readonly #access: Access;
  readonly #agent: Agent;

  constructor(access: Access) {
    this.#access = access;
    // Trusts this one certificate alone, so whoever answers holds the key made for this run.
    this.#agent = new Agent({ connect: { ca: access.caPem }, bodyTimeout: ANSWER_WITHIN_MS });
  }

  async request(path: string, options: AdminRequest = {}): Promise<AdminAnswer> {
    const { method = "GET", body, contentType = "application/json", accept = "application/json" } = options;
    const { token = this.#access.token } = options;
    const answer = await request(new URL(path, this.#access.url), {
      method,
      dispatcher: this.#agent,
      headersTimeout: ANSWER_WITHIN_MS,
      headers: { authorization: `Bearer ${token}`, "content-type": contentType, accept },
      body: body === undefined ? null : JSON.stringify(body),
    });
    return { status: answer.statusCode, text: await answer.body.text() };
  }

  /** Like `request`, and rejects unless the answer is a success. Gives the parsed answer. */
  async requestJson<T>(path: string, options: AdminRequest = {}): Promise<T> {
    const { status, text } = await this.request(path, options);
    if (status >= 300) throw new Error(`${options.method ?? "GET"} ${path} was answered ${status}: ${text}`);
    return JSON.parse(text) as T;
  }

  /** Server-side apply: Tekton's definitions are too large for the annotation of a client-side one. */
  async apply(manifest: Manifest): Promise<void> {
    await this.requestJson(`${pathOf(manifest)}?fieldManager=cluster-test&force=true`, {
      method: "PATCH",
      contentType: "application/apply-patch+yaml",
      body: manifest,
    });
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}
