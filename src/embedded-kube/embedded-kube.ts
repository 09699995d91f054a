// A Kubernetes API server in this process, for the demo and for tests: real HTTPS, everything in memory. It knows
// nothing of approvals or of Tekton; their types come in as CustomResourceDefinitions.
import { randomBytes } from "node:crypto";
import { type Clock, formatTime, systemClock } from "../std/clock.ts";
import { AUTHENTICATED, type Identity, MASTERS } from "./access/identity.ts";
import { TokenTable } from "./access/token-table.ts";
import type { AdmissionHook } from "./admission.ts";
import type { FaultPlan, RequestListener } from "./faults.ts";
import { answerRequest } from "./http/api-router.ts";
import { DefinitionController } from "./controllers/definition-controller.ts";
import { GarbageCollector } from "./controllers/garbage-collector.ts";
import { NamespaceController } from "./controllers/namespace-controller.ts";
import { type Certificate, createCertificate } from "./http/certificate.ts";
import { HttpsServer } from "./http/https-server.ts";
import type { EndpointContext } from "./http/resource-exchange.ts";
import { isJsonObject, type JsonObject, objectAt } from "./json-value.ts";
import { writeKubeconfig } from "./kubeconfig.ts";
import { applyDefaults } from "./schema/field-defaulting.ts";
import { pruneFields } from "./schema/field-pruning.ts";
import { ObjectStore } from "./storage/object-store.ts";
import { BUILT_IN_TYPES, DEFINITIONS, NAMESPACES } from "./types/builtin-types.ts";
import { TypeRegistry } from "./types/type-registry.ts";
import { createObject } from "./write/object-creation.ts";
import { newUid } from "./write/object-identity.ts";

export interface EmbeddedKubeOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** The bearer token that clients must send; random when absent. */
  readonly token?: string;
  /** More people, who may do what roles permit them. */
  readonly users?: readonly (Identity & { readonly token: string })[];
  /** CustomResourceDefinitions (apiextensions.k8s.io/v1) that are there from the start. */
  readonly crds?: readonly unknown[];
  /** For creationTimestamp and deletionTimestamp. */
  readonly clock?: Clock;
  readonly admission?: readonly AdmissionHook[];
  readonly faults?: FaultPlan;
  readonly onRequest?: RequestListener;
  /** Changes kept for each type, from which watches resume. Default 4096. */
  readonly historySize?: number;
  /** Default 30 s. */
  readonly bookmarkIntervalMs?: number;
}

export interface EmbeddedKubeAddress {
  /** Like `https://127.0.0.1:6443`. */
  readonly url: string;
  /** The certificate to trust. */
  readonly caPem: string;
  readonly token: string;
}

const DEFAULT_HISTORY_SIZE = 4_096;
const DEFAULT_BOOKMARK_INTERVAL_MS = 30_000;
const NAMESPACES_AT_START = ["default", "kube-system"];

/** The definitions first: whatever else happens, their types are served. */
function startControllers(context: EndpointContext): void {
  new DefinitionController(context).start();
  new NamespaceController(context).start();
  new GarbageCollector(context).start();
}

/** The embedded API server. What it stores is gone when it is dropped; it can be stopped and started again. */
export class EmbeddedKube {
  readonly #options: EmbeddedKubeOptions;
  readonly #context: EndpointContext;
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
    const store = new ObjectStore(options.historySize ?? DEFAULT_HISTORY_SIZE);
    const clock = options.clock ?? systemClock;
    const tokens = new TokenTable(store, clock);
    tokens.add(this.#token, { username: "embedded-admin", groups: [MASTERS, AUTHENTICATED] });
    for (const { token, ...identity } of options.users ?? []) tokens.add(token, identity);
    this.#context = {
      store,
      tokens,
      types: new TypeRegistry(BUILT_IN_TYPES),
      clock,
      admission: options.admission ?? [],
      bookmarkIntervalMs: options.bookmarkIntervalMs ?? DEFAULT_BOOKMARK_INTERVAL_MS,
    };
  }

  /** Listens; rejects when the port is taken or a CustomResourceDefinition is refused. */
  async start(): Promise<EmbeddedKubeAddress> {
    if (this.#address !== undefined) throw new Error("the embedded API server is running already");
    this.#furnish();
    const host = this.#options.host ?? "127.0.0.1";
    this.#certificate ??= await createCertificate();
    const certificate = this.#certificate;
    const server = new HttpsServer({
      host,
      port: this.#options.port ?? 0,
      certificate,
      findUser: (token) => this.#context.tokens.find(token),
      answer: (request) => answerRequest(this.#context, request),
      currentRevision: () => this.#context.store.revision,
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

  /**
   * Stores an object past access, admission and validation: as one from before its definition was what it is, it may be
   * what no client could write now. Pruned and defaulted, as a real server does when it reads; a UID and a time of
   * creation are filled in where they are missing. Throws when the kind is not served.
   */
  plant(object: JsonObject): void {
    const { apiVersion, kind } = object;
    const served = this.#context.types.findKind(String(apiVersion), String(kind));
    if (served === undefined)
      throw new Error(`nothing of kind ${String(kind)} in ${String(apiVersion)} is served`);
    const { schema } = served.version;
    const json = applyDefaults(pruneFields(object, schema).json, schema);
    const creationTimestamp = formatTime(this.#context.clock.now());
    const metadata = { uid: newUid(), creationTimestamp, ...objectAt(json, "metadata") };
    this.#context.store.put(served.type, { ...json, metadata });
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
    this.#context.store.compact();
  }

  /** Creates what every cluster has, and the given definitions; once. */
  #furnish(): void {
    const { store } = this.#context;
    if (store.revision > 1) return;
    startControllers(this.#context);
    for (const name of NAMESPACES_AT_START) {
      this.#create(NAMESPACES, { apiVersion: "v1", kind: "Namespace", metadata: { name } });
    }
    for (const definition of this.#options.crds ?? []) this.#create(DEFINITIONS, definition);
  }

  #create(type: { readonly group: string; readonly plural: string }, object: unknown): void {
    const served = this.#context.types.find(type.group, "v1", type.plural);
    if (served === undefined || !isJsonObject(object))
      throw new Error("not a CustomResourceDefinition object");
    const request = {
      ...served,
      namespace: "",
      fieldValidation: "Ignore",
      dryRun: false,
      manager: "embedded-kube",
    } as const;
    createObject(this.#context, request, object);
  }
}
