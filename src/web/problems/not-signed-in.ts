import type { Right } from "../../approvals/access/rights.ts";
import type { ApiAuthenticator } from "../../auth/authenticator.ts";
import { HttpProblem } from "./http-problem.ts";

const NEEDS_NAME: Readonly<Record<Right | "inbox", string>> = {
  view: "Seeing approvals",
  inbox: "A list of what waits for you",
  vote: "A vote",
  cancel: "Cancelling an approval",
  administer: "What admins may do",
};

/** Of pages: a scheme that no browser knows, so that it shows the page, which says how to sign in, and asks for no password. */
export const PAGE_CHALLENGE = 'Countersign-Sign-In realm="countersign"';

/** What the authenticator says to nobody; without a challenge for programs, that of pages. */
type Asked = Pick<ApiAuthenticator, "advice"> & Partial<Pick<ApiAuthenticator, "challenge">>;

/** `right`: what somebody wanted who has no name. */
export function notSignedIn(
  right: keyof typeof NEEDS_NAME,
  { advice, challenge = PAGE_CHALLENGE }: Asked,
): HttpProblem {
  const what = NEEDS_NAME[right];
  return new HttpProblem(
    "not-signed-in",
    `${what} needs a name, and nobody is signed in. Nothing was changed. ${advice}`,
    { headers: { "WWW-Authenticate": challenge } },
  );
}
