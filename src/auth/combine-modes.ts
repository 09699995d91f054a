// Several modes at once, behind the two ports of one.
import { ok } from "../std/result.ts";
import type { ApiAuthenticator, Authenticators, Mode, PageAuthenticator } from "./authenticator.ts";
import { createBearerApi } from "./bearer-tokens.ts";
import { NOBODY } from "./session.ts";

/** Of several that know who somebody is, the first one counts. */
export function combineModes(modes: readonly Mode[]): Authenticators {
  const bearers = modes.flatMap((mode) => mode.bearers ?? []);
  const others = modes.flatMap(({ api }) => api ?? []);
  const apis = bearers.length > 0 || others.length === 0 ? [...others, createBearerApi(bearers)] : others;
  return { pages: combinePages(modes.flatMap(({ pages }) => pages ?? [])), api: combineApis(apis) };
}

const NO_PAGES: PageAuthenticator = {
  signIn: { kind: "none" },
  advice: "Nobody can sign in on these pages: use the API.",
  authenticate: async () => ok(NOBODY),
};

/** The first says how people sign in, and whose session it is of whom none of them knows the name. */
function combinePages([first = NO_PAGES, ...others]: readonly PageAuthenticator[]): PageAuthenticator {
  if (others.length === 0) return first;
  const [links] = others.flatMap((other) => other.links ?? []);
  return {
    ...first,
    ...(links && { links }),
    authenticate: async (request) => {
      const nobody = await first.authenticate(request);
      if (!nobody.ok || nobody.value.principal !== undefined) return nobody;
      for (const other of others) {
        const answer = await other.authenticate(request);
        if (!answer.ok || answer.value.principal !== undefined) return answer;
      }
      return nobody;
    },
  };
}

/** The last one's challenge is the one that any program can answer. */
function combineApis(apis: readonly ApiAuthenticator[]): ApiAuthenticator {
  const last = apis.at(-1) ?? createBearerApi([]);
  if (apis.length < 2) return last;
  return {
    ...last,
    advice: apis.map(({ advice }) => advice).join(" Or: "),
    query: Object.assign({}, ...apis.map(({ query }) => query)) as ApiAuthenticator["query"],
    authenticate: async (request) => {
      for (const api of apis) {
        const answer = await api.authenticate(request);
        if (!answer.ok || answer.value !== undefined) return answer;
      }
      return ok(undefined);
    },
  };
}
