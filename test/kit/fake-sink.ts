// An HTTP server that takes messages as a chat or a webhook does: a real listener that answers what a test wants.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";

export interface ReceivedPost {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** Has read the whole request when it is asked. */
export type Answering = (response: ServerResponse, post: ReceivedPost) => void;

export interface FakeSink {
  readonly url: string;
  readonly port: number;
  readonly received: readonly ReceivedPost[];
  /** How many connections were made, whatever was said on them. */
  connections(): number;
  /** From now on. */
  answer(answering: Answering): void;
}

interface SinkOptions {
  readonly host?: string;
  /** A free one when absent. */
  readonly port?: number;
  /** Absent: plain HTTP. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** Stops after the test, with whoever hangs on it. */
export async function startFakeSink(
  t: TestContext,
  answering: Answering,
  { host = "127.0.0.1", port = 0, tls }: SinkOptions = {},
): Promise<FakeSink> {
  const received: ReceivedPost[] = [];
  let current = answering;
  let connections = 0;
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const post = await readPost(request);
    received.push(post);
    current(response, post);
  };
  const onRequest = (request: IncomingMessage, response: ServerResponse): void =>
    void take(request, response);
  const server = tls === undefined ? createServer(onRequest) : createHttpsServer(tls, onRequest);
  server.on("connection", () => (connections += 1));
  server.listen(port, host);
  await once(server, "listening");
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? "http" : "https"}://${host.includes(":") ? `[${host}]` : host}:${actual}`,
    port: actual,
    received,
    connections: () => connections,
    answer: (next) => {
      current = next;
    },
  };
}

/** A whole answer. */
export function answer(status: number, body = "", headers: Readonly<Record<string, string>> = {}): Answering {
  return (response) => void response.writeHead(status, headers).end(body);
}

export const hang: Answering = () => {};

/** Takes all of it, and is gone. */
export const drop: Answering = (response) => void response.destroy();

/** Begins an answer, and is gone in the middle of it. */
export function breakOff(status = 200, headers: Readonly<Record<string, string>> = {}): Answering {
  return (response) => {
    response.writeHead(status, { "content-length": "1000", ...headers });
    response.write("ok", () => response.destroy());
  };
}

/** Begins an answer, and never says the rest of it. */
export function stall(status: number, headers: Readonly<Record<string, string>> = {}): Answering {
  return (response) => {
    response.writeHead(status, { "content-length": "1000", ...headers });
    response.write("ok");
  };
}

async function readPost(request: IncomingMessage): Promise<ReceivedPost> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = "", url: path = "", headers } = request;
  return { method, path, headers, body: Buffer.concat(chunks).toString("utf8") };
}
