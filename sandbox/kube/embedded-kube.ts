// A Kubernetes API server in this process, for the demo and for tests: real HTTPS, everything in memory. It knows
// nothing of approvals or of Tekton; their types come in as CustomResourceDefinitions.
import { randomBytes } from "node:crypto";
import type { Identity } from "./access/identity.ts";
import { ADMIN, ApiServer, type ApiServerOptions } from "./api-server.ts";
import type { FaultPlan, RequestListener } from "./faults.ts";
import { type Certificate, createCertificate } from "./http/certificate.ts";
import { HttpsServer } from "./http/https-server.ts";
import type { JsonObject } from "./json-value.ts";
import { writeKubeconfig } from "./kubeconfig.ts";

export interface EmbeddedKubeOptions extends ApiServerOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** The bearer token that clients must send; random when absent. */
  readonly token?: string;
  /** More people, who may do what roles permit them. */
  readonly users?: readonly (Identity & { readonly token: string })[];
  readonly faults?: FaultPlan;
  readonly onRequest?: RequestListener;
}

export interface EmbeddedKubeAddress {
  /** Like `https://127.0.0.1:6443`. */
  readonly url: string;
  /** The certificate to trust. */
  readonly caPem: string;
  readonly token: string;
}

/** The embedded API server. What it stores is gone when it is dropped; it can be stopped and started again. */
export class EmbeddedKube {
  readonly #options: EmbeddedKubeOptions;
  readonly #apiServer: ApiServer;
  readonly #token: string;
  #faults: FaultPlan;
  #server: HttpsServer | undefined;
  #address: EmbeddedKubeAddress | undefined;
  /** Kept over a restart, as a real server keeps its own: clients trust this one. */
  #certificate: Certificate | undefined;

  constructor(options: EmbeddedKubeOptions = {}) {
    this.#options = options;
    this.#token = options.token ?? randomBytes(24).toString("base64url");
    this.#faults = options.faults ?? (() => undefined);
    this.#apiServer = new ApiServer(options);
    const { tokens } = this.#apiServer;
    tokens.add(this.#token, ADMIN);
    for (const { token, ...identity } of options.users ?? []) tokens.add(token, identity);
  }

  /** Listens; rejects when the port is taken or a CustomResourceDefinition is refused. */
  async start(): Promise<EmbeddedKubeAddress> {
    if (this.#address !== undefined) throw new Error("the embedded API server is running already");
    this.#apiServer.furnish();
    const host = this.#options.host ?? "127.0.0.1";
    this.#certificate ??= await createCertificate();
    const certificate = this.#certificate;
    const server = new HttpsServer({
      host,
      port: this.#options.port ?? 0,
      certificate,
      findUser: (token) => this.#apiServer.tokens.find(token),
      answer: (request) => this.#apiServer.answer(request),
      currentRevision: () => this.#apiServer.revision,
      findFault: (request) => this.#faults(request),
      onRequest: this.#options.onRequest,
    });
    const port = await server.listen();
    this.#server = server;
    this.#address = {
      url: `https://${host.includes(":") ? `[${host}]` : host}:${port}`,
      caPem: certificate.certificate,
      token: this.#token,
    };
    return this.#address;
  }

  /** Ends all watches and closes all connections. */
  async stop(): Promise<void> {
    await this.#server?.close();
    this.#server = undefined;
    this.#address = undefined;
  }

  /** A kubeconfig (YAML) with the context `countersign-embedded`. Throws when the server is not running. */
  kubeconfig(): string {
    if (this.#address === undefined)
      throw new Error("the embedded API server is not running: start it first");
    const { url, caPem, token } = this.#address;
    return writeKubeconfig(url, caPem, token);
  }

  /** Replaces the fault plan; `undefined` ends all faults. */
  setFaults(plan: FaultPlan | undefined): void {
    this.#faults = plan ?? (() => undefined);
  }

  /** Stores an object past access, admission and validation; see `ApiServer`. */
  plant(object: JsonObject): void {
    this.#apiServer.plant(object);
  }

  /** Ends every open watch: as a time-out would (`end`), or by cutting its connection (`cut`). */
  closeWatches(how: "end" | "cut"): void {
    this.#server?.watches.close(how);
  }

  /** Sends a bookmark now to each watch that asked for bookmarks. */
  sendBookmarks(): void {
    this.#server?.watches.sendBookmarks();
  }

  /** Forgets all history: a watch or a page from before answers 410. */
  compactHistory(): void {
    this.#apiServer.compactHistory();
  }
}
