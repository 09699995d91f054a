/** The namespaces whose approvals are shown and voted on here: one value that every use case asks. */
export interface ServedNamespaces {
  has(namespace: string): boolean;
}

/** @param names absent: every namespace. */
export function serveNamespaces(names?: readonly string[]): ServedNamespaces {
  return names === undefined ? { has: () => true } : new Set(names);
}
