import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { join } from "node:path";

import { fixedKeys, type SigningKeys } from "../../../src/auth/signing-keys.ts";
import { findFreePort } from "../../find-free-port.ts";
import { ServeProcess } from "../../serve-process.ts";
import { SERVED } from "../world/fuzz-cluster.ts";
import type { Silence } from "./pulse-monitor.ts";

/** So long the last word about its start may be on its way. */
const SETTLED_MS = 300;
const MONITOR = join(import.meta.dirname, "pulse-monitor.ts");

/** `serve` in a process of its own, and what is seen of it from outside: whether it lives, and how long it was silent. */
export class WatchedProduct {
  readonly #serve: ServeProcess;
  readonly port: number;
  readonly probePort: number;
  /** What it signs with. */
  readonly keys: SigningKeys;
  readonly silences: Silence[] = [];

  private constructor(
    serve: ServeProcess,
    { port, probePort, key }: { port: number; probePort: number; key: Uint8Array },
  ) {
    this.#serve = serve;
    this.keys = fixedKeys(key);
    this.port = port;
    this.probePort = probePort;
  }

  /** Not started yet. `folder` is for its key. */
  static async prepare(folder: string, kubeconfig: string): Promise<WatchedProduct> {
    const keyFile = join(folder, "key");
    const key = randomBytes(32);
    writeFileSync(keyFile, key, { mode: 0o600 });
    const ports = { port: await findFreePort(), probePort: await findFreePort() };
    const product: WatchedProduct = new WatchedProduct(
      new ServeProcess({
        kubeconfig,
        keyFile,
        ...ports,
        namespaces: SERVED.join(","),
        nodeFlags: ["--import", MONITOR],
        environment: { COUNTERSIGN_LOG_LEVEL: "error" },
        onMessage: (message) => product.silences.push(message as Silence),
      }),
      { ...ports, key },
    );
    return product;
  }

  get isRunning(): boolean {
    return this.#serve.isRunning;
  }

  /** What it wrote to its log since it was started: faults alone. */
  get log(): string {
    return this.#serve.log;
  }

  /** Resolves when it is ready. What it needed for that is no silence: nobody could ask it anything. */
  async start(): Promise<void> {
    await this.#serve.start();
    await sleep(SETTLED_MS);
    this.silences.length = 0;
  }

  async stop(): Promise<void> {
    await this.#serve.stop();
  }
}
