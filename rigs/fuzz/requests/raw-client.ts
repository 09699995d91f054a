import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { type Answer, readAnswer, readAnswers } from "./read-answers.ts";

const LIMIT_MS = 10_000;

/** Sends bytes as they are, over a connection that it keeps as long as the server does. */
export class RawClient {
  readonly #port: number;
  #socket: Socket | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  /** Sends one whole request. `undefined`: the server closed the connection without an answer. Rejects after 10 s. */
  async send(request: Buffer, method: string): Promise<Answer | undefined> {
    const socket = (this.#socket ??= await this.#open());
    const answer = await collect(socket, {
      write: () => socket.write(request),
      read: (bytes, isClosed) => readAnswer(bytes, { method, isClosed })?.answer,
    });
    if (answer?.headers.get("connection") !== "keep-alive") this.close();
    return answer;
  }

  /** Sends what is no whole request, and ends the sending side. @returns all that comes before the server closes too. */
  async sendBroken(request: Buffer, method: string): Promise<readonly Answer[]> {
    const socket = await this.#open();
    const answers = await collect(socket, {
      write: () => socket.end(request),
      read: (bytes, isClosed) => (isClosed ? readAnswers(bytes, method) : undefined),
    });
    socket.destroy();
    return answers ?? [];
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  async #open(): Promise<Socket> {
    const socket = connect({ port: this.#port, host: "127.0.0.1", noDelay: true });
    await once(socket, "connect");
    // A connection that was reset says no more than one that was closed.
    socket.on("error", () => {});
    socket.once("close", () => {
      if (this.#socket === socket) this.#socket = undefined;
    });
    return socket;
  }
}

interface Exchange<T> {
  readonly write: () => void;
  /** What has been read, once there is something to be made of all that came so far. */
  readonly read: (bytes: Buffer, isClosed: boolean) => T | undefined;
}

async function collect<T>(socket: Socket, { write, read }: Exchange<T>): Promise<T | undefined> {
  let bytes: Buffer = Buffer.alloc(0);
  const { promise, resolve, reject } = Promise.withResolvers<T | undefined>();
  const onData = (chunk: Buffer): void => {
    bytes = Buffer.concat([bytes, chunk]);
    const found = read(bytes, false);
    if (found !== undefined) resolve(found);
  };
  const onClose = (): void => resolve(read(bytes, true));
  const timer = setTimeout(() => reject(new Error(`no answer within ${LIMIT_MS} ms`)), LIMIT_MS);
  socket.on("data", onData).on("close", onClose);
  try {
    write();
    return await promise;
  } finally {
    clearTimeout(timer);
    socket.off("data", onData).off("close", onClose);
  }
}
