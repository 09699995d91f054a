import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Takes every message that is posted, as Slack does, and keeps it. */
export class MessageSink {
  readonly #received: string[] = [];
  readonly #server = createServer((request, response) => void this.#take(request, response));

  /** @returns where to post. */
  async start(): Promise<string> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/services/kills`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** What came about the approval of that name: whole messages, which are another for each notice. */
  about(name: string): readonly string[] {
    return this.#received.filter((body) => new RegExp(`/approvals/[^/"]+/${name}\\b(?!-)`, "u").test(body));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.#received.push(Buffer.concat(chunks).toString("utf8"));
    response.end("ok");
  }
}
