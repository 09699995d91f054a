import { type Clock, formatTime, systemClock } from "../../src/std/clock.ts";
import { AUTHENTICATED, type Identity, MASTERS } from "./access/identity.ts";
import { TokenTable } from "./access/token-table.ts";
import type { AdmissionHook } from "./admission.ts";
import { DefinitionController } from "./controllers/definition-controller.ts";
import { GarbageCollector } from "./controllers/garbage-collector.ts";
import { NamespaceController } from "./controllers/namespace-controller.ts";
import type { Defer } from "./controllers/reconcile-queue.ts";
import type { Answer } from "./http/answer.ts";
import { answerRequest, type ApiRequest } from "./http/api-router.ts";
import type { EndpointContext } from "./http/resource-exchange.ts";
import { isJsonObject, type JsonObject, objectAt } from "./json-value.ts";
import { applyDefaults } from "./schema/field-defaulting.ts";
import { pruneFields } from "./schema/field-pruning.ts";
import { ObjectStore, type StoreListener } from "./storage/object-store.ts";
import { BUILT_IN_TYPES, DEFINITIONS, NAMESPACES } from "./types/builtin-types.ts";
import { TypeRegistry } from "./types/type-registry.ts";
import { createObject } from "./write/object-creation.ts";
import { newUid } from "./write/object-identity.ts";

export interface ApiServerOptions {
  /** CustomResourceDefinitions (apiextensions.k8s.io/v1) that are there from the start. */
  readonly crds?: readonly unknown[];
  /** For creationTimestamp and deletionTimestamp. */
  readonly clock?: Clock;
  readonly admission?: readonly AdmissionHook[];
  /** Changes kept for each type, from which watches resume. Default 4096. */
  readonly historySize?: number;
  /** Default 30 s. */
  readonly bookmarkIntervalMs?: number;
  /** When the garbage collector works; at once when absent. A real one is seconds behind. */
  readonly deferGarbage?: Defer;
}

const DEFAULT_HISTORY_SIZE = 4_096;
const DEFAULT_BOOKMARK_INTERVAL_MS = 30_000;
const NAMESPACES_AT_START = ["default", "kube-system"];

/** Who may do everything. */
export const ADMIN: Identity = { username: "embedded-admin", groups: [MASTERS, AUTHENTICATED] };

/** The definitions first: whatever else happens, their types are served. */
function startControllers(context: EndpointContext, deferGarbage: Defer | undefined): void {
  new DefinitionController(context).start();
  new NamespaceController(context).start();
  new GarbageCollector(context, deferGarbage).start();
}

/** The API server without a connection: answers requests from memory, one at a time, each at once. */
export class ApiServer {
  readonly tokens: TokenTable;
  readonly #options: ApiServerOptions;
  readonly #context: EndpointContext;

  constructor(options: ApiServerOptions = {}) {
    this.#options = options;
    const store = new ObjectStore(options.historySize ?? DEFAULT_HISTORY_SIZE);
    const clock = options.clock ?? systemClock;
    this.tokens = new TokenTable(store, clock);
    this.#context = {
      store,
      tokens: this.tokens,
      types: new TypeRegistry(BUILT_IN_TYPES),
      clock,
      admission: options.admission ?? [],
      bookmarkIntervalMs: options.bookmarkIntervalMs ?? DEFAULT_BOOKMARK_INTERVAL_MS,
    };
  }

  /** Rises with every write. */
  get revision(): number {
    return this.#context.store.revision;
  }

  /** Creates what every cluster has, and the given definitions; once. Throws when a definition is refused. */
  furnish(): void {
    if (this.revision > 1) return;
    startControllers(this.#context, this.#options.deferGarbage);
    for (const name of NAMESPACES_AT_START) {
      this.#create(NAMESPACES, { apiVersion: "v1", kind: "Namespace", metadata: { name } });
    }
    for (const definition of this.#options.crds ?? []) this.#create(DEFINITIONS, definition);
  }

  answer(request: ApiRequest): Answer {
    return answerRequest(this.#context, request);
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

  /** Calls `listener` with every change, after it is committed and before the writer has its answer. */
  subscribe(listener: StoreListener): void {
    this.#context.store.subscribe(listener);
  }

  /** Forgets all history: a watch or a page from before answers 410. */
  compactHistory(): void {
    this.#context.store.compact();
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
