import { randomBytes } from "node:crypto";

import type { KubeObject } from "../kube/kube-api.ts";
import { formatTime } from "../std/clock.ts";
import type { Notable } from "./step.ts";

/** A core/v1 Event, as `kubectl describe` shows it beside its object. */
export interface KubeEvent extends KubeObject {
  readonly involvedObject: Readonly<Record<string, string | undefined>>;
  readonly type: Notable["type"];
  readonly reason: string;
  readonly message: string;
  readonly source: { readonly component: string };
  readonly firstTimestamp: string;
  readonly lastTimestamp: string;
  readonly count: number;
}

/** The same thing told of the same object, again and again: one Event that counts. */
export interface EventSeries {
  readonly event: KubeEvent;
  count: number;
  lastMs: number;
  /** As it was told of last: one that was made anew under its name has another UID, by which people find its Events. */
  object: KubeObject;
  /** The API server has the Event. */
  written: boolean;
}

/** Of names of objects: a DNS subdomain (Kubernetes documentation, "Object Names and IDs"). */
const LONGEST_NAME = 253;

/** Of an object that is known by its kind and name. */
export function beginSeries(object: KubeObject, notable: Notable, nowMs: number): EventSeries {
  return { event: buildEvent(object, notable, nowMs), count: 0, lastMs: nowMs, object, written: false };
}

/** What changes of the Event as the series goes on. */
export function stateOf({
  count,
  lastMs,
  object,
}: EventSeries): Pick<KubeEvent, "count" | "lastTimestamp" | "involvedObject"> {
  return { count, lastTimestamp: formatTime(lastMs), involvedObject: referTo(object) };
}

function buildEvent(object: KubeObject, notable: Notable, nowMs: number): KubeEvent {
  const { namespace = "", name } = object.metadata;
  const time = formatTime(nowMs);
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: { namespace, name: nameEvent(name) },
    involvedObject: referTo(object),
    ...notable,
    source: { component: "countersign" },
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
  };
}

function referTo({ apiVersion, kind, metadata }: KubeObject): KubeEvent["involvedObject"] {
  const { namespace = "", name, uid, resourceVersion } = metadata;
  return { apiVersion, kind, namespace, name, uid, resourceVersion };
}

/** As client-go does: the object's name, as much of it as fits, and something that no other Event has. */
function nameEvent(name: string): string {
  const suffix = `.${randomBytes(8).toString("hex")}`;
  return name.slice(0, LONGEST_NAME - suffix.length).replace(/[.-]+$/u, "") + suffix;
}
