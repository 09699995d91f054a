import { createHmac } from "node:crypto";

interface Signed {
  /** No full stop in it: it is what separates the parts that are signed. */
  readonly id: string;
  readonly nowMs: number;
  /** Exactly as it is sent. */
  readonly body: string;
}

/** The headers of Standard Webhooks: who is told, when it is sent, and a signature for each secret. */
export function signWebhook(
  { id, nowMs, body }: Signed,
  secrets: readonly Buffer[],
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(nowMs / 1000));
  const sign = (secret: Buffer): string =>
    `v1,${createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": secrets.map(sign).join(" "),
  };
}
