/** The value of a parameter or a result, as Tekton keeps it. */
export type ParamValue = string | readonly string[] | Readonly<Record<string, string>>;

export type ParamType = "string" | "array" | "object";

export interface Param {
  readonly name: string;
  readonly value: ParamValue;
}

/** How a Pipeline or a Task declares a parameter. */
export interface ParamSpec {
  readonly name: string;
  readonly type?: ParamType;
  readonly description?: string;
  readonly default?: ParamValue;
  /** Keys that an object must have. */
  readonly properties?: Readonly<Record<string, { readonly type?: string }>>;
}

export function isList(value: ParamValue): value is readonly string[] {
  return Array.isArray(value);
}

export function typeOfValue(value: ParamValue): ParamType {
  if (typeof value === "string") return "string";
  return isList(value) ? "array" : "object";
}

/** The declared type, else what the properties or the default say, else `string` (Tekton's defaulting). */
export function typeOfParam(spec: ParamSpec): ParamType {
  if (spec.type !== undefined) return spec.type;
  if (spec.properties !== undefined) return "object";
  return spec.default === undefined ? "string" : typeOfValue(spec.default);
}

function isListOfStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isObjectOfStrings(value: unknown): value is Readonly<Record<string, string>> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((item) => typeof item === "string")
  );
}

/**
 * Any JSON as Tekton's webhook keeps it (contract C19): texts, lists of texts and maps of texts stay, everything else
 * becomes the text of its JSON. `1.50` has become `1.5` before, when the JSON was read.
 */
export function toParamValue(json: unknown): ParamValue {
  if (typeof json === "string" || isListOfStrings(json) || isObjectOfStrings(json)) return json;
  return json === undefined ? "" : JSON.stringify(json);
}
