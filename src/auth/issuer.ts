import { KUBERNETES_ISSUER, LINK_ISSUER, OPEN_ISSUER, PROXY_ISSUER } from "../std/issuers.ts";

/** What the issuer beside a vote says, for whoever reads about votes. */
export const ISSUER_MEANING = `Which authenticator vouched for \`by\`; \`${OPEN_ISSUER}\` when nobody did.`;

/** How the name beside a vote came about; of every issuer there has ever been, since votes stay on record. */
export function describeIssuer(issuer: string): string {
  if (issuer === OPEN_ISSUER) return "name claimed in open mode";
  if (issuer === PROXY_ISSUER) return "signed in at the proxy";
  if (issuer === KUBERNETES_ISSUER) return "known by a token of the cluster";
  return issuer === LINK_ISSUER ? "known by a link that was sent" : `signed in with ${issuer}`;
}
