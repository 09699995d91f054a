const LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/u;

/** RFC 1123 label: what the name of a pipeline task or a step must be. */
export function isDnsLabel(name: string): boolean {
  return LABEL.test(name);
}

const QUALIFIED = /^(?:(?<prefix>[^/]+)\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/u;

/** Kubernetes' qualified name: what Tekton takes as a reference to a Pipeline or a Task. */
export function isQualifiedName(name: string): boolean {
  const match = QUALIFIED.exec(name);
  const prefix = match?.groups?.["prefix"];
  return (
    match !== null && (prefix === undefined || (prefix.length <= 253 && prefix.split(".").every(isDnsLabel)))
  );
}

/** RFC 1123 subdomain of at most 63 characters: what Tekton takes as the name of an object (contract C33, C77). */
export function isObjectName(name: string): boolean {
  return name.length <= 63 && name.split(".").every(isDnsLabel);
}
