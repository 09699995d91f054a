import { listAt, objectAt } from "../json-value.ts";
import type { Change } from "../storage/change.ts";
import { DEFINITIONS } from "../types/builtin-types.ts";
import { readCustomType } from "../types/custom-type.ts";
import { INSTANCES_FINALIZER } from "../types/definition-status.ts";
import { type ResourceType, typeKey } from "../types/resource-type.ts";
import { deleteObject } from "../write/object-deletion.ts";
import { updateObject } from "../write/object-update.ts";
import { type ControllerContext, requestFor } from "./controller-context.ts";
import { ReconcileQueue } from "./reconcile-queue.ts";

/** Serves what CustomResourceDefinitions define from the moment they are stored; deletes the objects with the type. */
export class DefinitionController {
  readonly #context: ControllerContext;
  readonly #queue = new ReconcileQueue<string>((name) => this.#deleteInstances(name));

  constructor(context: ControllerContext) {
    this.#context = context;
  }

  start(): void {
    this.#context.store.subscribe((type, change) => this.#follow(type, change));
  }

  #follow(type: Pick<ResourceType, "group" | "plural">, change: Change): void {
    if (typeKey(type) === typeKey(DEFINITIONS)) this.#followDefinition(change);
    else if (change.type === "DELETED" && this.#isLeaving(typeKey(type)))
      this.#queue.add(typeKey(type), typeKey(type));
  }

  #followDefinition({ type, object }: Change): void {
    const { store, types } = this.#context;
    const defined = readCustomType(object.json);
    if (type === "DELETED") {
      types.remove(typeKey(defined));
      store.drop(defined);
      return;
    }
    types.add(defined);
    if (object.metadata["deletionTimestamp"] !== undefined) this.#queue.add(object.name, object.name);
  }

  #isLeaving(name: string): boolean {
    return this.#context.store.get(DEFINITIONS, "", name)?.metadata["deletionTimestamp"] !== undefined;
  }

  #deleteInstances(name: string): void {
    const { store } = this.#context;
    const definition = store.get(DEFINITIONS, "", name);
    if (definition === undefined) return;
    const type = readCustomType(definition.json);
    const collection = store.collection(type);
    for (const object of collection.list()) {
      const request = requestFor(this.#context, type, object);
      if (request !== undefined) deleteObject(this.#context, request, {});
    }
    if (!collection.list().next().done) return;
    const request = requestFor(this.#context, DEFINITIONS, definition);
    if (request === undefined) return;
    updateObject(this.#context, request, (current) => {
      const metadata = objectAt(current, "metadata");
      const finalizers = listAt(metadata, "finalizers").filter((each) => each !== INSTANCES_FINALIZER);
      return { ...current, metadata: { ...metadata, finalizers } };
    });
  }
}
