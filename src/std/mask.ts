// The one place that says which values are shown: on pages and their print, in the API, in what steps gave, and wherever else
// one comes to be shown. Whoever may read the object in the cluster sees all of it there.
import { looksRandom } from "./random-text.ts";
import { assignsSecret, isSecretFlag } from "./secret-assignments.ts";
import { isSecretName } from "./secret-names.ts";
import { hasToken } from "./secret-tokens.ts";

/** Stands in place of a secret. */
export const MASK = "(masked)";

interface Named {
  readonly name: string;
  readonly value: unknown;
}

export interface MaskedValue extends Named {
  /** Whether something is masked: the whole value, or parts of a list or an object. */
  readonly masked: boolean;
}

/**
 * The value as it may be shown: what is a secret by its name or by its form is replaced by `MASK`, in lists and objects each
 * part for itself. That a name is in `shown` is somebody's word that nothing under it is a secret. `value` is JSON data of a
 * few levels (see `keepShallow`).
 */
export function maskValue({ name, value }: Named, shown: ReadonlySet<string> = new Set()): MaskedValue {
  if (shown.has(name)) return { name, value, masked: false };
  const safe = isSecretName(name) ? maskAll(value) : maskParts(value);
  return { name, value: safe, masked: safe !== value };
}

/** `a` and `b` of `a, b`: names whose values are shown whatever they look like. */
export function readShownNames(text: string): ReadonlySet<string> {
  const names = text.split(",").map((name) => name.trim());
  return new Set(names.filter((name) => name !== ""));
}

/** All that says something: an empty text, a yes or no, and nothing at all give no secret away. */
function maskAll(value: unknown): unknown {
  if (typeof value === "object" && value !== null) return replaceParts(value, maskAll);
  return /^(?:true|false|null|undefined|)$/iu.test(String(value)) ? value : MASK;
}

function maskParts(value: unknown): unknown {
  if (typeof value === "string") return isSecret(value) ? MASK : value;
  return typeof value === "object" && value !== null ? replaceParts(value, maskPart) : value;
}

function isSecret(text: string): boolean {
  return hasToken(text) || assignsSecret(text) || looksRandom(text);
}

/** `key` is that of an object; `before` is what stands before the part in a list. */
function maskPart(part: unknown, key: string | undefined, before: unknown): unknown {
  const isNamedSo = key !== undefined && isSecretName(key);
  const isFlagged = typeof before === "string" && isSecretFlag(before);
  return isNamedSo || isFlagged ? maskAll(part) : maskParts(part);
}

/** The very same where no part is replaced. */
function replaceParts(holder: object, replace: typeof maskPart): unknown {
  if (Array.isArray(holder)) {
    const items = holder.map((item: unknown, index): unknown => replace(item, undefined, holder[index - 1]));
    return items.every((item, index) => item === holder[index]) ? holder : items;
  }
  const before: [string, unknown][] = Object.entries(holder);
  const after = before.map(([key, part]): [string, unknown] => [key, replace(part, key, undefined)]);
  return after.every(([, part], index) => part === before[index]?.[1]) ? holder : Object.fromEntries(after);
}
