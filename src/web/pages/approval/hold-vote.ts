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

export interface HoldRules {
  readonly kit: PageKit;
  readonly login: Login;
  readonly drafts: KeptDrafts;
}

/**
 * A vote waits where the session has ended, or where the provider has not said for too long who its voter is and in which
 * groups: then it is asked first. What was typed is kept; nothing is recorded, and the voter votes again.
 */
export function holdVote(rules: HoldRules): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const session = c.get("session");
    const account =
      session.ended?.account ?? (session.login?.isStale === true ? session.principal : undefined);
    if (c.req.method !== "POST" || account === undefined) return await next();
    const path = approvalPath(
      readRef({ namespace: c.req.param("namespace") ?? "", name: c.req.param("name") ?? "" }),
    );
    const [comment = "", operation] = ["comment", "operation"].map((field) => c.get("form").get(field));
    const { issuer, subject } = account;
    const draft = {
      path,
      account: { issuer, subject },
      comment,
      ...(operation !== undefined && { operation }),
    };
    const isKept = await rules.drafts.keep(c, draft);
    return await rules.kit.answer(c, renderHeld(rules.login, session, { path, comment, isKept }), 403);
  };
}

interface HeldVote {
  readonly path: string;
  readonly comment: string;
  readonly isKept: boolean;
}

function renderHeld(
  login: Login,
  { ended, login: standing }: Session,
  { path, comment, isKept }: HeldVote,
): Page {
  const words = isKept ? false : renderOwnWords(comment);
  if (standing === undefined) {
    const kept = isKept && comment.trim() !== "" ? " What you wrote is kept." : "";
    const page = renderSignIn(login.providers, {
      next: path,
      why: ended?.why,
      held: html` Your vote was not recorded.${kept}`,
    });
    return { ...page, body: html`${page.body}${words}` };
  }
  return renderConfirming(signInPath(standing.provider, path, "confirm"), standing.provider.title, words);
}

/** Goes on by itself: a redirect would be one of a form, which our policy keeps on this host. */
function renderConfirming(href: string, title: string, words: ReturnType<typeof renderOwnWords>): Page {
  const body = html`<div class="head"><h1>One moment: are you still in your groups?</h1></div>
<div class="stack">
<div class="callout now" role="status">${icon("info")}<p>A vote counts only when <bdi>${title}</bdi> has said lately who you are. It is asked now, and then you come back and vote. Nothing was recorded yet${words === false && ", and what you wrote is kept"}.</p></div>
<p class="btns"><a class="btn" href="${href}">Go on</a></p>
${words}
</div>`;
  // What is not kept is to be copied first.
  return { title: "One moment", body, narrow: true, ...(words === false && { goesOnTo: href }) };
}
