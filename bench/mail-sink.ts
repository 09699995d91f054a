// In a thread of its own: a mail server that takes everything, and keeps nothing. It posts its port.
import type { AddressInfo } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

import { SMTPServer } from "smtp-server";

import type { SinkPace } from "./start-sink.ts";

const { takesMs } = workerData as SinkPace;

const server = new SMTPServer({
  disabledCommands: ["STARTTLS", "AUTH"],
  disableReverseLookup: true,
  logger: false,
  onData(stream, _session, done) {
    stream.resume();
    stream.once("end", () => (takesMs === 0 ? done() : setTimeout(done, takesMs)));
  },
});
server.listen(0, "127.0.0.1", () => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage((server.server.address() as AddressInfo).port);
});
