import { fixedKeys, type SigningKeys } from "../../src/auth/signing-keys.ts";

/** Keys of replicas that a test replaces while they run: `current` has those of each, which begin with `first`. */
export class ReplacedKeys {
  current: readonly SigningKeys[] = [];
  readonly #first: SigningKeys;

  constructor(first: Uint8Array) {
    this.#first = fixedKeys(first);
  }

  /** As that replica holds them: it asks anew each time. */
  readonly of = (replica: number): SigningKeys => {
    const find = (): SigningKeys => this.current[replica] ?? this.#first;
    return {
      get signing() {
        return find().signing;
      },
      get verifying() {
        return find().verifying;
      },
    };
  };
}
