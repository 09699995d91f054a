// How many requests are answered: for each person, and for each address those that do not prove who sends them. Of each it is
// counted in this process alone, and of so many at most.
import type { Context } from "hono";
import type { Refusal } from "../../auth/authenticator.ts";
import type { Principal } from "../../auth/principal.ts";
import type { Clock } from "../../std/clock.ts";
import { RateLimit } from "../../std/rate-limit.ts";
import { type RequestLimit, tooManyRequests } from "../problems/too-many-requests.ts";
import type { WebEnv } from "../web-env.ts";
import { findSender, type IsForwarder } from "./find-sender.ts";
import type { ReportLimit } from "./report-limits.ts";

export interface RequestLimitSettings {
  /** Requests a minute. */
  readonly perPerson: number;
  /** Requests a minute. */
  readonly perAddress: number;
  /** Whose `X-Forwarded-For` is believed. */
  readonly isForwarder: IsForwarder;
}

export interface RequestLimitsOptions extends RequestLimitSettings {
  readonly clock: Clock;
  readonly report: ReportLimit;
  /** False where people are whom they say: then they can be as many people as they like. */
  readonly namesProve: boolean;
}

/** Some hundred bytes each. */
const MOST_KNOWN = 10_000;
/** Of a request for which others are asked: an API server whose token it is, a provider who somebody is. */
export const ASKING_COST = 10;

export class RequestLimits {
  readonly #options: RequestLimitsOptions;
  readonly #persons: RateLimit;
  readonly #addresses: RateLimit;

  constructor(options: RequestLimitsOptions) {
    const { clock, perPerson, perAddress } = options;
    this.#options = options;
    this.#persons = new RateLimit(clock, { perMinute: perPerson, most: MOST_KNOWN });
    this.#addresses = new RateLimit(clock, { perMinute: perAddress, most: MOST_KNOWN });
  }

  /** Takes it from whoever sends the request, or from where nobody does. Throws when there is not so much left. */
  take(c: Context<WebEnv>, sender: Principal | undefined, cost = 1): void {
    c.set("isCounted", true);
    if (sender !== undefined) this.#takeFromPerson(sender, cost);
    if (sender === undefined || !this.#options.namesProve) this.#takeFromAddress(this.#addressOf(c), cost);
  }

  /** Takes what it costs that somebody is not who they say. Throws when there is not so much left, or was not before. */
  takeRefused(c: Context<WebEnv>, { kind }: Refusal): void {
    c.set("isCounted", true);
    const address = this.#addressOf(c);
    if (kind === "unasked") this.#refuse("address", address, this.#addresses.waitFor(address, ASKING_COST));
    this.#takeFromAddress(address, kind === "unproven" ? ASKING_COST : 1);
  }

  /** Takes it from where the request comes, unless it has been counted. Throws when there is nothing left. */
  takeUncounted(c: Context<WebEnv>): void {
    if (!c.get("isCounted")) this.take(c, undefined);
  }

  /** Whether others may be asked about what somebody there says. */
  mayAsk(c: Context<WebEnv>): boolean {
    return this.#addresses.waitFor(this.#addressOf(c), ASKING_COST) === 0;
  }

  #takeFromPerson({ issuer, subject, name }: Principal, cost: number): void {
    const waitMs = this.#persons.take(`${issuer} ${subject}`, cost);
    if (waitMs > 0) this.#refuse("person", name, waitMs);
  }

  #takeFromAddress(address: string, cost: number): void {
    const waitMs = this.#addresses.take(address, cost);
    if (waitMs > 0) this.#refuse("address", address, waitMs);
  }

  #refuse(limit: RequestLimit, who: string, waitMs: number): never {
    const { perPerson, perAddress, report } = this.#options;
    report(limit, who);
    throw tooManyRequests(limit, { perMinute: limit === "person" ? perPerson : perAddress, waitMs });
  }

  /** Without a connection, in tests, a request comes from nowhere. */
  #addressOf({ env, req }: Context<WebEnv>): string {
    const connection: WebEnv["Bindings"] | undefined = env;
    const arrival = {
      peer: connection?.incoming?.socket.remoteAddress,
      forwardedFor: req.raw.headers.get("x-forwarded-for"),
    };
    return findSender(arrival, this.#options.isForwarder);
  }
}
