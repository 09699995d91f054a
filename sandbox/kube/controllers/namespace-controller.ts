import { listAt } from "../json-value.ts";
import type { Change } from "../storage/change.ts";
import type { StoredObject } from "../storage/stored-object.ts";
import { NAMESPACES, SERVICE_ACCOUNTS } from "../types/builtin-types.ts";
import { type ResourceType, typeKey } from "../types/resource-type.ts";
import { createObject } from "../write/object-creation.ts";
import { deleteObject } from "../write/object-deletion.ts";
import { type ControllerContext, requestFor } from "./controller-context.ts";
import { ReconcileQueue } from "./reconcile-queue.ts";

/** Gives a new namespace its `default` ServiceAccount, and empties a namespace that is being deleted. */
export class NamespaceController {
  readonly #context: ControllerContext;
  readonly #queue = new ReconcileQueue<string>((name) => this.#reconcile(name));

  constructor(context: ControllerContext) {
    this.#context = context;
  }

  start(): void {
    this.#context.store.subscribe((type, change) => this.#follow(type, change));
  }

  #follow(type: Pick<ResourceType, "group" | "plural">, { type: change, object }: Change): void {
    if (typeKey(type) === typeKey(NAMESPACES) && change !== "DELETED")
      this.#queue.add(object.name, object.name);
    else if (change === "DELETED" && this.#isLeaving(object.namespace)) {
      this.#queue.add(object.namespace, object.namespace);
    }
  }

  #isLeaving(name: string): boolean {
    return this.#context.store.get(NAMESPACES, "", name)?.metadata["deletionTimestamp"] !== undefined;
  }

  #reconcile(name: string): void {
    const { store } = this.#context;
    const namespace = store.get(NAMESPACES, "", name);
    if (namespace === undefined) return;
    if (this.#isLeaving(name)) this.#empty(namespace);
    else if (store.get(SERVICE_ACCOUNTS, name, "default") === undefined) this.#createServiceAccount(name);
  }

  #createServiceAccount(namespace: string): void {
    const request = requestFor(this.#context, SERVICE_ACCOUNTS, { namespace, name: "default" });
    const object = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "default" } };
    if (request !== undefined) createObject(this.#context, request, object);
  }

  /** Deletes everything in it; it goes itself when nothing is left, finalizers included. */
  #empty(namespace: StoredObject): void {
    const { store, types } = this.#context;
    let left = 0;
    for (const type of types.all().filter(({ namespaced }) => namespaced)) {
      for (const object of store.collection(type).list(namespace.name)) {
        const request = requestFor(this.#context, type, object);
        if (request === undefined || deleteObject(this.#context, request, {}).gone) continue;
        left += 1;
      }
    }
    const current = store.get(NAMESPACES, "", namespace.name);
    if (left > 0 || current === undefined || listAt(current.metadata, "finalizers").length > 0) return;
    store.remove(NAMESPACES, current);
  }
}
