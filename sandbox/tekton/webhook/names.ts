const LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/u;

/** RFC 1123 label: what the name of a pipeline task or a step must be. */
export function isDnsLabel(name: string): boolean {
  return LABEL.test(name);
}

/** RFC 1123 subdomain of at most 63 characters: what Tekton takes as the name of an object (contract C33, C77). */
export function isObjectName(name: string): boolean {
  return name.length <= 63 && name.split(".").every(isDnsLabel);
}
