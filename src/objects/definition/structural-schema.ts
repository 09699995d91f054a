// Builders for the structural schemas of CRDs. Every text and list has a bound, because the API server refuses CEL rules
// whose cost it cannot bound (Kubernetes, "CustomResourceDefinitions", resource use by validation functions).

/** A CEL rule. `oldSelf` in it makes it a rule for changes alone. */
export interface CelRule {
  readonly rule: string;
  readonly message: string;
}

export interface StructuralSchema {
  readonly type: "object" | "array" | "string" | "integer" | "boolean";
  readonly description?: string;
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly required?: readonly string[];
  readonly items?: StructuralSchema;
  readonly additionalProperties?: StructuralSchema;
  readonly enum?: readonly string[];
  readonly format?: "date-time" | "int32";
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly "x-kubernetes-list-type"?: "atomic" | "map";
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  readonly "x-kubernetes-validations"?: readonly CelRule[];
}

type Properties = Readonly<Record<string, StructuralSchema>>;

export interface ObjectOptions {
  readonly required?: readonly string[];
  readonly rules?: readonly CelRule[];
}

export function objectOf(
  description: string,
  properties: Properties,
  { required = [], rules = [] }: ObjectOptions = {},
): StructuralSchema {
  return {
    type: "object",
    description,
    properties,
    ...(required.length > 0 ? { required } : {}),
    ...(rules.length > 0 ? { "x-kubernetes-validations": rules } : {}),
  };
}

/** Written as a whole: two writers never own parts of it. */
export function listOf(
  description: string,
  items: StructuralSchema,
  maxItems: number,
  minItems = 0,
): StructuralSchema {
  const least = minItems > 0 ? { minItems } : {};
  return { type: "array", description, items, ...least, maxItems, "x-kubernetes-list-type": "atomic" };
}

export function textOf(description: string, maxLength: number): StructuralSchema {
  return { type: "string", description, maxLength };
}

/** A text that is not empty and holds no control characters. */
export function nameOf(description: string, maxLength: number): StructuralSchema {
  return { type: "string", description, minLength: 1, maxLength, pattern: "^[^\\x00-\\x1f\\x7f-\\x9f]+$" };
}

export function wordOf(description: string, words: readonly string[]): StructuralSchema {
  return { type: "string", description, enum: words };
}

export function timeOf(description: string): StructuralSchema {
  return { type: "string", description, format: "date-time", maxLength: 64 };
}

export function numberOf(description: string, minimum: number, maximum: number): StructuralSchema {
  return { type: "integer", description, format: "int32", minimum, maximum };
}
