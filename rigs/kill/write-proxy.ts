import { createServer, type ClientRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { request } from "node:https";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream";
import type { KubeConnection } from "../../src/kube/kube-connection.ts";

/** A write on its way to the API server, as the proxy sees it. */
export interface SeenWrite {
  readonly method: string;
  /** With the object's name taken out, so that the same write of another run reads the same. */
  readonly what: string;
}

/** Where a write is cut: before it leaves, applied with the answer lost, or answered. */
export const CUTS = ["before", "applied", "answered"] as const;
export type Cut = (typeof CUTS)[number];

/** Called at each cut of each write; true means that the connection is dropped there. A promise holds the write up. */
export type OnCut = (write: SeenWrite, cut: Cut) => boolean | Promise<boolean>;

/** Called before each part of a watch of that kind is passed on, which waits for what it returns. */
export type OnWatched = (plural: string) => Promise<void> | undefined;

const WRITES = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/** An HTTP proxy in front of a Kubernetes API that can cut a write at each of its three points, and hold watches up. */
export class WriteProxy {
  readonly #upstream: KubeConnection;
  readonly #onCut: OnCut;
  readonly #onWatched: OnWatched;
  readonly #server = createServer((incoming, answer) => void this.#forward(incoming, answer));

  constructor(upstream: KubeConnection, onCut: OnCut, onWatched: OnWatched = () => undefined) {
    this.#upstream = upstream;
    this.#onCut = onCut;
    this.#onWatched = onWatched;
  }

  /** @returns the proxy's URL. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #forward(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const write = readWrite(incoming);
    const chunks = await incoming.toArray();
    if (write !== undefined && (await this.#onCut(write, "before"))) return void incoming.socket.destroy();
    const outgoing = await this.#request(incoming);
    outgoing.on("error", () => incoming.socket.destroy());
    const pass = async (response: IncomingMessage): Promise<void> => {
      if (write !== undefined && (await this.#onCut(write, "applied"))) return void incoming.socket.destroy();
      answer.writeHead(response.statusCode ?? 502, response.headers);
      answer.flushHeaders();
      // What ends too early does so on the other side as well: a watch that only fell silent would hide an outage.
      pipeline(this.#passOn(incoming, response), answer, (error) => {
        if (error) incoming.socket.destroy();
      });
      if (write !== undefined) answer.on("finish", () => void this.#onCut(write, "answered"));
    };
    outgoing.on("response", (response) => void pass(response));
    answer.on("close", () => outgoing.destroy());
    outgoing.end(Buffer.concat(chunks));
  }

  /** What is answered; of a watch, each part when it may. */
  async *#passOn({ url = "/" }: IncomingMessage, response: IncomingMessage): AsyncGenerator<Buffer> {
    const plural = readWatched(url);
    for await (const chunk of response) {
      if (plural !== undefined) await this.#onWatched(plural);
      yield chunk as Buffer;
    }
  }

  /** The same request to the API server, as the one whose connection it is. */
  async #request(incoming: IncomingMessage): Promise<ClientRequest> {
    const { method, url = "/" } = incoming;
    const { host: _, ...headers } = incoming.headers;
    const { server, ca, serverName, insecureSkipTlsVerify, credential } = this.#upstream;
    const { token, clientCert, clientKey } = await credential.read();
    return request(new URL(server + url), {
      method,
      ca,
      servername: serverName,
      rejectUnauthorized: insecureSkipTlsVerify !== true,
      cert: clientCert,
      key: clientKey,
      headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    });
  }
}

/** The kind that a request watches; `undefined` when it is no watch. */
function readWatched(url: string): string | undefined {
  const { pathname, searchParams } = new URL(url, "http://kubernetes");
  return searchParams.has("watch") ? pathname.split("/").at(-1) : undefined;
}

function readWrite({ method = "GET", url = "/" }: IncomingMessage): SeenWrite | undefined {
  if (!WRITES.has(method)) return undefined;
  const path = new URL(url, "http://kubernetes").pathname;
  const [, , plural = "", subresource = ""] =
    /\/namespaces\/([^/]+)\/([^/]+)(?:\/[^/]+)?(?:\/([^/]+))?$/u.exec(path) ?? [];
  return { method, what: `${method} ${plural}${subresource === "" ? "" : `/${subresource}`}` };
}
