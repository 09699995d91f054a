/** The part of a structural schema (Kubernetes, "CustomResourceDefinitions") that Tekton's resources need here. */
export interface Schema {
  readonly type?: "object" | "array" | "string" | "integer" | "boolean";
  readonly description?: string;
  readonly format?: "date-time";
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly "x-kubernetes-preserve-unknown-fields"?: true;
}

export const TEXT: Schema = { type: "string" };
export const INTEGER: Schema = { type: "integer" };
export const TIME: Schema = { type: "string", format: "date-time" };
export const TEXT_MAP: Schema = { type: "object", additionalProperties: TEXT };
/** Any JSON. */
export const ANYTHING: Schema = { "x-kubernetes-preserve-unknown-fields": true };
export const ANY_OBJECT: Schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };

export function listOf(items: Schema): Schema {
  return { type: "array", items };
}

/** An object whose other fields are dropped by the API server. */
export function pruned(
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[] = [],
): Schema {
  return { type: "object", ...(required.length > 0 && { required }), properties };
}

/** An object whose other fields stay, so that the webhook can see and refuse them. */
export function strict(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: "object", "x-kubernetes-preserve-unknown-fields": true, properties };
}
