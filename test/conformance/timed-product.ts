// Countersign in this process, by a clock that a test moves: where a scenario waits for an hour, nobody has to.
import { fixedKeys } from "../../src/auth/signing-keys.ts";
import { completeSettings } from "../../src/config/read-settings.ts";
import { readKubeconfig } from "../../src/kube/kubeconfig.ts";
import { serve, type Serving } from "../../src/serve.ts";
import { silentLogger } from "../../src/std/logger.ts";
import type { ShiftedTime } from "../kit/shifted-time.ts";
import { authSettings, PROXY_SECRETS } from "../kit/suite-auth.ts";
import { SUITE_LIMITS } from "../kit/suite-limits.ts";
import { findFreePorts } from "../cluster/control-plane/free-ports.ts";
import { ApprovalClient } from "./approval-client.ts";

export interface TimedProductOptions {
  readonly kubeconfig: string;
  readonly namespaces: readonly string[];
  readonly time: ShiftedTime;
}

export class TimedProduct extends ApprovalClient {
  readonly #options: TimedProductOptions;
  readonly #port: number;
  #serving: Serving | undefined;

  private constructor(options: TimedProductOptions, port: number) {
    super(`http://127.0.0.1:${port}`);
    this.#options = options;
    this.#port = port;
  }

  static async start(options: TimedProductOptions): Promise<TimedProduct> {
    const [port = 0] = await findFreePorts(1);
    const product = new TimedProduct(options, port);
    await product.restart();
    return product;
  }

  /** Starts it again, on the same port and key. */
  async restart(): Promise<void> {
    await this.stop();
    const { kubeconfig, namespaces, time } = this.#options;
    this.#serving = await serve({
      settings: completeSettings({
        ...authSettings("none"),
        baseUrl: this.url,
        keyFile: "none",
        leaderElection: false,
        namespaces,
        listen: { host: "127.0.0.1", port: this.#port, probePort: 0 },
        limits: SUITE_LIMITS,
      }),
      connection: await readKubeconfig(kubeconfig, { env: {} }),
      keys: fixedKeys(Buffer.alloc(32, 7)),
      proxySecrets: () => PROXY_SECRETS,
      logger: silentLogger,
      version: "test",
      time,
    });
  }

  async stop(): Promise<void> {
    await this.#serving?.stop();
    this.#serving = undefined;
  }
}
