/** What a path under `/api` or `/apis` names. */
export interface ResourcePath {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly namespace?: string;
  readonly plural: string;
  readonly name?: string;
  readonly subresource?: string;
}

/** Reads a resource path ("API Concepts: Resource URIs"); `undefined` when it names no resource. */
export function readResourcePath(path: string): ResourcePath | undefined {
  const [root, ...rest] = path.split("/").filter(Boolean).map(decode);
  if (root === "api") return readInGroup("", rest);
  if (root === "apis") return readInGroup(rest[0] ?? "", rest.slice(1));
  return undefined;
}

function readInGroup(group: string, [version = "", ...rest]: readonly string[]): ResourcePath | undefined {
  const [first, namespace, plural, name, ...sub] = rest;
  if (first === undefined) return undefined;
  const isNested = first === "namespaces" && plural !== undefined && !["status", "finalize"].includes(plural);
  if (isNested) return { group, version, namespace: namespace ?? "", plural, ...named(name, sub) };
  return { group, version, plural: first, ...named(namespace, rest.slice(2)) };
}

function named(name: string | undefined, sub: readonly string[]): { name?: string; subresource?: string } {
  return {
    ...(name === undefined ? {} : { name }),
    ...(sub.length === 0 ? {} : { subresource: sub.join("/") }),
  };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
