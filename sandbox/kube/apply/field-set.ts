import { isJsonObject, type JsonObject } from "../json-value.ts";

const SELF = ".";

/**
 * A set of fields as a trie, in the form of `FieldsV1` (Kubernetes documentation, "Server-Side Apply"). An element of a
 * path is `f:name`, `k:{…}` (an item by its keys) or `v:…` (an item by its value).
 */
export class FieldSet {
  static readonly empty = new FieldSet(false, new Map());
  /** The set of the place itself alone. */
  static readonly self = new FieldSet(true, new Map());

  /** True when the place itself is in the set, beside what is below it. */
  readonly isMember: boolean;
  readonly children: ReadonlyMap<string, FieldSet>;

  constructor(isMember: boolean, children: ReadonlyMap<string, FieldSet>) {
    this.isMember = isMember;
    this.children = children;
  }

  /** Reads `fieldsV1`; what is not an object there counts as a leaf. */
  static parse(fields: JsonObject): FieldSet {
    const children = new Map<string, FieldSet>();
    for (const [element, below] of Object.entries(fields)) {
      if (element === SELF) continue;
      const isLeaf = !isJsonObject(below) || Object.keys(below).length === 0;
      children.set(element, isLeaf ? FieldSet.self : FieldSet.parse(below));
    }
    return new FieldSet(SELF in fields, children);
  }

  get isEmpty(): boolean {
    return !this.isMember && this.children.size === 0;
  }

  at(element: string): FieldSet {
    return this.children.get(element) ?? FieldSet.empty;
  }

  union(other: FieldSet): FieldSet {
    return this.#combine(other, (here, there) => here || there);
  }

  difference(other: FieldSet): FieldSet {
    return this.#combine(other, (here, there) => here && !there);
  }

  intersection(other: FieldSet): FieldSet {
    return this.#combine(other, (here, there) => here && there);
  }

  equals(other: FieldSet): boolean {
    if (this.isMember !== other.isMember || this.children.size !== other.children.size) return false;
    return [...this.children].every(
      ([element, below]) => other.children.get(element)?.equals(below) ?? false,
    );
  }

  /** Without everything at and below the field of that name. */
  withoutField(name: string): FieldSet {
    const children = new Map(this.children);
    children.delete(`f:${name}`);
    return new FieldSet(this.isMember, children);
  }

  /** Only what is at and below the field of that name. */
  onlyField(name: string): FieldSet {
    const below = this.at(`f:${name}`);
    return new FieldSet(false, below.isEmpty ? new Map() : new Map([[`f:${name}`, below]]));
  }

  /** `fieldsV1`. */
  toJson(): JsonObject {
    const below = [...this.children]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, set]) => [key, set.toJson()]);
    const self = this.isMember && this.children.size > 0 ? [[SELF, {}]] : [];
    return Object.fromEntries([...self, ...below]);
  }

  /** The members as messages show them, nearer ones first: `.spec.items[name="a"].size`. */
  *paths(prefix = ""): IterableIterator<string> {
    const children = [...this.children].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [element, { isMember }] of children) if (isMember) yield prefix + showElement(element);
    for (const [element, below] of children) yield* below.paths(prefix + showElement(element));
  }

  #combine(other: FieldSet, keep: (here: boolean, there: boolean) => boolean): FieldSet {
    const children = new Map<string, FieldSet>();
    for (const element of new Set([...this.children.keys(), ...other.children.keys()])) {
      const below = this.at(element).#combine(other.at(element), keep);
      if (!below.isEmpty) children.set(element, below);
    }
    return new FieldSet(keep(this.isMember, other.isMember), children);
  }
}

function showElement(element: string): string {
  const content = element.slice(2);
  if (element.startsWith("f:")) return `.${content}`;
  if (element.startsWith("v:")) return `[=${content}]`;
  const keys: unknown = JSON.parse(content);
  const pairs = isJsonObject(keys) ? Object.entries(keys) : [];
  return `[${pairs.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(",")}]`;
}
