/** Who sends a request, as far as the server knows. */
export interface Identity {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
}

/** Members may do everything. */
export const MASTERS = "system:masters";
export const AUTHENTICATED = "system:authenticated";

export const ANONYMOUS: Identity = { username: "system:anonymous", groups: ["system:unauthenticated"] };

/** The identity of a ServiceAccount ("Authenticating: Service account tokens"). */
export function serviceAccountIdentity(namespace: string, name: string, uid: string): Identity {
  return {
    username: `system:serviceaccount:${namespace}:${name}`,
    uid,
    groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, AUTHENTICATED],
  };
}
