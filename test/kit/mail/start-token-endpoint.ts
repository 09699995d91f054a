// A provider's token endpoint on loopback: it says what the test wants it to say.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { TestContext } from "node:test";

export interface TokenEndpoint {
  readonly tokenUrl: string;
  /** The forms that it was sent. */
  readonly asked: readonly URLSearchParams[];
  /** What it answers from now on; undefined: nothing, to a request that it has taken. */
  answer: { readonly status?: number; readonly body: unknown } | undefined;
}

export async function startTokenEndpoint(t: Pick<TestContext, "after">): Promise<TokenEndpoint> {
  const asked: URLSearchParams[] = [];
  const reply = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    asked.push(new URLSearchParams(await text(request)));
    if (endpoint.answer === undefined) return;
    const { status = 200, body } = endpoint.answer;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
  const server = createServer((request, response) => void reply(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close().closeAllConnections());
  const endpoint: TokenEndpoint = {
    tokenUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    asked,
    answer: { body: { access_token: "token 1", expires_in: 3600 } },
  };
  return endpoint;
}
