import type { LoginProvider } from "../../../auth/login.ts";

export const SIGN_IN = "/sign-in";

/** `confirm`: the provider is to say again who it is, without a word; `anew`: it is to ask whoever is signed in there. */
export function signInPath({ id }: LoginProvider, next: string, how?: "confirm" | "anew"): string {
  return `${SIGN_IN}/${id}?next=${encodeURIComponent(next)}${how === undefined ? "" : `&${how}`}`;
}
