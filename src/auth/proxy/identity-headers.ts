// Headers that say who somebody is, read as the attacker would have them read otherwise: each once, under its own name, in bytes.
import { ok, refuse, type Result } from "../../std/result.ts";

export interface HeaderRules {
  /** As they are written in settings; a name may stand for several things. */
  readonly read: readonly string[];
}

/** What each header says, by its name in lower case. */
export type HeaderValues = ReadonlyMap<string, string>;

/** Names by which proxies pass on who somebody is. Of a set that is not read none may be there: somebody else might read it. */
const SETS = ["X-Forwarded-", "X-Auth-Request-"].map((prefix) =>
  ["User", "Email", "Groups", "Preferred-Username"].map((name) => `${prefix}${name}`),
);

interface Header {
  readonly name: string;
  /** The name as those take it who do not tell `_` from `-`. */
  readonly folded: string;
  readonly value: string;
}

/** Those of `read` that the request has. Refused with a sentence when one of them could be taken for two things. */
export function readIdentityHeaders(
  rawHeaders: readonly string[],
  { read }: HeaderRules,
): Result<HeaderValues, string> {
  const headers = toHeaders(rawHeaders);
  const foreign = findForeign(headers, read);
  if (foreign !== undefined) {
    return refuse(
      `The request has the header ${show(foreign.name)}, but this server reads ${read.join(", ")}.`,
    );
  }
  const dropped = namesInConnection(headers);
  const values = new Map<string, string>();
  for (const name of read) {
    const value = readOne(headers, name, dropped);
    if (!value.ok) return value;
    if (value.value !== undefined) values.set(name.toLowerCase(), value.value);
  }
  return ok(values);
}

function readOne(
  headers: readonly Header[],
  name: string,
  dropped: ReadonlySet<string>,
): Result<string | undefined, string> {
  // A proxy on the way may have obeyed, and what it dropped was the true one.
  if (dropped.has(fold(name)))
    return refuse(`The request's header Connection names ${name}, so that proxies drop it.`);
  const found = headers.filter(({ folded }) => folded === fold(name));
  const twin = found.find((header) => header.name.toLowerCase() !== name.toLowerCase());
  if (twin !== undefined)
    return refuse(`The request has the header ${show(twin.name)}, which some take for ${name}.`);
  const [header, another] = found;
  if (another !== undefined) return refuse(`The request has the header ${name} more than once.`);
  if (header === undefined) return ok(undefined);
  const text = decode(header.value);
  return text === undefined ? refuse(`The request's header ${name} is not text in UTF-8.`) : ok(text);
}

/** Of the sets none of whose names is read. */
function findForeign(headers: readonly Header[], read: readonly string[]): Header | undefined {
  const folded = new Set(read.map(fold));
  const foreign = SETS.map((names) => names.map(fold)).filter(
    (names) => !names.some((name) => folded.has(name)),
  );
  const names = new Set(foreign.flat());
  return headers.find((header) => names.has(header.folded));
}

/** RFC 9110 §7.6.1: what it names is for the next hop alone. */
function namesInConnection(headers: readonly Header[]): ReadonlySet<string> {
  const connection = headers.filter(({ folded }) => folded === "connection");
  return new Set(connection.flatMap(({ value }) => value.split(",")).map((name) => fold(name.trim())));
}

function toHeaders(rawHeaders: readonly string[]): readonly Header[] {
  const headers: Header[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = "", value = ""] = rawHeaders.slice(index, index + 2);
    headers.push({ name, folded: fold(name), value });
  }
  return headers;
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/gu, "-");
}

/** Node takes each byte for a character. */
function decode(value: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(value, "latin1"));
  } catch {
    return undefined;
  }
}

function show(name: string): string {
  return JSON.stringify(name);
}
