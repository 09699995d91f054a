/** The issuer of names that nobody vouches for. */
export const OPEN_ISSUER = "open";

/** The issuer of names that the cluster's API server vouches for. */
export const KUBERNETES_ISSUER = "kubernetes";

/** The issuer of names that a proxy vouches for in headers; of those in an ID token it is who has signed that. */
export const PROXY_ISSUER = "proxy";

/** What the issuer beside a vote says, for who reads about votes. */
export const ISSUER_MEANING = `Which authenticator vouched for \`by\`; \`${OPEN_ISSUER}\` when nobody did.`;

/** How the name beside a vote came about; of every issuer there has ever been, since votes stay on record. */
export function describeIssuer(issuer: string): string {
  return issuer === OPEN_ISSUER ? "name claimed in open mode" : `signed in with ${issuer}`;
}
