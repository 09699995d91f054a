// An HTTP server made of raw sockets, which does exactly what a test tells it to, however wrong.
import { once } from "node:events";
import { type AddressInfo, type Server, type Socket, createServer } from "node:net";
import { type KubeConnection, fixedCredential } from "../kube-connection.ts";

export interface ReceivedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the server does with one request. */
export type Reply = (exchange: Exchange, request: ReceivedRequest) => void | Promise<void>;

/** One request's side of a socket. */
export class Exchange {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** A whole answer; objects are sent as JSON. */
  answer(code: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const length = { "content-length": String(Buffer.byteLength(text)) };
    this.#socket.write(`${formatHead(code, { ...length, ...headers })}${text}`);
  }

  /** The head of an answer that comes in chunks. */
  begin(code = 200): void {
    this.#socket.write(formatHead(code, { "transfer-encoding": "chunked" }));
  }

  /** One chunk, and so at most one `data` event at the other end. */
  chunk(data: string | Buffer): void {
    const bytes = Buffer.from(data);
    this.#socket.write(
      Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]),
    );
  }

  end(): void {
    this.#socket.write("0\r\n\r\n");
  }

  /** Closes the socket, by a reset. */
  drop(): void {
    this.#socket.resetAndDestroy();
  }
}

export class ScriptedServer {
  readonly requests: ReceivedRequest[] = [];
  /** What the next requests get, in order. */
  readonly script: Reply[] = [];
  /** What all other requests get. */
  otherwise: Reply = (exchange) => exchange.answer(500, "nothing is scripted for this request");
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #accepted = 0;

  private constructor(server: Server) {
    this.#server = server;
    server.on("connection", (socket) => this.#serve(socket));
  }

  static async start(): Promise<ScriptedServer> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new ScriptedServer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get connection(): KubeConnection {
    return { server: this.url, credential: fixedCredential({ token: "a-token" }) };
  }

  /** Sockets that were ever accepted, and those that are open. */
  get accepted(): number {
    return this.#accepted;
  }

  get open(): number {
    return this.#sockets.size;
  }

  /** Resets every open socket. */
  dropAll(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.dropAll();
    this.#server.close();
    await once(this.#server, "close");
  }

  #serve(socket: Socket): void {
    this.#accepted += 1;
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => {});
    let received = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      for (let taken = takeRequest(received); taken !== undefined; taken = takeRequest(received)) {
        received = taken.rest;
        this.requests.push(taken.request);
        void (this.script.shift() ?? this.otherwise)(new Exchange(socket), taken.request);
      }
    });
  }
}

function formatHead(code: number, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ "content-type": "application/json", ...headers });
  return `HTTP/1.1 ${code} Scripted\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
}

function takeRequest(
  bytes: Buffer,
): { readonly request: ReceivedRequest; readonly rest: Buffer<ArrayBuffer> } | undefined {
  const headEnd = bytes.indexOf("\r\n\r\n");
  if (headEnd === -1) return undefined;
  const [first = "", ...lines] = bytes.subarray(0, headEnd).toString("latin1").split("\r\n");
  const [method = "", path = ""] = first.split(" ");
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(":")).toLowerCase(),
      line.slice(line.indexOf(":") + 1).trim(),
    ]),
  );
  const bodyStart = headEnd + 4;
  const bodyEnd = bodyStart + Number(headers["content-length"] ?? 0);
  if (bytes.length < bodyEnd) return undefined;
  const body = bytes.subarray(bodyStart, bodyEnd).toString("utf8");
  return { request: { method, path, headers, body }, rest: Buffer.from(bytes.subarray(bodyEnd)) };
}
