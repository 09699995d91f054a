import { ok, refuse, type Result } from "../../std/result.ts";
import { toSubject } from "../account-names.ts";
import { PROXY_ISSUER } from "../../std/issuers.ts";
import { parseEmail, parseNames, type Principal } from "../principal.ts";
import type { HeaderValues } from "./identity-headers.ts";

/** Of the headers in which the proxy says who somebody is. One may be several of them. */
export interface HeaderNames {
  readonly name: string;
  /** Not there where the proxy has not verified an address. */
  readonly email?: string | undefined;
  /** Separated by commas, as Automatiko and oauth2-proxy have it; not there for people without groups. */
  readonly groups?: string | undefined;
}

/** Whom the headers name; undefined when they name nobody. Refused with a sentence when they say half of it. */
export function readNamed(values: HeaderValues, names: HeaderNames): Result<Principal | undefined, string> {
  const [name, email = "", groups = ""] = [names.name, names.email, names.groups].map((header = "") =>
    values.get(header.toLowerCase()),
  );
  if (name === undefined) {
    if (email === "" && groups === "") return ok(undefined);
    return refuse(`The request says more of somebody, and has no header ${names.name} to say whom.`);
  }
  const named = parseNames(name, splitGroups(groups));
  if (!named.ok) return refuse(`The headers of the proxy cannot be taken. ${named.error}`);
  const address = email === "" ? ok(undefined) : parseEmail(email, named.value.name);
  if (!address.ok) return refuse(`The header ${names.email ?? ""} cannot be taken. ${address.error}`);
  return ok({
    issuer: PROXY_ISSUER,
    subject: toSubject(named.value.name),
    ...named.value,
    ...(address.value !== undefined && { email: address.value }),
  });
}

function splitGroups(text: string): readonly string[] {
  return trimBlanks(text) === "" ? [] : text.split(",").map(trimBlanks);
}

/** Of blanks and tabs alone: other white space, as a line separator, is part of what was sent, and refused with it. */
function trimBlanks(text: string): string {
  const isBlank = (at: number): boolean => text[at] === " " || text[at] === "\t";
  let [start, end] = [0, text.length];
  while (start < end && isBlank(start)) start += 1;
  while (end > start && isBlank(end - 1)) end -= 1;
  return text.slice(start, end);
}
