// A real Kubernetes control plane with a real Tekton on it, as plain processes on loopback. No containers run.
import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { AdminClient } from "./admin-client.ts";
import { buildBinaries, type Report } from "./build-binaries.ts";
import { type Credentials, type Identity, makeCredentials } from "./credentials.ts";
import { compactEtcd } from "./etcd-maintenance.ts";
import { ETCD, KUBE, type TektonVersion, tektonModule } from "./go-modules.ts";
import { installTekton, type TektonOptions } from "./install-tekton.ts";
import { type Access, writeKubeconfig } from "./kubeconfig.ts";
import {
  apiServerSpec,
  controllerManagerSpec,
  etcdSpec,
  waitForApiServer,
  waitForControllerManager,
} from "./kubernetes-programs.ts";
import { type Layout, type Programs, prepareLayout } from "./layout.ts";
import { ProcessGroup, type ProcessSpec } from "./process-group.ts";
import {
  requestControllerToken,
  tektonControllerSpec,
  tektonWebhookSpec,
  waitForTektonController,
  waitForTektonWebhook,
} from "./tekton-programs.ts";
import { waitForDiscovery } from "./wait-for-discovery.ts";

export interface ControlPlaneOptions extends TektonOptions {
  /** Called when the API server answers, before the controllers start: for definitions that they must know. */
  readonly install?: (admin: AdminClient) => Promise<void>;
  readonly report: Report;
}

export async function buildPrograms(tekton: TektonVersion, report: Report): Promise<Programs> {
  // One after the other: each build uses all cores by itself.
  return {
    etcd: await buildBinaries(ETCD, report),
    kube: await buildBinaries(KUBE, report),
    tekton: await buildBinaries(tektonModule(tekton), report),
  };
}

/** A running control plane. `stop()` ends every process and removes the data folder. */
export class ControlPlane {
  readonly #layout: Layout;
  readonly #credentials: Credentials;
  readonly #running = new Map<string, ProcessGroup>();
  readonly #died = Promise.withResolvers<never>();
  readonly admin: AdminClient;
  readonly access: Access;

  private constructor(layout: Layout, credentials: Credentials) {
    this.#layout = layout;
    this.#credentials = credentials;
    this.#died.promise.catch(() => undefined);
    this.access = {
      url: `https://127.0.0.1:${layout.ports.apiServer}`,
      token: credentials.token,
      caPem: credentials.caPem,
    };
    this.admin = new AdminClient(this.access);
    writeKubeconfig(layout.kubeconfig, this.access);
  }

  /** Builds what is missing, starts everything and waits until it is ready. Leaves nothing behind if that fails. */
  static async start(options: ControlPlaneOptions): Promise<ControlPlane> {
    const programs = await buildPrograms(options.tekton, options.report);
    const layout = await prepareLayout(programs);
    const plane = new ControlPlane(layout, await makeCredentials(layout.folder));
    process.once("exit", plane.#killAll);
    try {
      await plane.#startAll(options);
    } catch (error) {
      await plane.stop();
      throw error;
    }
    return plane;
  }

  /** Removed by `stop`. */
  get folder(): string {
    return this.#layout.folder;
  }

  get kubeconfig(): string {
    return this.#layout.kubeconfig;
  }

  /** What this run's API server proves itself with, to clients and to the node. */
  get identity(): Identity {
    const { certificate, certificateKey } = this.#credentials.files;
    return { certificate: readFileSync(certificate, "utf8"), key: readFileSync(certificateKey, "utf8") };
  }

  /** The folder with `kubectl` of the API server's version. */
  get kubeFolder(): string {
    return this.#layout.programs.kube;
  }

  /** Rejects when a process ends that should be running; never resolves. */
  get died(): Promise<never> {
    return this.#died.promise;
  }

  /** Copies the logs so far, because `stop` removes them. */
  saveLogs(folder: string): void {
    mkdirSync(folder, { recursive: true });
    for (const [name, { logFile }] of this.#running) copyFileSync(logFile, `${folder}/${name}.log`);
  }

  /** Kills the API server, as a crash would, and starts another on the same port and data. */
  async restartApiServer({ downMs }: { readonly downMs: number }): Promise<void> {
    await this.#end("kube-apiserver");
    await sleep(downMs);
    await this.#startApiServer();
  }

  /** Freezes etcd: the API server stays up but can neither read past its caches nor write. */
  async pauseEtcd(ms: number): Promise<void> {
    const etcd = this.#process("etcd");
    etcd.suspend();
    await sleep(ms);
    etcd.resume();
  }

  /** Kills a program as a crash would; nobody starts it again. */
  crash(program: string): void {
    this.#process(program).signal("SIGKILL");
  }

  async compactEtcd(): Promise<void> {
    await compactEtcd(this.#layout.ports.etcd);
  }

  /** Kills Tekton's webhook: every write to a Tekton object is then refused with 500. */
  async stopTektonWebhook(): Promise<void> {
    await this.#end("tekton-webhook");
  }

  async startTektonWebhook(): Promise<void> {
    const webhook = this.#start(tektonWebhookSpec(this.#layout));
    await waitForTektonWebhook(this.admin, webhook);
  }

  async stopTektonController(): Promise<void> {
    await this.#end("tekton-controller");
  }

  async startTektonController(): Promise<void> {
    const controller = this.#start(tektonControllerSpec(this.#layout));
    await waitForTektonController(this.#layout, controller);
  }

  /** Ends all processes, clients before servers, and removes the data folder. */
  async stop(): Promise<void> {
    for (const name of [...this.#running.keys()].toReversed()) await this.#end(name);
    await this.admin.close();
    process.off("exit", this.#killAll);
    rmSync(this.#layout.folder, { recursive: true, force: true });
  }

  async #startAll({ tekton, webhook, install }: ControlPlaneOptions): Promise<void> {
    this.#start(etcdSpec(this.#layout));
    await this.#startApiServer();
    await installTekton(this.admin, this.#layout, { tekton, webhook });
    await install?.(this.admin);
    await waitForDiscovery(this.admin);
    const token = await requestControllerToken(this.admin);
    writeKubeconfig(this.#layout.tektonKubeconfig, { ...this.access, token });
    const manager = this.#start(controllerManagerSpec(this.#layout, this.#credentials));
    await Promise.all([
      waitForControllerManager(this.admin, manager),
      webhook ? this.startTektonWebhook() : undefined,
      this.startTektonController(),
    ]);
  }

  async #startApiServer(): Promise<void> {
    const server = this.#start(apiServerSpec(this.#layout, this.#credentials));
    await Promise.race([waitForApiServer(this.admin, server), this.died]);
  }

  #start(spec: ProcessSpec): ProcessGroup {
    const started = ProcessGroup.start(spec);
    this.#running.set(spec.name, started);
    started.died.catch((error: unknown) => this.#died.reject(error));
    return started;
  }

  #process(name: string): ProcessGroup {
    const found = this.#running.get(name);
    if (found === undefined) throw new Error(`${name} is not running.`);
    return found;
  }

  async #end(name: string): Promise<void> {
    await this.#process(name).stop();
    this.#running.delete(name);
  }

  /** For the end of this process, where nothing can be awaited. */
  readonly #killAll = (): void => {
    for (const running of this.#running.values()) running.signal("SIGKILL");
    rmSync(this.#layout.folder, { recursive: true, force: true, maxRetries: 5 });
  };
}
