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

  /** A type in its most preferred version. */
  preferred(name: Pick<ResourceType, "group" | "plural">): ServedType | undefined {
    const type = this.#types.get(typeKey(name));
    const [version] = type?.versions ?? [];
    return type === undefined || version === undefined ? undefined : { type, version };
  }

  /** By `apiVersion` and `kind`, as an owner reference names it; in a preferred version when that one is not served. */
  findKind(apiVersion: string, kind: string): ServedType | undefined {
    const slash = apiVersion.indexOf("/");
    const group = slash === -1 ? "" : apiVersion.slice(0, slash);
    const version = apiVersion.slice(slash + 1);
    const type = this.all().find((each) => each.group === group && each.kind === kind);
    return type === undefined ? undefined : (this.find(group, version, type.plural) ?? this.preferred(type));
  }
}
