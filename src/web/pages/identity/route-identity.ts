import type { Hono } from "hono";
import type { SignIn } from "../../../auth/authenticator.ts";
import type { ReadingSide } from "../../reading-side.ts";
import type { WebEnv } from "../../web-env.ts";
import type { PageKit } from "../create-page-kit.ts";
import { createNextPage } from "../next-page.ts";
import { renderIdentity } from "./render-identity.ts";
import { suggestNames } from "./suggest-names.ts";

export interface IdentityPageOptions {
  readonly kit: PageKit;
  readonly approvals: ReadingSide;
  readonly claim: Extract<SignIn, { kind: "claim" }>["claim"];
}

const PATH = "/identity";

/** `/identity`, in open mode: say who you are, then go on to where you came from. */
export function routeIdentity(pages: Hono<WebEnv>, { kit, approvals, claim }: IdentityPageOptions): void {
  const nextPage = createNextPage(pages);
  // Whoever comes from this very page has nothing to go back to.
  const toNext = (asked: string | undefined): string => (asked === PATH ? "/" : nextPage(asked));
  pages.get(PATH, (c) => {
    const context = kit.contextOf(c);
    const next = toNext(c.req.query("next"));
    const form = {
      next,
      user: context.viewer?.name ?? "",
      groups: (context.viewer?.groups ?? []).join(", "),
      asked: suggestNames(approvals.seenBy(context.viewer), next),
    };
    return kit.answer(c, renderIdentity(context, form));
  });
  pages.post(PATH, async (c) => {
    const form = c.get("form");
    // A name that is offered is taken as it stands; the fields beside it belong to another.
    const offered = form.get("as");
    const user = (offered ?? form.get("user") ?? "").trim();
    const groups = offered === undefined ? (form.get("groups") ?? "") : "";
    const next = toNext(form.get("next"));
    const answer = claim(user, splitGroups(groups));
    if (!answer.ok) {
      const asked = suggestNames(approvals.seenBy(c.get("principal")), next);
      const again = { next, user, groups, fault: answer.error, asked };
      return kit.answer(c, renderIdentity(kit.contextOf(c), again), 400);
    }
    const { setCookie } = answer.value;
    if (setCookie !== undefined) c.header("Set-Cookie", setCookie);
    return c.redirect(next, 303);
  });
}

function splitGroups(text: string): readonly string[] {
  return text
    .split(",")
    .map((group) => group.trim())
    .filter((group) => group !== "");
}
