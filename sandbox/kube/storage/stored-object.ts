import { type JsonObject, objectAt, stringAt } from "../json-value.ts";

/** One object at one resourceVersion. Never changes; its bytes are made once and shared by all readers and watchers. */
export class StoredObject {
  readonly revision: number;
  /** Carries `metadata.resourceVersion`; `apiVersion` is the one it was last written in. */
  readonly json: JsonObject;
  readonly metadata: JsonObject;
  readonly name: string;
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  readonly uid: string;
  #tail: string | undefined;

  constructor(json: JsonObject, revision: number) {
    this.revision = revision;
    this.metadata = { ...objectAt(json, "metadata"), resourceVersion: String(revision) };
    this.json = { ...json, metadata: this.metadata };
    this.name = stringAt(this.metadata, "name") ?? "";
    this.namespace = stringAt(this.metadata, "namespace") ?? "";
    this.uid = stringAt(this.metadata, "uid") ?? "";
  }

  get labels(): JsonObject {
    return objectAt(this.metadata, "labels");
  }

  /** The object as JSON text in one of the versions of its type. */
  serialize(apiVersion: string): string {
    this.#tail ??= JSON.stringify({ ...this.json, apiVersion: undefined }).slice(1);
    return `{"apiVersion":${JSON.stringify(apiVersion)},${this.#tail}`;
  }

  /** The object in one of the versions of its type. */
  inVersion(apiVersion: string): JsonObject {
    return this.json["apiVersion"] === apiVersion ? this.json : { ...this.json, apiVersion };
  }

  /** The same content under a later revision: what a DELETED event carries. */
  atRevision(revision: number): StoredObject {
    return new StoredObject(this.json, revision);
  }
}
