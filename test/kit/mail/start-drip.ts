// A mail server that is never silent and never done: from one step on it goes on with one and the same answer.
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import type { TestContext } from "node:test";

const EVERY_MS = 20;

/** `greeting`, or the answer to the whole message. @returns its port. */
export async function startDrip(t: Pick<TestContext, "after">, step: "greeting" | "answer"): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    if (step === "greeting") return drip(socket, "220-hold the line");
    socket.write("220 drip\r\n");
    let isMessage = false;
    createInterface({ input: socket }).on("line", (line) => {
      if (isMessage && line === ".") drip(socket, "250-nearly there");
      else if (line === "DATA") {
        isMessage = true;
        socket.write("354 go on\r\n");
      } else if (!isMessage) socket.write("250 yes\r\n");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function drip(socket: Socket, line: string): void {
  const timer = setInterval(() => socket.write(`${line}\r\n`), EVERY_MS);
  socket.once("close", () => clearInterval(timer));
}
