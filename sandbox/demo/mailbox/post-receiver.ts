// An HTTP server on loopback in the place of Slack, Teams and a program that is called: it answers as they do.
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { closeServer } from "../close-server.ts";
import type { Mailbox, ReceivedPost } from "./mailbox.ts";

/** What each says when it has taken a message: status, and body. */
const ANSWERS: Readonly<Record<ReceivedPost["channel"], readonly [number, string]>> = {
  slack: [200, "ok"],
  teams: [202, ""],
  webhook: [204, ""],
};
const PATH = /^\/(?<channel>slack|teams|webhook)\/(?<name>[\w.-]{1,80})$/u;
const MOST_BYTES = 1_048_576;

export interface PostReceiver {
  /** Where a channel of that name takes messages. */
  readonly urlOf: (channel: ReceivedPost["channel"], name: string) => string;
  readonly stop: () => Promise<void>;
}

/** Resolves when it takes messages, on a free port. */
export async function startPostReceiver(host: string, mailbox: Mailbox): Promise<PostReceiver> {
  const server = createServer((request, response) => {
    takePost(request, response, mailbox).catch(() => response.destroy());
  });
  server.listen(0, host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    urlOf: (channel, name) => `http://${host}:${port}/${channel}/${name}`,
    stop: () => closeServer(server),
  };
}

async function takePost(request: IncomingMessage, response: ServerResponse, mailbox: Mailbox): Promise<void> {
  const { channel, name } = PATH.exec(request.url ?? "")?.groups ?? {};
  if (request.method !== "POST" || channel === undefined || name === undefined) {
    response.writeHead(404).end();
    return;
  }
  if (Number(request.headers["content-length"] ?? 0) > MOST_BYTES) {
    response.writeHead(413).end();
    return;
  }
  const body: unknown = parse(await text(request));
  if (body === undefined) {
    response.writeHead(400).end("invalid_payload");
    return;
  }
  const kind = channel as ReceivedPost["channel"];
  mailbox.add({ channel: kind, name, body });
  const [status, answer] = ANSWERS[kind];
  response.writeHead(status, { "Content-Type": "text/plain" }).end(answer);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
