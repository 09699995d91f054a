// Hostile requests by the thousand: no answer may be a fault, and no vote may come of them that nobody cast.
import * as fc from "fast-check";
import type { SentLink } from "../../../src/auth/authenticators/link.ts";
import { ROUTE_NEEDS } from "../../../src/web/route-needs.ts";
import type { FuzzOptions } from "../fuzz-parts.ts";
import { type Ballot, Ballots } from "./ballots.ts";
import { isRecorded, judgeAnswer } from "./judge-answer.ts";
import type { Answer } from "./read-answers.ts";
import type { RequestCase } from "./request-case.ts";
import { plainRequests, requestCase } from "./request-cases.ts";
import { findRoute, listRoutes, type Route } from "./routes.ts";
import { Visitor } from "./visitor.ts";

const WORKERS = 6;
const BATCH = 5_000;

interface RequestsOptions extends FuzzOptions<RequestCase> {
  readonly requests: number;
}

/** Requests and what comes of them. */
export class RequestFuzz {
  readonly #options: RequestsOptions;
  readonly #routes = listRoutes();
  readonly #reached = new Set<Route>();
  readonly #ballots: Ballots;
  readonly #statuses = new Map<number, number>();
  #sent = 0;

  constructor(options: RequestsOptions) {
    this.#options = options;
    this.#ballots = new Ballots(options.cluster);
  }

  async play(): Promise<void> {
    const { kept, requests, seed } = this.#options;
    await this.#ballots.openBystanders();
    await this.#ballots.plantElsewhere();
    const visitor = this.#visit();
    const hidden = await visitor.readForm(this.#ballots.bystander());
    visitor.close();
    const arbitrary = requestCase(this.#routes, hidden);
    await this.#sendAll([...kept, ...plainRequests(this.#routes, hidden)]);
    for (let batch = 0; this.#sent < requests; batch += 1)
      await this.#sendAll(fc.sample(arbitrary, { seed: seed + batch, numRuns: Math.min(BATCH, requests) }));
    await this.#check();
  }

  /** For the summary. */
  describe(): string {
    const counts = [...this.#statuses]
      .toSorted(([a], [b]) => a - b)
      .map(([status, count]) => `${count} x ${status}`);
    return `${this.#sent} requests to ${this.#routes.length} routes: ${counts.join(", ")}`;
  }

  #visit(): Visitor {
    const { port, probePort, keys } = this.#options.product;
    const baseUrl = new URL(`http://127.0.0.1:${port}`);
    const sendLink = (ballot: Ballot): Promise<SentLink> => this.#ballots.sendLink(ballot, { keys, baseUrl });
    return new Visitor({ port, probePort, sendLink });
  }

  async #sendAll(cases: readonly RequestCase[]): Promise<void> {
    const rest = cases.values();
    await Promise.all(
      Array.from({ length: WORKERS }, async () => {
        const visitor = this.#visit();
        for (const each of rest) await this.#send(visitor, each);
        visitor.close();
      }),
    );
  }

  async #send(visitor: Visitor, request: RequestCase): Promise<void> {
    const { checks, product, keep } = this.#options;
    if (!product.isRunning) return;
    const ballot = await this.#ballotFor(request);
    this.#sent += 1;
    try {
      const answers = await visitor.send(request, ballot);
      if (answers.length === 0 && request.isBroken !== true) throw new Error("closed without an answer");
      const faults = answers.flatMap((answer) => judgeAnswer(request, answer));
      for (const { kind, told } of faults) checks.fail(kind, `${describe(request)}: ${told}`);
      if (faults.length === 0) checks.pass();
      else keep(request);
      for (const answer of answers) this.#count(request, answer);
      if (request.cancels !== true && answers.some(isRecorded)) this.#ballots.record(ballot);
    } catch (error) {
      checks.fail("a request without an answer", `${describe(request)}: ${String(error)}`);
      keep(request);
    }
  }

  async #ballotFor({ vote, cancels }: RequestCase): Promise<Ballot> {
    if (cancels === true) return await this.#ballots.toCancel();
    return vote === "never" ? this.#ballots.bystander() : await this.#ballots.fresh();
  }

  #count({ door = "pages", method, target }: RequestCase, { status }: Answer): void {
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    const [path = ""] = target.split("?");
    const route = status < 400 ? findRoute(this.#routes, { door, method, path }) : undefined;
    if (route !== undefined) this.#reached.add(route);
  }

  async #check(): Promise<void> {
    const { checks } = this.#options;
    for (const route of this.#routes.filter(isForAnybody)) {
      const { method, path } = route;
      checks.check(
        this.#reached.has(route),
        "a route is never reached behind its guards",
        `${method} ${path}`,
      );
    }
    await this.#ballots.check(checks);
  }
}

/** Nobody is an admin here: what only admins may do is behind a guard that lets none of these requests by. */
function isForAnybody({ method, path }: Route): boolean {
  return ROUTE_NEEDS[`${method} ${path}`] !== "administer";
}

function describe({ about, method, target }: RequestCase): string {
  return `${about} (${method.slice(0, 20)} ${target.slice(0, 120)})`;
}
