import { ok } from "../std/result.ts";
import type { Authenticators } from "./authenticator.ts";
import type { MatchRules, Principal } from "./principal.ts";

/** Everybody comes with the rules by which they may be asked: here and nowhere else, so that no door goes by others. */
export function withMatch({ pages, api }: Authenticators, match: MatchRules): Authenticators {
  const matched = <P extends Principal | undefined>(principal: P): P =>
    principal === undefined ? principal : { ...principal, match };
  return {
    pages: {
      ...pages,
      authenticate: async (request) => {
        const answer = await pages.authenticate(request);
        if (!answer.ok || answer.value.principal === undefined) return answer;
        return ok({ ...answer.value, principal: matched(answer.value.principal) });
      },
    },
    api: {
      ...api,
      authenticate: async (request) => {
        const answer = await api.authenticate(request);
        return answer.ok ? ok(matched(answer.value)) : answer;
      },
    },
  };
}
