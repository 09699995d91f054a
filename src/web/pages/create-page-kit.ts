import { randomUUID } from "node:crypto";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { PageAuthenticator } from "../../auth/authenticator.ts";
import { makeCsrfToken } from "../../auth/csrf.ts";
import type { Session } from "../../auth/session.ts";
import type { SigningKeys } from "../../auth/signing-keys.ts";
import type { Clock } from "../../std/clock.ts";
import type { Assets } from "../assets/load-assets.ts";
import { renderDocument, type Frame, type NavigationEntry, type Page } from "../components/layout.ts";
import { createTimes } from "../components/times.ts";
import type { ReadingSide } from "../reading-side.ts";
import type { WebEnv } from "../web-env.ts";
import type { PageContext } from "./page-context.ts";

/** What makes a page of ours out of its own part; also for pages that others add. */
export interface PageKit {
  contextOf(c: Context<WebEnv>): PageContext;
  answer(c: Context<WebEnv>, page: Page, status?: ContentfulStatusCode): Promise<Response>;
}

/** When the cluster was heard of last, RFC 3339: beside each page. */
const LAST_CONTACT = "Countersign-Last-Contact";

export interface PageKitOptions {
  readonly approvals: ReadingSide;
  readonly keys: SigningKeys;
  readonly clock: Clock;
  readonly timeZone: string;
  readonly version: string;
  readonly clusterName: string | undefined;
  readonly authenticator: Pick<PageAuthenticator, "signIn" | "banner" | "links">;
  readonly navigation: readonly NavigationEntry[];
  readonly assets: Assets;
  readonly pipelineRunPath: PageContext["pipelineRunPath"];
}

/** `navigation`: in the order shown. */
export function createPageKit(options: PageKitOptions): PageKit {
  const { approvals, keys, clock, timeZone, assets } = options;
  const { signIn, banner, links } = options.authenticator;
  return {
    contextOf(c) {
      const session = sessionOf(c);
      return {
        viewer: session?.principal,
        ended: session?.ended,
        signIn,
        link: session?.link && { decides: links?.decide === true },
        token: session === undefined ? "" : makeCsrfToken(keys, session.id),
        operation: randomUUID(),
        times: createTimes(clock.now(), timeZone),
        freshness: approvals.freshness(),
        clusterName: options.clusterName,
        pipelineRunPath: options.pipelineRunPath,
      };
    },
    async answer(c, page, status = 200) {
      const session = sessionOf(c);
      const principal = session?.principal;
      const frame: Frame = {
        version: options.version,
        clusterName: options.clusterName,
        signIn,
        banner,
        principal,
        signOutToken: session?.login === undefined ? undefined : makeCsrfToken(keys, session.id),
        isAsked: session !== undefined,
        // A link shows one approval, and says nothing of others.
        waiting:
          principal === undefined || session?.link ? 0 : approvals.seenBy(principal).countWaiting(principal),
        navigation: options.navigation,
        path: c.req.method === "GET" ? c.req.path : "/",
        assets: {
          css: assets.css.path,
          scripts: assets.scripts.map(({ path }) => path),
          icon: assets.icon.path,
        },
      };
      const { lastContactMs } = approvals.freshness();
      // A page that has not changed is not sent again, and how fresh it is must be told all the same.
      if (lastContactMs !== undefined) c.header(LAST_CONTACT, new Date(lastContactMs).toISOString());
      return c.html(await renderDocument(frame, page), status);
    },
  };
}

/** Absent when the request was refused before anybody asked who sends it. */
function sessionOf(c: Context<WebEnv>): Session | undefined {
  return c.get("session");
}
