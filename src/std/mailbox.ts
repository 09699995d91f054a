import { parseMailAddress } from "./mail-address.ts";
import { ok, refuse, type Result } from "./result.ts";

/** Whom mail is from. */
export interface Mailbox {
  readonly name?: string;
  readonly address: string;
}

const MOST_CHARACTERS = 320;

/** Of `ann@example.com` or `Ann <ann@example.com>`. Refused with what goes on after it. */
export function parseMailbox(text: string): Result<Mailbox, string> {
  if (text.length > MOST_CHARACTERS) return refuse(`has more than ${MOST_CHARACTERS} characters`);
  const open = text.indexOf("<");
  if (open === -1 || !text.endsWith(">")) return toMailbox(text);
  const name = text
    .slice(0, open)
    .trim()
    .replace(/^"([^"]*)"$/u, "$1");
  if (/[\p{Cc}"<>@]/u.test(name)) return refuse("has a name with quotes, an @ or < in it");
  return toMailbox(text.slice(open + 1, -1), name);
}

function toMailbox(text: string, name = ""): Result<Mailbox, string> {
  const address = parseMailAddress(text);
  return address.ok ? ok({ ...(name !== "" && { name }), address: address.value }) : address;
}
