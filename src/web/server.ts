// The web server: pages, JSON API and probes over the approvals' use cases. It decides nothing and keeps nothing.
import { Hono } from "hono";
import type { Approvals } from "../approvals/approvals.ts";
import type { ApiAuthenticator, Authenticators } from "../auth/authenticator.ts";
import { checkKeys, type SigningKeys } from "../auth/signing-keys.ts";
import type { Clock } from "../std/clock.ts";
import type { Logger } from "../std/logger.ts";
import { answerError } from "./answer-error.ts";
import { createApi } from "./api/create-api.ts";
import { routeAssets } from "./assets/route-assets.ts";
import { loadAssets, type Assets } from "./assets/load-assets.ts";
import { deliver } from "./delivery/deliver.ts";
import { ResponseBudget } from "./delivery/response-budget.ts";
import { authenticateProgram } from "./guards/authenticate.ts";
import { checkAddress } from "./guards/check-address.ts";
import { checkHost } from "./guards/check-host.ts";
import { checkNeed, type NeedRules } from "./guards/check-need.ts";
import { limitBody } from "./guards/limit-body.ts";
import { limitRequests } from "./guards/limit-requests.ts";
import { securityHeaders } from "./guards/security-headers.ts";
import { type Limit, reportLimits } from "./limits/report-limits.ts";
import { RequestLimits, type RequestLimitSettings } from "./limits/request-limits.ts";
import { listen, type Listening, type ListenOptions } from "./listening/listen.ts";
import { logRequests } from "./log-requests.ts";
import { noSuchAddress } from "./problems/no-such-address.ts";
import { createPageKit, type PageKit } from "./pages/create-page-kit.ts";
import { createPages, type ExtraPages } from "./pages/create-pages.ts";
import { createProbes, type Health } from "./probes.ts";
import { readingSide, type ReadingSide } from "./reading-side.ts";
import { checkDeclared, createNeedOf, needsOfAssets, ROUTE_NEEDS } from "./route-needs.ts";
import { notSignedIn } from "./problems/not-signed-in.ts";
import type { WebEnv } from "./web-env.ts";
import { writingSide } from "./writing-side.ts";

export interface WebServerOptions {
  readonly approvals: Approvals;
  readonly authenticators: Authenticators;
  /** For form tokens; the same in every replica and after every restart. */
  readonly keys: SigningKeys;
  /** The address people open; an origin, without a path. */
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly health: Health;
  readonly version: string;
  readonly clusterName?: string;
  /** IANA name of the zone that times are shown in; UTC when absent. */
  readonly timeZone?: string;
  readonly extraPages?: ExtraPages;
  /** For the answers of this server; one of its own when absent. */
  readonly responseBudget?: ResponseBudget;
  /** None when absent. */
  readonly limits?: WebLimits;
}

/** What one person, and one address, can take from the others. */
export interface WebLimits extends RequestLimitSettings {
  /** At once. */
  readonly connections: number;
  /** Of each that is refused. */
  readonly onLimited: (limit: Limit) => void;
}

export interface WebServer {
  readonly app: Hono<WebEnv>;
  listen(options: ListenOptions): Promise<Listening>;
}

/** Builds the server; nothing listens yet. Throws when the base URL or the key cannot serve. */
export function createWebServer(options: WebServerOptions): WebServer {
  const baseUrl = parseBaseUrl(options.baseUrl);
  checkKeys(options.keys);
  const assets = loadAssets();
  const approvals = readingSide(options.approvals);
  const writes = writingSide(options.approvals);
  const { pages: authenticator, api: programs } = options.authenticators;
  const kit = createKit(options, approvals, assets);
  const needOf = createNeedOf(ROUTE_NEEDS, needsOfAssets(assets), options.extraPages?.needs ?? {});
  const { version, logger, extraPages } = options;
  const { requests, connections } = createLimits(options);
  const { api, document } = createApi({ approvals, ...writes, authenticator: programs, baseUrl, version });

  const app = new Hono<WebEnv>();
  app.onError((error, c) => answerError(c, error, { kit, baseUrl, logger, authenticator, requests }));
  app.notFound((c) => {
    throw noSuchAddress(c, baseUrl);
  });
  app.use(
    logRequests(logger, options.clock),
    securityHeaders,
    deliver(options.responseBudget ?? new ResponseBudget()),
  );
  // Under any host name: they hold nothing of anybody, and the page that says 421 is to be read.
  routeAssets(app, assets);
  app.use(checkHost(baseUrl), checkAddress(app, baseUrl, requests));
  app.route("/", createProbes(options.health));
  app.use(limitBody);
  app.use(
    "/api/v1/*",
    authenticateProgram(programs, requests),
    limitRequests(requests),
    checkNeed({ needOf, approvals, baseUrl, answerNobody: answerNobodyBy(programs) }),
  );
  // It is the same for everybody, so nobody says who they are.
  app.use("/api/openapi.json", limitRequests(requests));
  app.route("/", api);
  // What the API does not have is not looked for among the pages, whose visitors get a session.
  app.all("/api/v1/*", (c) => c.notFound());
  const pages = { ...options, ...writes, authenticator, kit, approvals, needOf, baseUrl, document, requests };
  app.route("/", createPages({ ...pages, extraPages }));
  checkDeclared(app, needOf);
  return { app, listen: (where) => listen(app.fetch, where, connections && { connections }) };
}

function createLimits({ limits, authenticators, clock, logger }: WebServerOptions) {
  if (limits === undefined) return {};
  const report = reportLimits({ ...limits, clock, logger });
  const namesProve = authenticators.pages.banner === undefined;
  return {
    requests: new RequestLimits({ ...limits, clock, report, namesProve }),
    connections: {
      most: limits.connections,
      isForwarder: limits.isForwarder,
      onRefused: (from: string): void => report("connections", from),
    },
  };
}

/** A write says so itself, after what is wrong with its address and its sender. */
function answerNobodyBy(programs: ApiAuthenticator): NeedRules["answerNobody"] {
  return async (_c, right, next) => {
    if (right !== "vote" && right !== "cancel") throw notSignedIn(right, programs);
    await next();
  };
}

function createKit(options: WebServerOptions, approvals: ReadingSide, assets: Assets): PageKit {
  return createPageKit({
    ...options,
    approvals,
    timeZone: options.timeZone ?? "UTC",
    clusterName: options.clusterName,
    authenticator: options.authenticators.pages,
    navigation: [...(options.extraPages?.navigation ?? []), { href: "/", label: "Inbox" }],
    assets,
    pipelineRunPath: options.extraPages?.pipelineRunPath,
  });
}

function parseBaseUrl(text: string): URL {
  const url = new URL(text);
  if (url.pathname === "/" && url.search === "" && url.hash === "") return url;
  throw new Error(
    `The base URL ${text} has a path. Pages are served at the root of a host: give ${url.origin}, with a host name of its own.`,
  );
}
