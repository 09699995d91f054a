import { randomBytes, randomUUID } from "node:crypto";
import type { SettleRules } from "../objects/approval/notices/settle-notices.ts";

/** The claims of this process: each is made once, and it is known whether anything may have been sent by it, or may yet be. */
export class Claims {
  readonly #process = randomUUID();
  /** By which something may yet be sent, or was, and is not recorded. */
  readonly #open = new Set<string>();

  /** A token that no other process and no other claim has. It is open before it is on record: its write may be seen first. */
  make(): string {
    const token = `${this.#process}.${randomBytes(8).toString("hex")}`;
    this.#open.add(token);
    return token;
  }

  /** What became of it is recorded, or nothing was sent by it and never will be. */
  end(token: string): void {
    this.#open.delete(token);
  }

  /** A claim whose write was answered by nobody may be on record, and is ours though nothing was sent by it. */
  readonly whose: SettleRules["whose"] = (token) => {
    if (!token.startsWith(`${this.#process}.`)) return "others";
    return this.#open.has(token) ? "ours" : "abandoned";
  };
}
