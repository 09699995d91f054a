import { Hono } from "hono";
import type { Approvals } from "../../approvals/approvals.ts";
import type { PageAuthenticator } from "../../auth/authenticator.ts";
import type { SigningKeys } from "../../auth/signing-keys.ts";
import type { Clock } from "../../std/clock.ts";
import type { Logger } from "../../std/logger.ts";
import type { NavigationEntry } from "../components/layout.ts";
import { authenticatePage } from "../guards/authenticate.ts";
import { checkForm } from "../guards/check-form.ts";
import type { ReadingSide } from "../reading-side.ts";
import type { WebEnv } from "../web-env.ts";
import { routeApproval } from "./approval/route-approval.ts";
import { routeVote } from "./approval/route-vote.ts";
import type { PageKit } from "./create-page-kit.ts";
import { routeIdentity } from "./identity/route-identity.ts";
import { routeInbox } from "./inbox/route-inbox.ts";
import type { PageContext } from "./page-context.ts";
import { routeReference } from "./reference/route-reference.ts";

/** Pages that somebody else adds; they pass the same guards. */
export interface ExtraPages {
  /** Entries of the navigation, before the inbox. */
  readonly navigation: readonly NavigationEntry[];
  readonly route: (pages: Hono<WebEnv>, kit: PageKit, approvals: ReadingSide) => void;
  /** Where a pipeline run is shown, when it is. */
  readonly pipelineRunPath?: PageContext["pipelineRunPath"];
}

export interface PagesOptions {
  readonly kit: PageKit;
  readonly approvals: ReadingSide;
  readonly castVote: Approvals["castVote"];
  readonly authenticator: PageAuthenticator;
  readonly keys: SigningKeys;
  readonly baseUrl: URL;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly document: object;
  readonly extraPages: ExtraPages | undefined;
}

/** All pages behind their guards: who asks is known, and a POST is a form of our own. */
export function createPages(options: PagesOptions): Hono<WebEnv> {
  const { kit, approvals, authenticator, extraPages } = options;
  const pages = new Hono<WebEnv>();
  pages.use(authenticatePage(authenticator), checkForm(options));
  routeInbox(pages, { kit, approvals });
  routeApproval(pages, options);
  routeVote(pages, options);
  routeReference(pages, options);
  if (authenticator.signIn.kind === "claim") {
    routeIdentity(pages, { kit, approvals, claim: authenticator.signIn.claim });
  }
  extraPages?.route(pages, kit, approvals);
  return pages;
}
