// Sends what is recorded as to be sent: claimed in a guarded write before, closed in one after. Two of these on one cluster
// are harmless, killed at any moment too: whoever's claim is written sends, and what nobody can tell is not repeated.
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { type ClosedNotice, closeNotices } from "../objects/approval/notices/close-notice.ts";
import { isSameNotice } from "../objects/approval/notices/change-notices.ts";
import { type Notice, NOTICE_KINDS, type NoticeRecord, type NoticeRef } from "../objects/approval/notice.ts";
import { buildMessage, type MessageParts } from "./build-message.ts";
import type { Channel } from "./channel.ts";
import { Claims } from "./claims.ts";
import { endOfDelivery } from "./end-of-delivery.ts";
import { type ApprovalName, keyOf, type NoticeStore } from "./notice-store.ts";
import { NoticeWrites, type NoticeWritesOptions } from "./notice-writes.ts";
import { planDelivery } from "./plan-delivery.ts";
import { sendMessage } from "./send-message.ts";

export interface OutboxOptions extends MessageParts, NoticeWritesOptions {
  readonly store: NoticeStore;
  readonly random: () => number;
}

/** Between what is sent of one approval at once and the next: people get to vote in between. */
const NEXT_BATCH_MS = 200;

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #claims = new Claims();
  readonly #writes: NoticeWrites;
  /** By namespace and name, and in the order they came: what became of sendings, and is not written yet. */
  readonly #unrecorded = new Map<string, Unrecorded>();

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#writes = new NoticeWrites(options);
  }

  /** Where there is something that became of a sending and is not recorded. */
  get unrecorded(): readonly ApprovalName[] {
    return [...this.#unrecorded.values()].map(({ ref }) => ref);
  }

  /**
   * Claims and sends what is due on one channel of one approval; what became of it is `unrecorded` then. Rejects when it is
   * not known whether the claim was written: nothing is sent then.
   *
   * @returns when to look again by itself, in milliseconds since the epoch; `undefined`: when something changes.
   */
  async deliver(channel: Channel, ref: ApprovalName, stop: AbortSignal): Promise<number | undefined> {
    const claimed = await this.#claim(channel, ref);
    if (claimed === undefined) return undefined;
    const { approval, token, notices, lookAtMs } = claimed;
    if (notices.length === 0) return lookAtMs;
    const closed = await Promise.all(
      listNotices(approval, notices).map(({ record, notice, ref: which }) =>
        this.#send(channel, { approval, record, notice, which, token }, stop),
      ),
    );
    this.#remember(ref, closed);
    return this.#options.clock.now() + NEXT_BATCH_MS;
  }

  /** Writes what became of sendings of an approval; resolves when it is written, or can never be. */
  async record(ref: ApprovalName): Promise<void> {
    const { clock } = this.#options;
    const held = this.#unrecorded.get(keyOf(ref));
    if (held === undefined) return;
    const { closed } = held;
    await this.#writes.write(ref, {
      isLate: (known) => !closed.some(({ token }) => known !== undefined && isClaimedBy(known, token)),
      apply: (approval) => {
        const { approval: next, ended } = closeNotices(approval, closed, clock.now());
        return { next, ended };
      },
    });
    for (const { token } of closed) this.#claims.end(token);
    this.#forget(ref, closed);
  }

  /** Without notices, nothing is claimed. */
  async #claim(channel: Channel, ref: ApprovalName) {
    let token: string | undefined;
    const drop = (): void => {
      if (token !== undefined) this.#claims.end(token);
    };
    try {
      const claimed = await this.#planAndWrite(channel, ref, () => {
        drop();
        token = this.#claims.make();
        return token;
      });
      if (claimed === undefined || claimed.notices.length === 0) drop();
      return claimed;
    } catch (error) {
      drop();
      throw error;
    }
  }

  /** @param makeToken called for each try: what the one before claimed is nobody's then. */
  async #planAndWrite(channel: Channel, ref: ApprovalName, makeToken: () => string) {
    const { store, clock } = this.#options;
    const apply = (approval: ApprovalTask) => {
      const token = makeToken();
      const plan = planDelivery(approval, channel, {
        nowMs: clock.now(),
        whose: this.#claims.whose,
        token,
        isRunOver: store.isRunOver(approval),
        areLimitsSettled: store.findLimits(approval).areSettled,
        wants: (now, record, notice) => channel.wants?.(this.#build(now, record, notice)) ?? true,
      });
      const { next = approval, claimed: notices, ended, lookAtMs } = plan;
      return { next, token, notices, ended, lookAtMs };
    };
    return await this.#writes.write(ref, { apply });
  }

  async #send(channel: Channel, claimed: Claimed, stop: AbortSignal): Promise<ClosedNotice> {
    const { clock, timers, random } = this.#options;
    const { approval, record, notice, which, token } = claimed;
    const message = this.#build(approval, record, which);
    const delivery = await sendMessage(channel, message, { timers, stop });
    const end = endOfDelivery(delivery, { channel, notice, nowMs: clock.now(), random });
    return { notice: which, token, end };
  }

  #build(approval: ApprovalTask, record: NoticeRecord, notice: NoticeRef) {
    const limits = this.#options.store.findLimits(approval);
    return buildMessage({ approval, limits }, record, notice, this.#options);
  }

  #forget(ref: ApprovalName, closed: readonly ClosedNotice[]): void {
    const left = this.#unrecorded.get(keyOf(ref))?.closed.filter((one) => !closed.includes(one)) ?? [];
    if (left.length > 0) this.#unrecorded.set(keyOf(ref), { ref, closed: left });
    else this.#unrecorded.delete(keyOf(ref));
  }

  #remember(ref: ApprovalName, closed: readonly ClosedNotice[]): void {
    const held = this.#unrecorded.get(keyOf(ref)) ?? { ref, closed: [] };
    this.#unrecorded.set(keyOf(ref), { ref, closed: [...held.closed, ...closed] });
  }
}

interface Unrecorded {
  readonly ref: ApprovalName;
  readonly closed: readonly ClosedNotice[];
}

interface Claimed {
  readonly approval: ApprovalTask;
  readonly record: NoticeRecord;
  readonly notice: Notice;
  readonly which: NoticeRef;
  readonly token: string;
}

function listNotices({ status }: ApprovalTask, refs: readonly NoticeRef[]) {
  return refs.flatMap((ref) => {
    const record = status?.notices?.find((one) =>
      isSameNotice({ ...one, kind: ref.kind, round: ref.round }, ref),
    );
    const notice = record?.[ref.kind];
    return record === undefined || notice === undefined ? [] : [{ record, notice, ref }];
  });
}

function isClaimedBy({ status }: ApprovalTask, token: string): boolean {
  const kinds = (record: NoticeRecord) => NOTICE_KINDS.map((kind) => record[kind]?.claim);
  return status?.notices?.some((record) => kinds(record).includes(token)) ?? false;
}
