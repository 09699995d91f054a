import type { Adapter, AdapterPayload } from "oidc-provider";

/** Where the demo's provider keeps what it has given out: in this process, while it lives. */
export class MemoryAdapter implements Adapter {
  static readonly #kept = new Map<string, Map<string, AdapterPayload>>();
  readonly #items: Map<string, AdapterPayload>;

  constructor(model: string) {
    const kept = MemoryAdapter.#kept.get(model) ?? new Map<string, AdapterPayload>();
    MemoryAdapter.#kept.set(model, kept);
    this.#items = kept;
  }

  async upsert(id: string, payload: AdapterPayload): Promise<void> {
    this.#items.set(id, payload);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.#items.get(id);
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return [...this.#items.values()].find((payload) => payload.uid === uid);
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return [...this.#items.values()].find((payload) => payload.userCode === userCode);
  }

  async consume(id: string): Promise<void> {
    const payload = this.#items.get(id);
    if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    this.#items.delete(id);
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [id, payload] of this.#items) if (payload.grantId === grantId) this.#items.delete(id);
  }
}
