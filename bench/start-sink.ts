import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** How fast a message is taken: so long after all of it has come. */
export interface SinkPace {
  readonly takesMs: number;
}

export interface Sink {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

const PROGRAMS = {
  mail: new URL("./mail-sink.ts", import.meta.url),
  chat: new URL("./chat-sink.ts", import.meta.url),
};

/** A receiver of messages in a thread of its own, on loopback: a mail server, or what takes a POST. */
export async function startSink(kind: keyof typeof PROGRAMS, pace: SinkPace): Promise<Sink> {
  const worker = new Worker(PROGRAMS[kind], { workerData: pace });
  const [port] = (await once(worker, "message")) as [number];
  return { port, stop: async () => void (await worker.terminate()) };
}
