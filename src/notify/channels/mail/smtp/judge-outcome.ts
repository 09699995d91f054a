import { NOTICE_BOUNDS } from "../../../../objects/approval/notice.ts";
import { takeCharacters } from "../../../../objects/characters.ts";
import type { Delivery } from "../../../channel.ts";
import type { SmtpError } from "./smtp-error.ts";
import type { SmtpOutcome } from "./smtp-session.ts";

/** What a notice records of it. `server` is the mail server's host and port. */
export function judgeOutcome(outcome: SmtpOutcome, server: string): Delivery {
  if (outcome.kind === "taken") return { kind: "accepted", reference: toLine(outcome.response, "reference") };
  const { error } = outcome;
  if (outcome.kind === "lost" && outcome.wasSent) {
    return { kind: "unclear", reason: toLine(`${server} was sent the message, and then: ${error.message}`) };
  }
  return judgeRefusal(error, server);
}

/** What is certainly not accepted, be it for want of a connection. */
export function judgeRefusal(error: SmtpError, server: string): Extract<Delivery, { kind: "refused" }> {
  const reason = toLine(describe(error, server));
  return isForEver(error) ? { kind: "refused", reason, final: true } : { kind: "refused", reason };
}

/** The server wants nothing for this recipient, or nothing like this, ever. Who is to log in first (530) may still come in. */
function isForEver({ command, code, responseCode = 0 }: SmtpError): boolean {
  if (responseCode < 500 || responseCode === 530) return false;
  return command === "RCPT TO" || (command === "DATA" && code === "EMESSAGE");
}

function describe(error: SmtpError, server: string): string {
  const { code, command = "", response, responseCode } = error;
  // What comes back from a login may have a part of it in it.
  if (code === "EAUTH" && responseCode !== undefined) {
    return `${server} refused the login: ${responseCode}${enhancedCode(response)}`;
  }
  if (code === "EAUTH") return `Could not log in at ${server}: ${error.message}`;
  if (response !== undefined && command !== "CONN")
    return `${server} refused ${WHAT[command] ?? command}: ${response}`;
  // Of a host with several addresses Node.js says only the code.
  return `${server} did not take the message: ${error.message === "" ? code : error.message}`;
}

const WHAT: Readonly<Record<string, string | undefined>> = {
  "MAIL FROM": "the sender",
  "RCPT TO": "the recipient",
  DATA: "the message",
  EHLO: "the greeting",
  STARTTLS: "STARTTLS",
};

/** ` 5.7.8` (RFC 3463). */
function enhancedCode(response = ""): string {
  const [, code] = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/u.exec(response) ?? [];
  return code === undefined ? "" : ` ${code}`;
}

function toLine(text: string, field: "error" | "reference" = "error"): string {
  const line = text
    .toWellFormed()
    .replaceAll(/[\p{C}\p{Z}]+/gu, " ")
    .trim();
  return takeCharacters(line, NOTICE_BOUNDS[field]);
}
