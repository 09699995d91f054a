// What our own authenticators are called where a vote says who vouched for its voter. It stays on record, so it never changes.

/** The issuer of names that nobody vouches for. */
export const OPEN_ISSUER = "open";

/** The issuer of names that the cluster's API server vouches for. */
export const KUBERNETES_ISSUER = "kubernetes";

/** The issuer of names that a proxy vouches for in headers; of those in an ID token it is who has signed that. */
export const PROXY_ISSUER = "proxy";

/** The issuer of names that a link was sent to: whoever has the message, has the name. */
export const LINK_ISSUER = "link";
