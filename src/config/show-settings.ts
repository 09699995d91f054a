import { Document, type Node, type Scalar } from "yaml";

import type { Configuration } from "./read-settings.ts";
import { listSettings } from "./schema-tree.ts";
import { API_VERSION, CONFIGURATION, KIND } from "./settings.ts";
import { valueAt, type ValuePath } from "./value-path.ts";

/** Longer lines are not broken: whoever reads them looks for a value. */
const NO_WIDTH = 0;

/**
 * What is in force, as a file that says all of it, with what said each value beside it. There is no secret in it: those are in
 * files of their own, of which it has the paths.
 */
export function showSettings({ settings, sourceOf }: Configuration): string {
  const document = new Document({ apiVersion: API_VERSION, kind: KIND });
  const build = (value: unknown, path: ValuePath): Node => {
    if (isPlain(value)) return document.createNode(value, { flow: true });
    const children = Object.entries(value as object).map(([key, child]: [string, unknown]) => {
      const step = Array.isArray(value) ? Number(key) : key;
      return [key, annotate(build(child, [...path, step]), child, [...path, step])] as const;
    });
    return document.createNode(
      Array.isArray(value) ? children.map(([, node]) => node) : Object.fromEntries(children),
    );
  };
  const annotate = (node: Node, value: unknown, path: ValuePath): Node => {
    if (isPlain(value)) (node as Scalar).comment = ` ${sourceOf(path) ?? "default"}`;
    return node;
  };
  for (const [key, value] of Object.entries(settings)) {
    if (value !== undefined) document.set(key, annotate(build(value, [key]), value, [key]));
  }
  return `${document.toString({ lineWidth: NO_WIDTH })}${showAbsent(settings)}`;
}

/** A single value, or a list of them. */
function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((item) => typeof item !== "object");
  return typeof value !== "object" || value === null;
}

/** What may be left out, and is. */
function showAbsent(settings: Configuration["settings"]): string {
  return listSettings(CONFIGURATION)
    .filter(
      ({ path, whenAbsent }) => whenAbsent !== undefined && valueAt(settings, path.split(".")) === undefined,
    )
    .map(({ path, whenAbsent = "" }) => `# ${path}: ${whenAbsent}\n`)
    .join("");
}
