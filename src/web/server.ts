// The web server: pages, JSON API and probes over the approvals' use cases. It decides nothing and keeps nothing.
import { Hono } from "hono";
import type { Context } from "hono";
import type { Approvals } from "../approvals/approvals.ts";
import type { Authenticator } from "../auth/authenticator.ts";
import { checkKeys } from "../auth/signing-keys.ts";
import type { SigningKeys } from "../auth/signing-keys.ts";
import type { Clock } from "../std/clock.ts";
import type { Logger } from "../std/logger.ts";
import { createApi } from "./api/create-api.ts";
import { answerProblem } from "./api/problem-document.ts";
import { addAssets } from "./assets/add-assets.ts";
import { loadAssets } from "./assets/load-assets.ts";
import type { NavigationEntry } from "./components/layout.ts";
import { authenticate } from "./guards/authenticate.ts";
import { checkForm } from "./guards/check-form.ts";
import { checkHost } from "./guards/check-host.ts";
import { checkMethod } from "./guards/check-method.ts";
import { limitBody } from "./guards/limit-body.ts";
import { securityHeaders } from "./guards/security-headers.ts";
import { HttpProblem } from "./http-problem.ts";
import { listen } from "./listen.ts";
import type { Listening, ListenOptions } from "./listen.ts";
import { addApproval } from "./pages/approval/add-approval.ts";
import { addVote } from "./pages/approval/add-vote.ts";
import { createPageKit } from "./pages/create-page-kit.ts";
import type { PageKit } from "./pages/create-page-kit.ts";
import { renderFailure } from "./pages/failure/render-failure.ts";
import { addIdentity } from "./pages/identity/add-identity.ts";
import { addInbox } from "./pages/inbox/add-inbox.ts";
import { createProbes } from "./probes.ts";
import type { Health } from "./probes.ts";
import type { WebEnv } from "./web-env.ts";

/** Pages that somebody else adds; they pass the same guards. */
export interface ExtraPages {
  /** Entries of the navigation, before the inbox. */
  readonly navigation: readonly NavigationEntry[];
  add(pages: Hono<WebEnv>, kit: PageKit): void;
}

export interface WebServerOptions {
  readonly approvals: Approvals;
  readonly authenticator: Authenticator;
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
  /** The text that Prometheus reads. */
  readonly metrics?: () => Promise<string>;
  readonly extraPages?: ExtraPages;
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
  const kit = createPageKit({
    ...options,
    timeZone: options.timeZone ?? "UTC",
    clusterName: options.clusterName,
    openMode: options.authenticator.mode === "open",
    navigation: [...(options.extraPages?.navigation ?? []), { href: "/", label: "Inbox" }],
    assets,
  });
  const app = new Hono<WebEnv>();
  app.onError((error, c) => answerError(c, error, { kit, baseUrl, logger: options.logger }));
  app.notFound((c) => {
    throw new HttpProblem("not-found", `There is no page at ${c.req.path}. Begin at ${baseUrl.origin}/.`);
  });
  app.use(securityHeaders, checkHost(baseUrl), checkMethod(app));
  app.route("/", createProbes(options.health));
  const { metrics } = options;
  if (metrics !== undefined) app.get("/metrics", async (c) => c.text(await metrics()));
  addAssets(app, assets);
  app.use(limitBody);
  app.use("/api/v1/*", authenticate(options.authenticator, { remember: false }));
  app.route(
    "/",
    createApi({ ...options, baseUrl, castVote: (request) => options.approvals.castVote(request) }),
  );
  app.route("/", createPages(options, baseUrl, kit));
  return { app, listen: (where) => listen(app.fetch, where) };
}

function createPages(options: WebServerOptions, baseUrl: URL, kit: PageKit): Hono<WebEnv> {
  const { approvals, authenticator, keys } = options;
  const pages = new Hono<WebEnv>();
  pages.use(authenticate(authenticator, { remember: true }), checkForm({ keys, baseUrl }));
  addInbox(pages, { kit, approvals });
  addApproval(pages, { ...options, kit });
  addVote(pages, { kit, approvals, castVote: (request) => approvals.castVote(request) });
  if (authenticator.claim !== undefined) {
    addIdentity(pages, { kit, approvals, claim: authenticator.claim });
  }
  options.extraPages?.add(pages, kit);
  return pages;
}

interface ErrorContext {
  readonly kit: PageKit;
  readonly baseUrl: URL;
  readonly logger: Logger;
}

function answerError(
  c: Context<WebEnv>,
  error: Error,
  { kit, baseUrl, logger }: ErrorContext,
): Response | Promise<Response> {
  const problem = error instanceof HttpProblem ? error : hideError(c, error, logger);
  for (const [name, value] of Object.entries(problem.headers)) c.header(name, value);
  if (c.req.path.startsWith("/api/")) return answerProblem(c, problem, baseUrl);
  return kit.answer(c, renderFailure(problem, commentOf(c)), problem.status);
}

/** What was typed into a form that a guard or a fault stopped; there is none before the form was read. */
function commentOf(c: Context<WebEnv>): string | undefined {
  const form: WebEnv["Variables"]["form"] | undefined = c.get("form");
  return form?.get("comment");
}

/** What went wrong inside is for the log, not for whoever asked. */
function hideError(c: Context, error: Error, logger: Logger): HttpProblem {
  logger.error({ err: error, method: c.req.method, path: c.req.path }, "a request failed");
  return new HttpProblem(
    "internal",
    "The server failed while answering. Whether something was changed is not known; open the approval again to see. The log has the reason.",
  );
}

function parseBaseUrl(text: string): URL {
  const url = new URL(text);
  if (url.pathname === "/" && url.search === "" && url.hash === "") return url;
  throw new Error(
    `The base URL ${text} has a path. Pages are served at the root of a host: give ${url.origin}, and a host name of its own.`,
  );
}
