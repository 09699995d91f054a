// In a thread of its own: a server that takes every message, as a chat or a program does, and keeps nothing. It posts its port.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

import type { SinkPace } from "./start-sink.ts";

const { takesMs } = workerData as SinkPace;

const server = createServer((request, response) => {
  request.resume();
  request.once("end", () => setTimeout(() => response.end("ok"), takesMs));
});
server.listen(0, "127.0.0.1", () => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage((server.address() as AddressInfo).port);
});
