import { AuthorizationResponseError } from "openid-client";

import { ProviderAway } from "../provider-keys.ts";

/** Why nobody is signed in who has been to a provider, or wanted to go there. */
export interface LoginFault {
  readonly kind:
    /** It does not answer. */
    | "away"
    /** It has to show something, and was asked not to. */
    | "unseen"
    /** It, or the person, said no. */
    | "declined"
    /** What came back was not begun in this browser, or too long ago. */
    | "stray"
    /** What it says cannot be taken. */
    | "refused";
  /** Sentences: what is so, and what to do. */
  readonly message: string;
}

/** OpenID Connect Core 1.0 §3.1.2.6. */
const UNSEEN = new Set([
  "login_required",
  "interaction_required",
  "consent_required",
  "account_selection_required",
]);

/** Of what a provider's methods reject with. */
export function explainFault(error: unknown, title: string): LoginFault {
  if (isAway(error)) {
    return {
      kind: "away",
      message: `${title} does not answer, so nobody can sign in with it at this moment. Try again in a while. Whoever is signed in stays signed in.`,
    };
  }
  if (error instanceof AuthorizationResponseError) {
    if (UNSEEN.has(error.error)) return { kind: "unseen", message: `${title} wants you to sign in again.` };
    if (error.error === "access_denied") {
      return { kind: "declined", message: `${title} did not let you in here, or you did not want it to.` };
    }
  }
  return {
    kind: "refused",
    message: `What ${title} said about you cannot be used. Whoever runs this server finds the reason in its log.`,
  };
}

function isAway(error: unknown): boolean {
  return error instanceof ProviderAway || (error instanceof Error && error.cause instanceof ProviderAway);
}
