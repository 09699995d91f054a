// An API server's authorizer, as a proxy in front of one that has none: lets through what is granted, and keeps count.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { request } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import type { KubeConnection } from "../../src/kube/kube-connection.ts";
import { isGranted, type Access, type Grant } from "./rights.ts";

/** `/api/v1/…` or `/apis/GROUP/VERSION/…`, then a resource, a name and a subresource, in a namespace or not. */
const PATH =
  /^\/(?:api|apis\/(?<group>[^/]+))\/[^/]+(?:\/namespaces\/(?<namespace>[^/]+)(?=\/))?\/(?<resource>[^/]+)(?:\/(?<name>[^/]+))?(?:\/(?<subresource>[^/]+))?$/u;
const WRITING: Readonly<Record<string, string>> = {
  POST: "create",
  PUT: "update",
  PATCH: "patch",
  DELETE: "delete",
};

export class AuthorizingProxy {
  readonly #upstream: KubeConnection;
  readonly #grants: readonly Grant[];
  readonly #server = createServer((incoming, answer) => void this.#answer(incoming, answer));
  readonly #used = new Set<Grant>();
  readonly refused: Access[] = [];

  constructor(upstream: KubeConnection, grants: readonly Grant[]) {
    this.#upstream = upstream;
    this.#grants = grants;
  }

  /** The grants that nothing was let through by. */
  get unused(): readonly Grant[] {
    return this.#grants.filter((grant) => !this.#used.has(grant));
  }

  /** How to reach the API server through this proxy, as somebody whose own namespace is `namespace`. */
  async start(namespace: string): Promise<KubeConnection> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const { port } = this.#server.address() as AddressInfo;
    return { server: `http://127.0.0.1:${port}`, namespace, credential: this.#upstream.credential };
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const access = readAccess(incoming);
    const grants = this.#grants.filter((grant) => isGranted(grant, access));
    for (const grant of grants) this.#used.add(grant);
    if (grants.length > 0) return await this.#forward(incoming, answer);
    this.refused.push(access);
    const status = { kind: "Status", apiVersion: "v1", status: "Failure", reason: "Forbidden", code: 403 };
    answer.writeHead(403, { "content-type": "application/json" }).end(JSON.stringify(status));
  }

  async #forward(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await text(incoming);
    const { server, ca } = this.#upstream;
    const { host: _, ...headers } = incoming.headers;
    const outgoing = request(new URL(incoming.url ?? "/", server), { method: incoming.method, ca, headers });
    outgoing.on("error", () => incoming.socket.destroy());
    outgoing.on("response", (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      answer.flushHeaders();
      response.pipe(answer);
    });
    answer.on("close", () => outgoing.destroy());
    outgoing.end(body);
  }
}

/** What a request wants, in RBAC's words (Kubernetes documentation, "Authorization Overview"). */
function readAccess({ method = "GET", url = "/" }: IncomingMessage): Access {
  const { pathname, searchParams } = new URL(url, "http://kubernetes");
  const { group = "", namespace, resource = pathname, name, subresource } = PATH.exec(pathname)?.groups ?? {};
  const reading = name === undefined ? (searchParams.has("watch") ? "watch" : "list") : "get";
  // A list of one name is a request for that name (Kubernetes documentation, "Referring to resources").
  const selected = /^metadata\.name=(?<name>[^,]+)$/u.exec(searchParams.get("fieldSelector") ?? "")?.groups?.[
    "name"
  ];
  return {
    namespace,
    group,
    resource: subresource === undefined ? resource : `${resource}/${subresource}`,
    verb: WRITING[method] ?? reading,
    name: name ?? selected,
  };
}
