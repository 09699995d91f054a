// One of several replicas does the work, so that it is done once. That is for efficiency alone: two that both believe
// to lead must be harmless, because a paused process cannot know that it no longer leads.
import { type Clock, systemClock } from "../std/clock.ts";
import type { Logger } from "../std/logger.ts";
import { type Timers, systemTimers } from "../std/timers.ts";
import type { KubeApi } from "./kube-api.ts";
import { isAlreadyExists, isConflict, isNotFound } from "./kube-error.ts";
import {
  LEASES,
  type Lease,
  type LeaseClaim,
  claimLease,
  createLease,
  holderOf,
  releaseLease,
} from "./lease.ts";
import { jitter } from "../net/retry.ts";
import { type ServerContact, waitForServer } from "./server-contact.ts";

export interface LeaderElectionOptions {
  readonly api: KubeApi;
  readonly namespace: string;
  /** Of the Lease. */
  readonly name: string;
  /** Differs between replicas, and between two lives of one. */
  readonly identity: string;
  /** Neither callback may throw. */
  readonly onStartedLeading: () => void;
  readonly onStoppedLeading: () => void;
  readonly logger: Logger;
  /** Tells when the server is back: waits end then. */
  readonly contact?: ServerContact;
  /** How long others leave a Lease alone that is not renewed; 15 s when absent. */
  readonly leaseDurationMs?: number;
  /** How long a leader leads on without a renewal; less than the duration; 10 s when absent. */
  readonly renewDeadlineMs?: number;
  /** 2 s when absent. */
  readonly retryPeriodMs?: number;
  /** For the times in the Lease, which people read and nobody compares. */
  readonly clock?: Clock;
  /** For all waiting; the time since the process began when absent, since clocks of machines differ and jump. */
  readonly monotonic?: Clock;
  readonly timers?: Timers;
  readonly random?: () => number;
}

const sinceStart: Clock = { now: () => performance.now() };

/** Contends for a Lease, as Kubernetes' own components do (Kubernetes documentation, "Leases"). */
export class LeaderElection {
  readonly #options: LeaderElectionOptions;
  readonly #timers: Timers;
  readonly #monotonic: Clock;
  readonly #stopped = new AbortController();
  #running: Promise<void> | undefined;
  /** The Lease as last seen, and since when it has looked like that. */
  #seen: { readonly lease: Lease; readonly sinceMs: number } | undefined;
  /** While leading: until when, unless renewed. */
  #leadsUntilMs: number | undefined;
  #cancelLapse = (): void => {};

  constructor(options: LeaderElectionOptions) {
    this.#options = options;
    this.#timers = options.timers ?? systemTimers;
    this.#monotonic = options.monotonic ?? sinceStart;
  }

  /** False too when a pause of this process outlasted the renewal, before any timer could say so. */
  get leading(): boolean {
    return this.#leadsUntilMs !== undefined && this.#monotonic.now() < this.#leadsUntilMs;
  }

  start(): void {
    this.#running ??= this.#contend();
  }

  /** Stops to lead, then lets go of the Lease, so that another need not wait for its end. Never rejects. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    const held = this.#leadsUntilMs !== undefined;
    this.#noteLost("stopped");
    await this.#running;
    if (held) await this.#release();
  }

  async #contend(): Promise<void> {
    const { retryPeriodMs = 2000, random = Math.random, contact, logger, name } = this.#options;
    while (!this.#stopped.signal.aborted) {
      // From before the request: the answer may have been long under way.
      const askedMs = this.#monotonic.now();
      try {
        const held = await this.#tryToHold();
        if (held) this.#noteHeld(askedMs);
        else this.#noteLost("held by another");
      } catch (error) {
        // What was seen may be outdated now. Whether we still lead is for the deadline to say.
        if (isConflict(error) || isAlreadyExists(error) || isNotFound(error)) this.#seen = undefined;
        else logger.warn({ err: error, lease: name }, "cannot take or renew the lease; trying again");
      }
      const waitMs = jitter(retryPeriodMs, random);
      await waitForServer({ waitMs, contact, timers: this.#timers, random, signal: this.#stopped.signal });
    }
  }

  /** One try: true when the Lease is ours afterwards, false when it is another's. */
  async #tryToHold(): Promise<boolean> {
    const { api, identity } = this.#options;
    if (this.#seen === undefined || holderOf(this.#seen.lease) !== identity) await this.#look();
    const lease = this.#seen?.lease;
    if (lease === undefined) {
      this.#noteSeen(await api.create(LEASES, createLease(this.#claim)));
      return true;
    }
    if (this.#isLeftToAnother(lease)) return false;
    this.#noteSeen(await api.update(LEASES, claimLease(lease, this.#claim)));
    return true;
  }

  async #look(): Promise<void> {
    const { api, namespace, name } = this.#options;
    try {
      this.#noteSeen(await api.get<Lease>(LEASES, { namespace, name }));
    } catch (error) {
      if (!isNotFound(error)) throw error;
      this.#seen = undefined;
    }
  }

  /** By how long it has looked the same to us: the holder's clock is not ours. */
  #isLeftToAnother(lease: Lease): boolean {
    const holder = holderOf(lease);
    if (holder === undefined || holder === this.#options.identity) return false;
    const durationMs = (lease.spec?.leaseDurationSeconds ?? 0) * 1000 || this.#leaseDurationMs;
    return this.#monotonic.now() < (this.#seen?.sinceMs ?? 0) + durationMs;
  }

  #noteSeen(lease: Lease): void {
    const before = this.#seen;
    const isRenewed =
      before === undefined ||
      holderOf(before.lease) !== holderOf(lease) ||
      before.lease.spec?.renewTime !== lease.spec?.renewTime;
    this.#seen = { lease, sinceMs: isRenewed ? this.#monotonic.now() : before.sinceMs };
  }

  #noteHeld(askedMs: number): void {
    const { renewDeadlineMs = 10_000, onStartedLeading, logger, name, identity } = this.#options;
    const untilMs = askedMs + renewDeadlineMs;
    const leftMs = untilMs - this.#monotonic.now();
    if (leftMs <= 0 || this.#stopped.signal.aborted) return;
    const wasLeading = this.#leadsUntilMs !== undefined;
    this.#leadsUntilMs = untilMs;
    this.#cancelLapse();
    this.#cancelLapse = this.#timers.after(leftMs, () => this.#noteLost("not renewed in time"));
    if (wasLeading) return;
    logger.info({ lease: name, identity }, "leading");
    onStartedLeading();
  }

  #noteLost(why: string): void {
    if (this.#leadsUntilMs === undefined) return;
    const { onStoppedLeading, logger, name, identity } = this.#options;
    this.#cancelLapse();
    this.#leadsUntilMs = undefined;
    logger.info({ lease: name, identity, why }, "no longer leading");
    onStoppedLeading();
  }

  async #release(): Promise<void> {
    const { api, identity, clock = systemClock, logger, name } = this.#options;
    const lease = this.#seen?.lease;
    if (lease === undefined || holderOf(lease) !== identity) return;
    try {
      await api.update(LEASES, releaseLease(lease, clock.now()));
    } catch (error) {
      logger.warn({ err: error, lease: name }, "cannot release the lease; it will expire by itself");
    }
  }

  get #claim(): LeaseClaim {
    const { namespace, name, identity, clock = systemClock } = this.#options;
    return { namespace, name, identity, durationMs: this.#leaseDurationMs, nowMs: clock.now() };
  }

  get #leaseDurationMs(): number {
    return this.#options.leaseDurationMs ?? 15_000;
  }
}
