import type { StoredObject } from "./stored-object.ts";

/** One committed write, as the history keeps it and watchers see it. */
export interface Change {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly revision: number;
  /** After the write; for DELETED the last state under the revision of the deletion. */
  readonly object: StoredObject;
  /** Before the write; absent for ADDED. */
  readonly previous?: StoredObject;
}
