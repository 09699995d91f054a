/** The issuer of names that nobody vouches for. */
export const OPEN_ISSUER = "open";

/** The issuer of names that the cluster's API server vouches for. */
export const KUBERNETES_ISSUER = "kubernetes";

/** The issuer of names that a proxy vouches for in headers; of those in an ID token it is who has signed that. */
export const PROXY_ISSUER = "proxy";

/** The issuer of names that a link was sent to: whoever has the message, has the name. */
export const LINK_ISSUER = "link";

/** What the issuer beside a vote says, for whoever reads about votes. */
export const ISSUER_MEANING = `Which authenticator vouched for \`by\`; \`${OPEN_ISSUER}\` when nobody did.`;

/** How the name beside a vote came about; of every issuer there has ever been, since votes stay on record. */
export function describeIssuer(issuer: string): string {
  if (issuer === OPEN_ISSUER) return "name claimed in open mode";
  if (issuer === PROXY_ISSUER) return "signed in at the proxy";
  if (issuer === KUBERNETES_ISSUER) return "known by a token of the cluster";
  return issuer === LINK_ISSUER ? "known by a link that was sent" : `signed in with ${issuer}`;
}
