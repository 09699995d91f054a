/** A piece of a message as its reader sees it, whatever the format that it came in. */
export type MessagePart =
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "text"; readonly runs: readonly Run[] }
  | { readonly kind: "facts"; readonly facts: readonly Fact[] }
  | { readonly kind: "link"; readonly text: string; readonly url: string };

/** Some words; with `url`, they are a link. */
export interface Run {
  readonly text: string;
  readonly url?: string;
}

interface Fact {
  readonly name: string;
  readonly value: string;
}

/** The values of a JSON object; none of anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** The objects of a JSON list; none of anything else. */
export function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

/** The text; an empty one of anything else. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
