/** Whether each part of a JWS or JWE is the one way to write its bytes: several texts of base64url stand for the same. */
export function isWrittenOnce(compact: string): boolean {
  return compact.split(".").every((part) => Buffer.from(part, "base64url").toString("base64url") === part);
}
