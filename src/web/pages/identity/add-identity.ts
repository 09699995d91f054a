import type { Hono } from "hono";
import type { Approvals } from "../../../approvals/approvals.ts";
import type { PageAuthenticator } from "../../../auth/authenticator.ts";
import type { WebEnv } from "../../web-env.ts";
import type { PageKit } from "../create-page-kit.ts";
import { renderIdentity } from "./render-identity.ts";
import { suggestNames } from "./suggest-names.ts";

export interface IdentityPageOptions {
  readonly kit: PageKit;
  readonly approvals: Pick<Approvals, "list">;
  readonly claim: NonNullable<PageAuthenticator["claim"]>;
}

/** `/identity`, in open mode: say who you are, then go on to where you came from. */
export function addIdentity(pages: Hono<WebEnv>, { kit, approvals, claim }: IdentityPageOptions): void {
  pages.get("/identity", (c) => {
    const context = kit.contextOf(c);
    const form = {
      next: toOwnPath(c.req.query("next")),
      user: context.viewer?.name ?? "",
      groups: (context.viewer?.groups ?? []).join(", "),
      suggestions: suggestNames(approvals),
    };
    return kit.answer(c, renderIdentity(context, form));
  });
  pages.post("/identity", async (c) => {
    const form = c.get("form");
    const user = (form.get("user") ?? "").trim();
    const groups = form.get("groups") ?? "";
    const next = toOwnPath(form.get("next"));
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

/** Paths that this server has; anything else, a whole URL above all, leads to the inbox. */
const SEGMENT = "[a-z0-9][a-z0-9.-]*";
const OWN_PATH = new RegExp(
  `^/(approvals/${SEGMENT}/${SEGMENT}(/receipt)?|demo(/${SEGMENT}){0,4}|api)?$`,
  "u",
);

function toOwnPath(path: string | undefined): string {
  return path !== undefined && OWN_PATH.test(path) ? path : "/";
}
