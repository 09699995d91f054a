import { text } from "node:stream/consumers";

import type { KubeConnection } from "../../src/kube/kube-connection.ts";
import { KubeTransport } from "../../src/kube/kube-transport.ts";

interface Account {
  readonly namespace: string;
  readonly name: string;
}

/** A ServiceAccount of that name, which is there then. */
export async function makeAccount(connection: KubeConnection, { namespace, name }: Account): Promise<void> {
  const account = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } };
  await post(connection, `/api/v1/namespaces/${namespace}/serviceaccounts`, account);
}

/** A token of the account for these audiences; for the API server itself when there are none. */
export async function requestToken(
  connection: KubeConnection,
  { namespace, name }: Account,
  audiences: readonly string[],
): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
  const answer = await post(connection, path, { spec: { audiences } });
  return (JSON.parse(answer) as { readonly status: { readonly token: string } }).status.token;
}

async function post(connection: KubeConnection, path: string, content: unknown): Promise<string> {
  const transport = new KubeTransport(connection);
  try {
    const answer = await transport.send({
      method: "POST",
      path,
      body: JSON.stringify(content),
      contentType: "application/json",
      signal: new AbortController().signal,
    });
    const body = await text(answer.body);
    if (answer.code !== 201) throw new Error(`POST ${path}: ${answer.code} ${body}`);
    return body;
  } finally {
    transport.close();
  }
}
