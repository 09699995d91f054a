// Countersign as its users have it: a process with flags, spoken to over HTTP.
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { findProgram } from "../../rigs/image-program.ts";
import { signalGroup, wrapCommand } from "../cluster/control-plane/die-with-us.ts";
import { findFreePorts } from "../cluster/control-plane/free-ports.ts";
import { authFlags } from "../kit/suite-auth.ts";
import { LIMIT_FLAGS } from "../kit/suite-limits.ts";
import { until } from "../kit/until.ts";
import { ApprovalClient } from "./approval-client.ts";

const LAST_LINES = 40;

export interface ProductOptions {
  readonly kubeconfig: string;
  /** The only ones it works on, so that tests beside one another each have their own. Absent: all. */
  readonly namespaces?: readonly string[];
  /** Where its Lease is; the first of `namespaces`, or `default`, when absent. */
  readonly home?: string;
  /** For what it needs beside it; a new one, which `stop` removes, when absent. */
  readonly folder?: string;
  /** Of several, one works; else each does, which is harder on it. */
  readonly electsLeader?: boolean;
  /** The suite's own when absent. */
  readonly auth?: "open" | "kubernetes";
  /** What a configuration file says beside the flags, but for its version and kind. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** The kubeconfig with another default namespace. */
function inNamespace(kubeconfig: string, namespace: string): string {
  const document = parseDocument(readFileSync(kubeconfig, "utf8"));
  document.setIn(["contexts", 0, "context", "namespace"], namespace);
  return document.toString();
}

export class Product extends ApprovalClient {
  readonly #options: ProductOptions;
  readonly #folder: string;
  readonly #port: number;
  readonly #probePort: number;
  #child: ChildProcess | undefined;
  #died: Promise<never> | undefined;
  #log: string[] = [];

  private constructor(options: ProductOptions, [port = 0, probePort = 0]: readonly number[]) {
    super(`http://127.0.0.1:${port}`);
    this.#options = options;
    this.#port = port;
    this.#probePort = probePort;
    this.#folder = mkdtempSync(join(options.folder ?? tmpdir(), "countersign-product-"));
    writeFileSync(this.#keyFile, randomBytes(48).toString("base64"), { mode: 0o600 });
    const home = options.home ?? options.namespaces?.[0] ?? "default";
    writeFileSync(this.#kubeconfig, inNamespace(options.kubeconfig, home), { mode: 0o600 });
    const head = { apiVersion: "config.countersign.dev/v1alpha1", kind: "Configuration" };
    writeFileSync(this.#config, JSON.stringify({ ...head, ...options.config }));
  }

  /** Starts it and waits until it is ready. */
  static async start(options: ProductOptions): Promise<Product> {
    const product = new Product(options, await findFreePorts(2));
    await product.restart();
    return product;
  }

  /** Where its probes and metrics are. */
  get probeUrl(): string {
    return `http://127.0.0.1:${this.#probePort}`;
  }

  /** What it has logged since it was last started. */
  get log(): string {
    return this.#log.join("");
  }

  /** Rejects when it ends, by itself or by `kill`; never resolves. */
  get died(): Promise<never> {
    if (this.#died === undefined) throw new Error("Countersign is not running.");
    return this.#died;
  }

  get pid(): number {
    if (this.#child?.pid === undefined) throw new Error("Countersign is not running.");
    return this.#child.pid;
  }

  /** Starts it again, on the same port and key. */
  async restart(): Promise<void> {
    await this.kill();
    const { auth, config } = this.#options;
    const flags = {
      ...(auth === undefined && config === undefined
        ? authFlags(this.#folder)
        : { config: this.#config, auth: auth ?? "open" }),
      "base-url": this.url,
      "key-file": this.#keyFile,
      kubeconfig: this.#kubeconfig,
      "leader-election": this.#options.electsLeader === true ? "on" : "off",
      namespaces: this.#options.namespaces?.join(",") ?? "",
      host: "127.0.0.1",
      port: this.#port,
      "probe-port": this.#probePort,
      ...LIMIT_FLAGS,
    };
    const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
    const [file, wrapped] = wrapCommand("countersign", [process.execPath, findProgram(), "serve", ...args]);
    const child = spawn(file, wrapped, { detached: true, stdio: ["pipe", "pipe", "pipe"] });
    this.#child = child;
    this.#log = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => this.#log.push(text));
    }
    const died = once(child, "exit").then(() => {
      const lines = this.log.trimEnd().split("\n").slice(-LAST_LINES).join("\n");
      throw new Error(`Countersign ended while it was needed:\n${lines}`);
    });
    died.catch(() => undefined);
    this.#died = died;
    await until("Countersign to be ready", async () => (await fetch(`${this.url}/readyz`)).ok, {
      everyMs: 50,
      unless: died,
    });
  }

  /** SIGKILL: nothing in it gets to run any more. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    const gone = child.exitCode === null && child.signalCode === null ? once(child, "exit") : undefined;
    signalGroup(child.pid, "SIGKILL");
    await gone;
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Freezes it, as a node does that is out of memory or off the network. */
  suspend(): void {
    process.kill(this.pid, "SIGSTOP");
  }

  resume(): void {
    process.kill(this.pid, "SIGCONT");
  }

  get #keyFile(): string {
    return join(this.#folder, "key");
  }

  get #config(): string {
    return join(this.#folder, "config.yaml");
  }

  get #kubeconfig(): string {
    return join(this.#folder, "kubeconfig");
  }
}
