import { formatTime } from "../../../src/std/clock.ts";
import { conflict } from "../api-error.ts";
import { type JsonObject, listAt, objectAt, stringAt } from "../json-value.ts";
import type { StoredObject } from "../storage/stored-object.ts";
import { DEFINITIONS, holdsContent } from "../types/builtin-types.ts";
import { INSTANCES_FINALIZER } from "../types/definition-status.ts";
import { typeKey } from "../types/resource-type.ts";
import { requireObject } from "./object-update.ts";
import { kindSubjectOf, type ObjectRequest, type WriteRequest } from "./write-request.ts";
import type { WriterContext } from "./writer-context.ts";

export interface Deletion {
  readonly object: StoredObject;
  /** False when finalizers, or a namespace's content, still hold it. */
  readonly gone: boolean;
}

/** Finalizers through which the garbage collector does a deletion in the foreground, or orphans dependents. */
export const FOREGROUND = "foregroundDeletion";
export const ORPHAN = "orphan";

/**
 * Deletes an object, or marks it as being deleted while finalizers hold it. `options` is a `DeleteOptions`.
 * Throws 404, or 409 when a precondition does not hold.
 */
export function deleteObject(context: WriterContext, request: ObjectRequest, options: JsonObject): Deletion {
  const current = requireObject(context, request);
  checkPreconditions(request, current, objectAt(options, "preconditions"));
  const finalizers = [...finalizersFor(current, options), ...finalizersOf(request, current)];
  const isHeld = finalizers.length > 0 || holdsContent(request.type);
  if (request.dryRun) return { object: current, gone: !isHeld };
  if (!isHeld) return { object: context.store.remove(request.type, current), gone: true };
  return { object: markDeleted(context, request, current, finalizers), gone: false };
}

function checkPreconditions(request: ObjectRequest, current: StoredObject, preconditions: JsonObject): void {
  const uid = stringAt(preconditions, "uid");
  const subject = kindSubjectOf(request, request.name);
  if (uid !== undefined && uid !== current.uid) {
    const why = `the UID in the precondition (${uid}) does not match the UID in record (${current.uid})`;
    throw conflict(subject, `${why}. The object might have been deleted and then recreated`);
  }
  const version = stringAt(preconditions, "resourceVersion");
  if (version !== undefined && version !== String(current.revision)) {
    const why = `the ResourceVersion in the precondition (${version}) does not match the ResourceVersion in record (${current.revision})`;
    throw conflict(subject, `${why}. The object might have been modified`);
  }
}

/** A definition is held by the objects of its kind. */
function finalizersOf({ type }: WriteRequest, { metadata }: StoredObject): readonly string[] {
  const isHeld =
    typeKey(type) === typeKey(DEFINITIONS) && !listAt(metadata, "finalizers").includes(INSTANCES_FINALIZER);
  return isHeld ? [INSTANCES_FINALIZER] : [];
}

function finalizersFor(current: StoredObject, options: JsonObject): readonly unknown[] {
  const others = listAt(current.metadata, "finalizers").filter(
    (each) => each !== FOREGROUND && each !== ORPHAN,
  );
  const policy =
    options["propagationPolicy"] ?? (options["orphanDependents"] === true ? "Orphan" : undefined);
  if (policy === "Foreground") return [...others, FOREGROUND];
  if (policy === "Orphan") return [...others, ORPHAN];
  return policy === "Background" ? others : listAt(current.metadata, "finalizers");
}

function markDeleted(
  { store, clock }: WriterContext,
  { type }: WriteRequest,
  current: StoredObject,
  finalizers: readonly unknown[],
): StoredObject {
  const { finalizers: before = [], deletionTimestamp } = current.metadata;
  if (deletionTimestamp !== undefined && JSON.stringify(before) === JSON.stringify(finalizers))
    return current;
  const generation = current.metadata["generation"];
  const metadata = {
    ...current.metadata,
    ...(finalizers.length === 0 ? {} : { finalizers }),
    deletionTimestamp: deletionTimestamp ?? formatTime(clock.now()),
    ...(holdsContent(type) ? {} : { deletionGracePeriodSeconds: 0 }),
    ...(typeof generation === "number" && deletionTimestamp === undefined
      ? { generation: generation + 1 }
      : {}),
  };
  const terminating = holdsContent(type) ? { status: { phase: "Terminating" } } : {};
  return store.put(type, { ...current.json, metadata, ...terminating });
}
