import { Hono } from "hono";
import type { PageAuthenticator } from "../../auth/authenticator.ts";
import type { SigningKeys } from "../../auth/signing-keys.ts";
import type { Clock } from "../../std/clock.ts";
import type { Logger } from "../../std/logger.ts";
import type { NavigationEntry } from "../components/layout.ts";
import { authenticatePage } from "../guards/authenticate.ts";
import { checkForm } from "../guards/check-form.ts";
import { limitRequests } from "../guards/limit-requests.ts";
import { checkNeed, type NeedRules } from "../guards/check-need.ts";
import { readForm } from "../guards/read-form.ts";
import { ASKING_COST, type RequestLimits } from "../limits/request-limits.ts";
import type { ReadingSide } from "../reading-side.ts";
import type { NeedOf, RouteNeeds } from "../route-needs.ts";
import { notSignedIn, PAGE_CHALLENGE } from "../problems/not-signed-in.ts";
import type { WebEnv } from "../web-env.ts";
import type { WritingSide } from "../writing-side.ts";
import { routeApproval } from "./approval/route-approval.ts";
import { CANCEL_PATH, routeCancel } from "./cancel/route-cancel.ts";
import { HELD_CANCEL, HELD_VOTE, holdVote } from "./approval/hold-vote.ts";
import { takeLink } from "./approval/take-link.ts";
import { createKeptDrafts } from "./approval/kept-drafts.ts";
import { routeSendAgain } from "./approval/route-send-again.ts";
import { routeVote, VOTES_PATH } from "./approval/route-vote.ts";
import type { PageKit } from "./create-page-kit.ts";
import { routeIdentity } from "./identity/route-identity.ts";
import { renderNobody } from "./inbox/render-nobody.ts";
import { routeInbox } from "./inbox/route-inbox.ts";
import { routeMe, routeSignOut } from "./me/route-me.ts";
import type { PageContext } from "./page-context.ts";
import { routeReference } from "./reference/route-reference.ts";
import { routeSignIn } from "./sign-in/route-sign-in.ts";
import { SIGN_IN } from "./sign-in/sign-in-paths.ts";

/** Pages that somebody else adds; they pass the same guards. */
export interface ExtraPages {
  /** Entries of the navigation, before the inbox. */
  readonly navigation: readonly NavigationEntry[];
  readonly route: (pages: Hono<WebEnv>, kit: PageKit, approvals: ReadingSide) => void;
  /** Who may come to them. */
  readonly needs: RouteNeeds;
  /** Where a pipeline run is shown, when it is. */
  readonly pipelineRunPath?: PageContext["pipelineRunPath"];
}

export interface PagesOptions extends WritingSide {
  readonly kit: PageKit;
  readonly approvals: ReadingSide;
  readonly needOf: NeedOf;
  readonly authenticator: PageAuthenticator;
  readonly keys: SigningKeys;
  readonly baseUrl: URL;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly document: object;
  readonly extraPages: ExtraPages | undefined;
  /** None when absent. */
  readonly requests: RequestLimits | undefined;
}

/** All pages behind their guards: a POST is a form of our own, who asks is known, and where a name is needed there is one. */
export function createPages(options: PagesOptions): Hono<WebEnv> {
  const { kit, approvals, authenticator, extraPages, requests } = options;
  const pages = new Hono<WebEnv>();
  const { login } = authenticator;
  const drafts = login && createKeptDrafts(options.keys, options.baseUrl);
  const answerNobody: NeedRules["answerNobody"] = (c, right) => {
    if (c.req.method === "POST") throw notSignedIn(right, { advice: authenticator.advice });
    c.header("WWW-Authenticate", PAGE_CHALLENGE);
    return kit.answer(c, renderNobody(kit.contextOf(c), c.req.path), 401);
  };
  // After the form is read, so that whoever is refused gets back what they wrote.
  pages.use(readForm(options.baseUrl), authenticatePage(authenticator, requests), limitRequests(requests));
  pages.use(`${SIGN_IN}/:provider/*`, limitRequests(requests, ASKING_COST - 1));
  pages.use(checkForm(options.keys));
  // Before a name is needed: with a link comes one.
  pages.use("/approvals/:namespace/:name", takeLink(authenticator.links));
  // Before anybody is told that a vote needs a name: who had one a moment ago gets another chance.
  if (login && drafts) {
    pages.use(VOTES_PATH, holdVote({ kit, login, drafts, held: HELD_VOTE }));
    pages.use(CANCEL_PATH, holdVote({ kit, login, drafts, held: HELD_CANCEL }));
  }
  pages.use(checkNeed({ ...options, answerNobody }));
  routeInbox(pages, { kit, approvals });
  routeApproval(pages, { ...options, drafts });
  routeVote(pages, { ...options, drafts });
  routeCancel(pages, { ...options, drafts });
  routeSendAgain(pages, options);
  routeReference(pages, options);
  if (authenticator.signIn.kind === "claim") {
    routeIdentity(pages, { kit, approvals, claim: authenticator.signIn.claim });
  }
  routeMe(pages, kit);
  if (login) {
    routeSignIn(pages, { kit, login });
    routeSignOut(pages, { kit, login });
  }
  extraPages?.route(pages, kit, approvals);
  return pages;
}
