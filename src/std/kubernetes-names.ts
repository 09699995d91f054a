// Kubernetes' rules for names ("Object Names and IDs"), which whatever comes from outside has to pass before it becomes a path.

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/u;
const SUBDOMAIN_CHARACTERS = /^[a-z0-9.-]+$/u;
const SUBDOMAIN_PART = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/u;
const MAX_SUBDOMAIN = 253;

/** A label of RFC 1123: at most 63 characters. */
export function isNamespaceName(text: string): boolean {
  return LABEL.test(text);
}

/** A subdomain of RFC 1123: at most 253 characters, labels of any length joined by dots. */
export function isObjectName(text: string): boolean {
  if (text.length > MAX_SUBDOMAIN || !SUBDOMAIN_CHARACTERS.test(text)) return false;
  return text.split(".").every((part) => SUBDOMAIN_PART.test(part));
}
