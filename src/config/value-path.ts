/** Where a value stands: `["auth", "oidc", 0, "issuer"]`. */
export type ValuePath = readonly PropertyKey[];

/** `auth.oidc[0].issuer`. A name that is not plain stands in quotes. */
export function formatPath(path: ValuePath): string {
  return path
    .map((step) => {
      if (typeof step === "number") return `[${step}]`;
      const name = String(step);
      return /^[\w-]+$/u.test(name) ? `.${name}` : `.${JSON.stringify(name)}`;
    })
    .join("")
    .replace(/^\./u, "");
}

/** Undefined when there is nothing. */
export function valueAt(tree: unknown, path: ValuePath): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, step)
        ? (value as Readonly<Record<PropertyKey, unknown>>)[step]
        : undefined,
    tree,
  );
}

/** The tree with the value there. Where something that is not a map is in the way, the tree as it is: that is its own fault. */
export function withValueAt(tree: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  if (tree !== undefined && (typeof tree !== "object" || tree === null || Array.isArray(tree))) return tree;
  return { ...tree, [step]: withValueAt(valueAt(tree, [step]), rest, value) };
}
