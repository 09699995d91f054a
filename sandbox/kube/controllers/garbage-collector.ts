import { listAt, objectAt } from "../json-value.ts";
import type { Change } from "../storage/change.ts";
import type { StoredObject } from "../storage/stored-object.ts";
import type { ResourceType } from "../types/resource-type.ts";
import { deleteObject, FOREGROUND, ORPHAN } from "../write/object-deletion.ts";
import { updateObject } from "../write/object-update.ts";
import { type ControllerContext, requestFor } from "./controller-context.ts";
import { DependentsIndex, idOf, type ObjectKey, objectKey } from "./dependents-index.ts";
import { type OwnerReference, ownersOf, withoutOwners } from "./owner-references.ts";
import { type Defer, ReconcileQueue } from "./reconcile-queue.ts";

type TypeName = Pick<ResourceType, "group" | "plural">;
/** `unknown`: the owner's type is not served, so nothing can be said and nothing is done. */
type OwnerState = "present" | "leaving" | "absent" | "unknown";

/**
 * Deletes what has lost all its owners, and carries out foreground and orphan deletion ("Garbage Collection" in the
 * Kubernetes documentation).
 */
export class GarbageCollector {
  readonly #context: ControllerContext;
  readonly #dependents = new DependentsIndex();
  readonly #queue: ReconcileQueue<ObjectKey>;

  /** `defer`: when it works through what has piled up; as soon as the request is answered, when absent. */
  constructor(context: ControllerContext, defer?: Defer) {
    this.#context = context;
    this.#queue = new ReconcileQueue((key) => this.#reconcile(key), defer);
  }

  start(): void {
    this.#context.store.subscribe((type, change) => this.#follow(type, change));
  }

  #follow(type: TypeName, change: Change): void {
    const { object } = change;
    this.#dependents.follow(type, change);
    if (change.type !== "DELETED") {
      const isLeaving = object.metadata["deletionTimestamp"] !== undefined;
      if (isLeaving || ownersOf(object).length > 0) this.#enqueue(objectKey(type, object));
      return;
    }
    for (const dependent of this.#dependents.of(object.uid)) this.#enqueue(dependent);
    for (const owner of ownersOf(object)) this.#enqueueOwner(object, owner);
  }

  #enqueue(key: ObjectKey): void {
    this.#queue.add(idOf(key), key);
  }

  /** An owner that is being deleted in the foreground may have waited for this dependent. */
  #enqueueOwner(dependent: StoredObject, owner: OwnerReference): void {
    const found = this.#findOwner(dependent, owner);
    if (found !== undefined) this.#enqueue(found);
  }

  #findOwner({ namespace }: StoredObject, { apiVersion, kind, name }: OwnerReference): ObjectKey | undefined {
    const type = this.#context.types.findKind(apiVersion, kind)?.type;
    return type === undefined ? undefined : { type, namespace: type.namespaced ? namespace : "", name };
  }

  #get({ type, namespace, name }: ObjectKey): StoredObject | undefined {
    return this.#context.store.get(type, namespace, name);
  }

  #reconcile(key: ObjectKey): void {
    const object = this.#get(key);
    if (object === undefined) return;
    const finalizers = listAt(object.metadata, "finalizers");
    if (object.metadata["deletionTimestamp"] === undefined) this.#collect(key, object);
    else if (finalizers.includes(ORPHAN)) this.#orphanDependents(key, object);
    else if (finalizers.includes(FOREGROUND)) this.#deleteDependents(key, object);
  }

  /** Deletes an object whose owners are all gone or leaving; drops references to some that are. */
  #collect(key: ObjectKey, object: StoredObject): void {
    const owners = ownersOf(object).map((owner) => ({ uid: owner.uid, state: this.#stateOf(object, owner) }));
    if (owners.length === 0 || owners.some(({ state }) => state === "unknown")) return;
    const lost = owners.filter(({ state }) => state !== "present").map(({ uid }) => uid);
    if (lost.length === 0) return;
    if (lost.length < owners.length) {
      this.#dropOwners(key, new Set(lost));
      return;
    }
    const isAwaited = owners.some(({ state }) => state === "leaving");
    const hasDependents = this.#dependents.of(object.uid).length > 0;
    this.#delete(key, object, isAwaited && hasDependents ? "Foreground" : undefined);
  }

  #stateOf(object: StoredObject, owner: OwnerReference): OwnerState {
    const key = this.#findOwner(object, owner);
    if (key === undefined) return "unknown";
    const found = this.#get(key);
    if (found === undefined || found.uid !== owner.uid) return "absent";
    const isLeaving =
      found.metadata["deletionTimestamp"] !== undefined &&
      listAt(found.metadata, "finalizers").includes(FOREGROUND);
    return isLeaving ? "leaving" : "present";
  }

  #orphanDependents(key: ObjectKey, owner: StoredObject): void {
    for (const dependent of this.#dependents.of(owner.uid)) this.#dropOwners(dependent, new Set([owner.uid]));
    this.#removeFinalizer(key, ORPHAN);
  }

  /** Deletes the dependents; the owner goes when those are gone that block its deletion. */
  #deleteDependents(key: ObjectKey, owner: StoredObject): void {
    let isBlocked = false;
    for (const each of this.#dependents.of(owner.uid)) {
      const dependent = this.#get(each);
      if (dependent === undefined) continue;
      if (dependent.metadata["deletionTimestamp"] === undefined) this.#collect(each, dependent);
      const left = this.#get(each);
      const reference = left === undefined ? undefined : ownersOf(left).find(({ uid }) => uid === owner.uid);
      isBlocked ||= reference?.blockOwnerDeletion === true;
    }
    if (!isBlocked) this.#removeFinalizer(key, FOREGROUND);
  }

  #delete(key: ObjectKey, object: StoredObject, propagationPolicy: "Foreground" | undefined): void {
    const request = requestFor(this.#context, key.type, key);
    if (request === undefined) return;
    const options = propagationPolicy === undefined ? {} : { propagationPolicy };
    deleteObject(this.#context, request, { ...options, preconditions: { uid: object.uid } });
  }

  #dropOwners(key: ObjectKey, uids: ReadonlySet<string>): void {
    const request = requestFor(this.#context, key.type, key);
    if (request === undefined || this.#get(key) === undefined) return;
    updateObject(this.#context, request, (current) => ({
      ...current,
      metadata: withoutOwners(objectAt(current, "metadata"), uids),
    }));
  }

  #removeFinalizer(key: ObjectKey, finalizer: string): void {
    const request = requestFor(this.#context, key.type, key);
    if (request === undefined) return;
    updateObject(this.#context, request, (current) => {
      const metadata = objectAt(current, "metadata");
      const finalizers = listAt(metadata, "finalizers").filter((each) => each !== finalizer);
      return { ...current, metadata: { ...metadata, finalizers } };
    });
  }
}
