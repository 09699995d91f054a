/** Which keys depend on which UID: one UID a key, many keys a UID. */
export class KeysByUid {
  readonly #uidByKey = new Map<string, string>();
  readonly #keysByUid = new Map<string, Set<string>>();

  /** Says that `key` depends on `uid` and on no other; `undefined`: on none. */
  set(key: string, uid: string | undefined): void {
    const before = this.#uidByKey.get(key);
    if (before === uid) return;
    if (before !== undefined) this.#forget(key, before);
    if (uid === undefined) return;
    this.#uidByKey.set(key, uid);
    const keys = this.#keysByUid.get(uid) ?? new Set<string>();
    keys.add(key);
    this.#keysByUid.set(uid, keys);
  }

  get(uid: string): Iterable<string> {
    return this.#keysByUid.get(uid) ?? [];
  }

  #forget(key: string, uid: string): void {
    this.#uidByKey.delete(key);
    const keys = this.#keysByUid.get(uid);
    keys?.delete(key);
    if (keys?.size === 0) this.#keysByUid.delete(uid);
  }
}
