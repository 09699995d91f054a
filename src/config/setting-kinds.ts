// The kinds of values that settings have. What a fault says goes on after the value: `"http" is not a number`.
import { z } from "zod";

import { isLoopbackRange, parseAddressRange } from "../std/address-ranges.ts";
import { parseDuration } from "../std/duration.ts";
import { isNamespaceName } from "../std/kubernetes-names.ts";

export const text = z.string().min(1);

/** An origin without a trailing slash. */
export const origin = z
  .url({ protocol: /^https?$/u, error: "is not an http or https URL" })
  .refine((url) => !/[?#]/u.test(url), "has a query or a fragment")
  .refine(
    (url) => !URL.canParse(url) || new URL(url).pathname === "/",
    "has a path, and pages are served at the root of a host",
  )
  .refine(
    (url) => !URL.canParse(url) || new URL(url).username === "",
    "has a user, which links must not carry",
  )
  .transform((url) => url.replace(/\/+$/u, ""));

export const port = z.number().int().min(0).max(65_535);

/** So long the system lets it be, with the byte that ends it (unix(7)). */
const MOST_SOCKET_BYTES = 107;

export const socketPath = text
  .refine((path) => path.startsWith("/"), "is not an absolute path")
  .refine((path) => Buffer.byteLength(path) <= MOST_SOCKET_BYTES, `has more than ${MOST_SOCKET_BYTES} bytes`);

/** YAML has `true` and `false`; a flag says `on` and `off`. Each is taken in both. */
export const onOff = z
  .union([z.boolean(), z.enum(["on", "off", "true", "false"])], "is neither on nor off")
  .transform((word) => word === true || word === "on" || word === "true");

export const namespaces = z
  .array(z.string().refine(isNamespaceName, "is not a namespace's name"))
  .min(1)
  .readonly();

export const modes = z
  .array(z.enum(["open", "proxy", "oidc", "kubernetes", "link"]))
  .min(1)
  .superRefine((names, context) => {
    const clash = findModeClash(names);
    if (clash !== undefined) context.addIssue({ code: "custom", message: clash });
  })
  .readonly();

/** What keeps these modes apart, as it goes on after "the list". */
function findModeClash(names: readonly string[]): string | undefined {
  const both = (one: string, other: string): boolean => names.includes(one) && names.includes(other);
  if (new Set(names).size < names.length) return "names a mode twice";
  if (names.includes("open") && names.length > 1) {
    return "names `open` beside another mode, and whoever only says a name would stand beside those who prove theirs";
  }
  if (names.every((name) => name === "link")) {
    return "names `link` alone, and a link only adds to a way of signing in";
  }
  if (both("proxy", "oidc")) {
    return "names both `proxy` and `oidc`, and on pages the same browser could be two people: whom the proxy signed in, and who signed in here";
  }
  return undefined;
}

/** With none of them, nobody could ever vote. */
export const matched = z
  .array(z.enum(["name", "email", "group"]))
  .min(1)
  .readonly();

/** Of an empty list Kubernetes makes its own audience, for which every pod has a token. */
export const audiences = z.array(text).min(1).readonly();

/** All of them are no address: whoever gives that wants the check away. */
const addressRange = z
  .string()
  .refine((range) => parseAddressRange(range) !== undefined, "is not an IP address or a range of them")
  .refine((range) => parseAddressRange(range)?.prefix !== 0, "is every address there is");

export const addressRanges = z.array(addressRange).min(1).readonly();

/** Letters, digits and `-`: what has other characters is dropped or renamed by some proxies. */
export const headerName = z
  .string()
  .regex(/^[A-Za-z\d-]+$/u, "is not a header's name of letters, digits and -");

/** Whoever answers there is believed, and what comes over plain HTTP could be anybody's. */
export const secureUrl = z
  .url({ protocol: /^https?$/u, error: "is not an https URL" })
  .refine((url) => !/[?#]/u.test(url), "has a query or a fragment")
  .refine(
    (url) => !URL.canParse(url) || url.startsWith("https:") || isOnLoopback(new URL(url)),
    "is not an https URL",
  );

function isOnLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || isLoopbackRange(hostname.replaceAll(/[[\]]/gu, ""));
}

/** A short name of something that is set up, for addresses and records. */
export const shortName = z
  .string()
  .regex(/^[a-z\d](?:[a-z\d-]{0,30}[a-z\d])?$/u, "is not a short name of a-z, 0-9 and -");

/** What a pipeline names a channel with: text of any kind, as it is in a chat. */
export const reference = z
  .string()
  .regex(/^(?=\S)[^\p{C}\p{Zl}\p{Zp}]{1,70}(?<=\S)$/u, "is not a name of at most 70 characters on one line");

/** Where something is sent. A user would stand in a setting that is shown; a fragment is never sent. */
export const hookUrl = z
  .url({ protocol: /^https?$/u, error: "is not an https URL" })
  .refine((url) => !url.includes("#"), "has a fragment")
  .refine((url) => !URL.canParse(url) || !hasLogin(new URL(url)), "has a user or a password in it");

function hasLogin({ username, password }: URL): boolean {
  return username !== "" || password !== "";
}

/** As it is written, to be shown so. */
export const duration = z
  .string()
  .refine((given) => parseDuration(given) !== undefined, "is not a number with d, h, m or s, like 8h");

export const timeZone = z.string().refine(isTimeZone, "is not a time zone that this system knows");

function isTimeZone(name: string): boolean {
  // What holds when nothing is said, without loading the zones of the world: some 8 MB with the data of languages.
  if (name === "UTC") return true;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
