// Requests that never reach the app, because nobody could read them: answered here, with the headers of every answer.
import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { RequestError } from "@hono/node-server";
import { SECURITY_HEADERS } from "../guards/security-headers.ts";

/** As Node's own answers, by the code of the parser's or the server's error; 400 for all others. */
const STATUSES: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

const HEADERS = { ...SECURITY_HEADERS, "Cache-Control": "no-store" };

/** For a request that is HTTP and yet cannot be what it says: no host, another host in the target, no path. */
export function answerUnreadable(error: unknown): Response {
  return new Response(null, { status: error instanceof RequestError ? 400 : 500, headers: HEADERS });
}

/** Takes over the answers that Node gives by itself. */
export function refuseUnreadable(server: Server): void {
  server.on("clientError", refuseBytes);
  server.on("checkExpectation", (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(417, { ...HEADERS, "Content-Length": 0 }).end();
  });
}

function refuseBytes({ code = "" }: NodeJS.ErrnoException, socket: Duplex): void {
  // Nobody is there any more, or half an answer is on its way already: what is written now would be read as its rest.
  if (code === "ECONNRESET" || !socket.writable || hasBegunToAnswer(socket)) {
    socket.destroy();
    return;
  }
  const status = STATUSES[code] ?? 400;
  const headers = Object.entries({ ...HEADERS, "Content-Length": 0, Connection: "close" });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines}\r\n`, () => socket.destroy());
}

/** Node keeps the answer under way on the socket ("Event: 'clientError'" in its documentation names the field). */
function hasBegunToAnswer(socket: Duplex): boolean {
  const { _httpMessage: answer } = socket as { readonly _httpMessage?: ServerResponse | null };
  return answer?.headersSent === true;
}
