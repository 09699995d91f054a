import { html } from "hono/html";
import type { MiddlewareHandler } from "hono";
import type { Login } from "../../../auth/login.ts";
import type { Session } from "../../../auth/session.ts";
import { approvalPath } from "../../../objects/approval/approval-url.ts";
import { icon } from "../../components/icon.ts";
import type { Page } from "../../components/layout.ts";
import { readRef } from "../../read-ref.ts";
import type { WebEnv } from "../../web-env.ts";
import type { PageKit } from "../create-page-kit.ts";
import { renderOwnWords } from "../render-own-words.ts";
import { renderSignIn } from "../sign-in/render-sign-in.ts";
import { signInPath } from "../sign-in/sign-in-paths.ts";
import type { KeptDrafts } from "./kept-drafts.ts";

/** What waits, in words. */
interface Held {
  /** Below the approval's own page, where it is done. */
  readonly below: "" | "/cancel";
  /** The field with what was typed. */
  readonly field: "comment" | "reason";
  readonly notDone: string;
  readonly counts: string;
  readonly again: string;
}

export const HELD_VOTE: Held = {
  below: "",
  field: "comment",
  notDone: "Your vote was not recorded.",
  counts: "A vote counts",
  again: "vote",
};

export const HELD_CANCEL: Held = {
  below: "/cancel",
  field: "reason",
  notDone: "The approval was not cancelled.",
  counts: "Cancelling counts",
  again: "cancel it",
};

export interface HoldRules {
  readonly held: Held;
  readonly kit: PageKit;
  readonly login: Login;
  readonly drafts: KeptDrafts;
}

/**
 * A vote, or a cancellation, waits where the session has ended, or where the provider has not said for too long who its sender is and in which
 * groups: then it is asked first. What was typed is kept; nothing is recorded, and it is sent again.
 */
export function holdVote(rules: HoldRules): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const session = c.get("session");
    const account =
      session.ended?.account ?? (session.login?.isStale === true ? session.principal : undefined);
    if (c.req.method !== "POST" || account === undefined) return await next();
    const { held } = rules;
    const approval = approvalPath(
      readRef({ namespace: c.req.param("namespace") ?? "", name: c.req.param("name") ?? "" }),
    );
    const path = `${approval}${held.below}`;
    const [comment = "", operation] = [held.field, "operation"].map((field) => c.get("form").get(field));
    const { issuer, subject } = account;
    const draft = {
      path,
      account: { issuer, subject },
      comment,
      ...(operation !== undefined && { operation }),
    };
    const isKept = await rules.drafts.keep(c, draft);
    return await rules.kit.answer(c, renderHeld(rules.login, session, { held, path, comment, isKept }), 403);
  };
}

interface HeldForm {
  readonly held: Held;
  readonly path: string;
  readonly comment: string;
  readonly isKept: boolean;
}

function renderHeld(
  login: Login,
  { ended, login: standing }: Session,
  { held, path, comment, isKept }: HeldForm,
): Page {
  const words = isKept ? false : renderOwnWords(comment);
  if (standing === undefined) {
    const kept = isKept && comment.trim() !== "" ? " What you wrote is kept." : "";
    const page = renderSignIn(login.providers, {
      next: path,
      why: ended?.why,
      held: html` ${held.notDone}${kept}`,
    });
    return { ...page, body: html`${page.body}${words}` };
  }
  const href = signInPath(standing.provider, path, "confirm");
  return renderConfirming(href, { held, title: standing.provider.title, words });
}

interface Confirming {
  readonly held: Held;
  readonly title: string;
  readonly words: ReturnType<typeof renderOwnWords>;
}

/** Goes on by itself: a redirect would be one of a form, which our policy keeps on this host. */
function renderConfirming(href: string, { held, title, words }: Confirming): Page {
  const body = html`<div class="head"><h1>One moment: are you still in your groups?</h1></div>
<div class="stack">
<div class="callout now" role="status">${icon("info")}<p>${held.counts} only if <bdi>${title}</bdi> has recently said who you are. It is asked now; then you come back and ${held.again}. Nothing has been recorded yet${words === false && ", and what you wrote is kept"}.</p></div>
<p class="btns"><a class="btn" href="${href}">Go on</a></p>
${words}
</div>`;
  // What is not kept is to be copied first.
  return { title: "One moment", body, narrow: true, ...(words === false && { goesOnTo: href }) };
}
