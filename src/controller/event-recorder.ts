import { randomBytes } from "node:crypto";

import type { KubeApi, KubeObject } from "../kube/kube-api.ts";
import { EVENTS } from "../objects/resources.ts";
import { formatTime } from "../std/clock.ts";
import type { Clock } from "../std/clock.ts";
import type { Logger } from "../std/logger.ts";
import type { Notable } from "./step.ts";

/** A core/v1 Event, as `kubectl describe` shows it beside its object. */
interface KubeEvent extends KubeObject {
  readonly involvedObject: Readonly<Record<string, string | undefined>>;
  readonly type: Notable["type"];
  readonly reason: string;
  readonly message: string;
  readonly source: { readonly component: string };
  readonly firstTimestamp: string;
  readonly lastTimestamp: string;
  readonly count: number;
}

/** Tells people at the cluster what happened. An Event that cannot be written is logged: nothing depends on it. */
export class EventRecorder {
  readonly #api: KubeApi;
  readonly #clock: Clock;
  readonly #logger: Logger;

  constructor(options: { readonly api: KubeApi; readonly clock: Clock; readonly logger: Logger }) {
    this.#api = options.api;
    this.#clock = options.clock;
    this.#logger = options.logger;
  }

  async record(object: KubeObject, notable: Notable | undefined): Promise<void> {
    if (notable === undefined) return;
    const { namespace = "", name } = object.metadata;
    this.#logger.info({ namespace, name, reason: notable.reason }, notable.message);
    try {
      await this.#api.create(EVENTS, this.#toEvent(object, notable));
    } catch (err) {
      this.#logger.warn({ err, namespace, name, reason: notable.reason }, "An Event could not be written.");
    }
  }

  #toEvent({ apiVersion, kind, metadata }: KubeObject, notable: Notable): KubeEvent {
    const { namespace = "", name, uid, resourceVersion } = metadata;
    const time = formatTime(this.#clock.now());
    return {
      apiVersion: "v1",
      kind: "Event",
      // As client-go names them: the object's name and something that no other Event has.
      metadata: { namespace, name: `${name}.${randomBytes(8).toString("hex")}` },
      involvedObject: { apiVersion, kind, namespace, name, uid, resourceVersion },
      ...notable,
      source: { component: "countersign" },
      firstTimestamp: time,
      lastTimestamp: time,
      count: 1,
    };
  }
}
