// Has notices sent, beside the work on runs and never in its way: a line for each channel, so that a slow one holds up no
// other.
import { keyOf, parseKey } from "../approvals/approval-key.ts";
import type { Cluster } from "../cluster/watch-cluster.ts";
import type { ObjectChange } from "../kube/object-store.ts";
import type { ServerContact } from "../kube/server-contact.ts";
import { WorkQueue } from "../kube/work-queue.ts";
import type { Channel } from "../notify/channel.ts";
import { noChannel } from "../notify/no-channel.ts";
import type { Outbox } from "../notify/outbox.ts";
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { countOpen } from "../objects/approval/notices/list-due.ts";
import { refOf } from "../objects/ref-of.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import type { Clock } from "../std/clock.ts";
import type { ClockWatch } from "../std/clock-watch.ts";
import type { Logger } from "../std/logger.ts";
import { sleep, type Timers } from "../std/timers.ts";
import type { EventRecorder } from "./event-recorder.ts";

export interface DispatcherOptions {
  readonly channels: readonly Channel[];
  readonly outbox: Pick<Outbox, "deliver" | "record" | "unrecorded">;
  /** Where it is told what became of notices. */
  readonly events: Pick<EventRecorder, "stop">;
  readonly cluster: Pick<Cluster, "subscribe">;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Tells when the API server is back. */
  readonly contact?: ServerContact;
  readonly clockWatch?: Pick<ClockWatch, "onJump">;
  readonly logger: Logger;
}

const LABELLED_WITHIN_MS = 1_000;
/** How long what is being sent may take when the work ends. */
const SEND_WITHIN_MS = 10_000;
/** And then, how long it may take to write what became of it. */
const RECORD_WITHIN_MS = 5_000;

export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #channels: ReadonlyMap<string, Channel>;
  /** How many notices are open, by the approval's key and the channel's ID. */
  readonly #open = new Map<string, ReadonlyMap<string, number>>();
  #openCount = 0;
  /** By channel; absent while another replica does the work. */
  #queues: Map<string, WorkQueue> | undefined;
  /** What could not be written at once: whoever sends is the only one who knows what became of it. */
  readonly #records: WorkQueue;
  #sending = new AbortController();
  #subscriptions: readonly ((() => void) | undefined)[] = [];

  constructor(options: DispatcherOptions) {
    const { channels, logger, timers } = options;
    this.#options = options;
    this.#channels = new Map(channels.map((channel) => [channel.id, channel]));
    this.#records = new WorkQueue({ logger, timers, workers: 4 });
  }

  /** How many notices are not over. */
  get open(): number {
    return this.#openCount;
  }

  /** Hears of changes from now on, and so before the cluster starts. Sends nothing yet: see `resume`. */
  start(): void {
    const { cluster, contact, clockWatch, outbox } = this.#options;
    this.#subscriptions = [
      contact?.onReturn(() => {
        for (const queue of [this.#records, ...(this.#queues?.values() ?? [])]) queue.retryFailed();
      }),
      cluster.subscribe({
        onApproval: (change) => this.#onApproval(change),
        onRun: (change) => this.#onRun(change),
      }),
    ];
    clockWatch?.onJump(() => this.#queues?.forEach((queue) => queue.hasten()));
    this.#records.start((key) => outbox.record(parseKey(key)));
  }

  /** Begins to send, with a look at all that is open. */
  resume(): void {
    if (this.#queues !== undefined) return;
    this.#queues = new Map();
    this.#sending = new AbortController();
    for (const key of this.#open.keys()) this.#wake(key);
  }

  /** Sends no more; resolves when what is being sent has come to an end, or was ended. */
  async pause(): Promise<void> {
    const queues = this.#queues;
    // Of what is being sent now: what comes after `resume` has another.
    const sending = this.#sending;
    this.#queues = undefined;
    const tooLong = new Error("Countersign was stopped before there was an answer");
    const cancel = this.#options.timers.after(SEND_WITHIN_MS, () => sending.abort(tooLong));
    await Promise.all([...(queues?.values() ?? [])].map((queue) => queue.stop()));
    cancel();
  }

  /** The same, and what became of it is written, as far as the API server lets it. Closes the channels. */
  async stop(): Promise<void> {
    for (const end of this.#subscriptions) end?.();
    await this.pause();
    await this.#records.stop();
    const { outbox, timers, channels, events } = this.#options;
    const written = new AbortController();
    const records = Promise.allSettled(outbox.unrecorded.map((ref) => outbox.record(ref)));
    await Promise.race([
      records.then(() => written.abort()),
      sleep(timers, RECORD_WITHIN_MS, written.signal),
    ]);
    await Promise.all([events.stop(), ...channels.map((channel) => channel.close())]);
  }

  #onApproval({ type, object }: ObjectChange<ApprovalTask>): void {
    const key = keyOf(refOf(object));
    const counts = type === "delete" ? undefined : countOpen(object);
    this.#openCount += sum(counts) - sum(this.#open.get(key));
    if (counts === undefined || counts.size === 0) this.#open.delete(key);
    else this.#open.set(key, counts);
    this.#wake(key);
  }

  /** The end of a run is what messages wait for. Its labels come next, and would be in the way of a claim, or wake it. */
  #onRun({ object }: ObjectChange<CustomRun>): void {
    this.#wake(keyOf(refOf(object)), LABELLED_WITHIN_MS);
  }

  #wake(key: string, afterMs = 0): void {
    if (this.#queues === undefined) return;
    for (const channel of this.#open.get(key)?.keys() ?? []) {
      this.#queueOf(channel, this.#queues).addAfter(key, afterMs);
    }
  }

  #queueOf(id: string, queues: Map<string, WorkQueue>): WorkQueue {
    const held = queues.get(id);
    if (held !== undefined) return held;
    const { logger, timers } = this.#options;
    const channel = this.#channels.get(id) ?? noChannel(id);
    const queue = new WorkQueue({ logger, timers, workers: channel.workers });
    queues.set(id, queue);
    queue.start((key) => this.#deliver(queue, channel, key));
    return queue;
  }

  async #deliver(queue: WorkQueue, channel: Channel, key: string): Promise<void> {
    const { outbox, clock } = this.#options;
    const untilMs = await outbox.deliver(channel, parseKey(key), this.#sending.signal);
    await this.#record(key);
    if (untilMs !== undefined) queue.addAfter(key, Math.max(0, untilMs - clock.now()));
  }

  /** Not this line's to try again: others wait in it. */
  async #record(key: string): Promise<void> {
    try {
      await this.#options.outbox.record(parseKey(key));
    } catch (err) {
      this.#options.logger.warn({ err, object: key }, "What became of a notice could not be written yet.");
      this.#records.addAfter(key, 1_000);
    }
  }
}

function sum(counts: ReadonlyMap<string, number> = new Map()): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
