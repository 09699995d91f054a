import type { Hono } from "hono";
import type { Approvals } from "../../../approvals/approvals.ts";
import type { SignIn } from "../../../auth/authenticator.ts";
import type { WebEnv } from "../../web-env.ts";
import type { PageKit } from "../create-page-kit.ts";
import { createNextPage } from "../next-page.ts";
import { renderIdentity } from "./render-identity.ts";
import { suggestNames } from "./suggest-names.ts";

export interface IdentityPageOptions {
  readonly kit: PageKit;
  readonly approvals: Pick<Approvals, "list">;
  readonly claim: Extract<SignIn, { kind: "claim" }>["claim"];
}

const PATH = "/identity";

/** `/identity`, in open mode: say who you are, then go on to where you came from. */
export function routeIdentity(pages: Hono<WebEnv>, { kit, approvals, claim }: IdentityPageOptions): void {
  const nextPage = createNextPage(pages);
  // Who comes from this very page has nothing to go back to.
  const toNext = (asked: string | undefined): string => (asked === PATH ? "/" : nextPage(asked));
  pages.get(PATH, (c) => {
    const context = kit.contextOf(c);
    const form = {
      next: toNext(c.req.query("next")),
      user: context.viewer?.name ?? "",
      groups: (context.viewer?.groups ?? []).join(", "),
      suggestions: suggestNames(approvals),
    };
    return kit.answer(c, renderIdentity(context, form));
  });
  pages.post(PATH, async (c) => {
    const form = c.get("form");
    const user = (form.get("user") ?? "").trim();
    const groups = form.get("groups") ?? "";
    const next = toNext(form.get("next"));
    const answer = claim(user, splitGroups(groups));
    if (!answer.ok) {
      const again = { next, user, groups, fault: answer.error, suggestions: suggestNames(approvals) };
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
