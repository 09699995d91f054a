import { suggestName } from "../../../../../std/suggest-name.ts";
import { QuteFault } from "./qute-fault.ts";

/** What there is below a name: a text, a list of texts, or more names. */
export type Shape = "text" | "list" | { readonly [name: string]: Shape };

/** Whether there is what a path leads to, and it can be used so. Throws a `QuteFault` with what there is. */
export function checkPath(shape: Shape, parts: readonly (string | number)[], as: "text" | "list"): void {
  const whole = parts.join(".");
  const found = parts.reduce((reached: Shape, part) => findBelow(reached, part, whole), shape);
  if (typeof found === "object")
    throw new QuteFault(`{${whole}} has parts: write one of them, ${listNames(found)}`);
  if (as === "list" && found !== "list") throw new QuteFault(`{${whole}} is not a list`);
}

function findBelow(shape: Shape, part: string | number, whole: string): Shape {
  if (shape === "list" && typeof part === "number") return "text";
  if (shape !== "text" || part === "size") {
    if (part === "size" && typeof shape === "string") return "text";
    const below = typeof shape === "object" && Object.hasOwn(shape, part) ? shape[part] : undefined;
    if (below !== undefined) return below;
  }
  throw new QuteFault(describeMissing(shape, part, whole));
}

function describeMissing(shape: Shape, part: string | number, whole: string): string {
  if (typeof shape === "string") return `{${whole}}: a ${shape} has nothing called "${part}"`;
  const meant = suggestName(String(part), Object.keys(shape));
  const advice = meant === undefined ? `there is ${listNames(shape)}` : `did you mean "${meant}"?`;
  return `{${whole}}: there is no "${part}"; ${advice}`;
}

function listNames(shape: { readonly [name: string]: Shape }): string {
  return Object.keys(shape).join(", ");
}
