import { type ResourceType, type ServedVersion, typeKey } from "./resource-type.ts";

export interface ServedType {
  readonly type: ResourceType;
  readonly version: ServedVersion;
}

/** The types that are served now. */
export class TypeRegistry {
  readonly #types = new Map<string, ResourceType>();

  constructor(types: readonly ResourceType[]) {
    for (const type of types) this.add(type);
  }

  /** Adds a type, or replaces its definition. */
  add(type: ResourceType): void {
    this.#types.set(typeKey(type), type);
  }

  remove(key: string): void {
    this.#types.delete(key);
  }

  all(): readonly ResourceType[] {
    return [...this.#types.values()];
  }

  find(group: string, version: string, plural: string): ServedType | undefined {
    const type = this.#types.get(typeKey({ group, plural }));
    const served = type?.versions.find(({ name }) => name === version);
    return type === undefined || served === undefined ? undefined : { type, version: served };
  }

  /** By `apiVersion` and `kind`, as an owner reference or a document names it. */
  findKind(apiVersion: string, kind: string): ServedType | undefined {
    const slash = apiVersion.indexOf("/");
    const group = slash === -1 ? "" : apiVersion.slice(0, slash);
    const type = this.all().find((each) => each.group === group && each.kind === kind);
    return type === undefined ? undefined : this.find(group, apiVersion.slice(slash + 1), type.plural);
  }
}
