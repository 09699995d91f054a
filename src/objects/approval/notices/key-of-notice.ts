import { createHash } from "node:crypto";
import type { NoticeRef } from "../notice.ts";

/** The same for each try of one message, and for no other. */
export function keyOfNotice(uid: string, { attempt, kind, channel, recipient, round }: NoticeRef): string {
  return digest([uid, attempt, kind, channel, recipient, round]);
}

/** The same for all that one recipient is told of one attempt. */
export function keyOfThread(
  uid: string,
  { attempt, channel, recipient }: Pick<NoticeRef, "attempt" | "channel" | "recipient">,
): string {
  return digest([uid, attempt, channel, recipient]);
}

/** Says nothing of what it was made from, and is the same wherever it is made: 64 hexadecimal digits. */
function digest(parts: readonly (string | number | undefined)[]): string {
  return createHash("sha256")
    .update(JSON.stringify(parts.map((part) => part ?? null)), "utf8")
    .digest("hex");
}
