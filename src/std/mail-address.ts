// E-mail addresses as mail is sent to them: `addr-spec` of RFC 5321 and nothing that a mail server could read in two ways.
import { domainToASCII, domainToUnicode } from "node:url";

import { ok, refuse, type Result } from "./result.ts";

/** RFC 5321 §4.5.3.1. */
const MOST_CHARACTERS = 254;
const MOST_BEFORE_AT = 64;

/** Without `%` and `!`: old mail servers took what is around them for another host, and passed the mail on to it. */
const BEFORE_AT = /^[\w#$&'*+/=?^`{|}~-]+(?:\.[\w#$&'*+/=?^`{|}~-]+)*$/u;
const LABEL = "[a-z\\d](?:[a-z\\d-]{0,61}[a-z\\d])?";
/** Two labels at least, and the last is not a number: else it is a host of a network, or an IP address. */
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+(?!\\d+$)${LABEL}$`, "u");

/**
 * The address with its domain in small ASCII letters (`xn--…`). Refused with what goes on after it: "has no @". What is in
 * quotes, comments and lists of addresses are not taken.
 */
export function parseMailAddress(text: string): Result<string, string> {
  if (text.length > MOST_CHARACTERS) return refuse(`has more than ${MOST_CHARACTERS} characters`);
  const [before = "", domain, ...more] = text.split("@");
  if (domain === undefined) return refuse("has no @");
  if (more.length > 0) return refuse("has more than one @");
  if (before.length > MOST_BEFORE_AT)
    return refuse(`has more than ${MOST_BEFORE_AT} characters before the @`);
  if (!BEFORE_AT.test(before)) {
    return refuse(
      "has something before the @ that is not letters of a to z, digits, dots, or marks like + and -",
    );
  }
  const ascii = toAsciiDomain(domain);
  if (ascii === undefined) return refuse("has no domain after the @, like example.com");
  return `${before}@${ascii}`.length > MOST_CHARACTERS
    ? refuse(`has more than ${MOST_CHARACTERS} characters, as it is sent`)
    : ok(`${before}@${ascii}`);
}

/**
 * Undefined when it is not a domain, or would be another one: the rules of IDNA take signs out and read some as others, and
 * whoever reads the address must see where it leads.
 */
export function toAsciiDomain(domain: string): string | undefined {
  const ascii = domainToASCII(domain);
  if (!DOMAIN.test(ascii)) return undefined;
  const small = domain.toLowerCase();
  return small === ascii || small === domainToUnicode(ascii) ? ascii : undefined;
}

/** What is after the @ of an address that `parseMailAddress` gave. */
export function domainOf(address: string): string {
  return address.slice(address.indexOf("@") + 1);
}
