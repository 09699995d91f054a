import { signText, verifyText, type SigningKeys } from "./signing-keys.ts";

/**
 * The token that a form carries: derived from the session, so that no replica has to remember it and no restart voids it
 * (OWASP Cross-Site Request Forgery Prevention, HMAC-based token).
 */
export function makeCsrfToken(keys: SigningKeys, sessionId: string): string {
  return signText(keys, "csrf", sessionId);
}

/** Whether a form has the token of this session, made with any of the keys. */
export function isCsrfToken(keys: SigningKeys, sessionId: string, token: string | undefined): boolean {
  return token !== undefined && verifyText(keys, "csrf", sessionId, token);
}
