// Addresses of every route, and of what looks like one.
import * as fc from "fast-check";
import { inAddress, oddText } from "./odd-text.ts";
import type { Route } from "./routes.ts";

const QUERY_KEYS = [
  "user",
  "group",
  "state",
  "limit",
  "cursor",
  "next",
  "assignee",
  "assigneeGroup",
  "namespace",
  "pipeline",
  "page",
  "_method",
  "decision",
  "token",
  "a[]",
  "__proto__",
] as const;

const value = fc.oneof(
  oddText,
  fc.constantFrom(
    "mallory",
    "ann",
    "pending",
    "decided",
    "1",
    "500",
    "501",
    "0",
    "approve",
    "people",
    "<<a*9000>>",
  ),
);

const pair = fc
  .tuple(fc.constantFrom(...QUERY_KEYS), value)
  // Nobody who may answer is named: what comes by chance must never be a vote.
  .map(([key, given]) => `${key}=${inAddress(key === "user" && given === "ann" ? "mallory" : given)}`);

export const oddQuery = fc
  .array(pair, { maxLength: 4 })
  .map((pairs) => (pairs.length === 0 ? "" : `?${pairs.join("&")}`));

const segment = fc.oneof(
  oddText.map(inAddress),
  fc.constantFrom(
    "people",
    "bystander-1",
    "approvals",
    "api",
    "v1",
    "votes",
    "receipt",
    "PEOPLE",
    "elsewhere",
    "<<name>>%2Fstatus",
  ),
);

/** The address of an approval that is there, in the route's own words; a parameter is now and then something else. */
export function addressesOf(route: Route): fc.Arbitrary<string> {
  const parts = route.path.split("/").map((part) => {
    if (part === ":namespace")
      return fc.oneof({ weight: 3, arbitrary: fc.constant("people") }, { weight: 1, arbitrary: segment });
    if (part === ":name")
      return fc.oneof({ weight: 3, arbitrary: fc.constant("<<name>>") }, { weight: 1, arbitrary: segment });
    return part.startsWith(":") ? segment : fc.constant(part);
  });
  return fc.tuple(...parts).map((filled) => filled.join("/"));
}

const suffix = fc.constantFrom(
  "/",
  "//",
  "/..",
  "/.",
  "%2Fstatus",
  "%00",
  ";x=1",
  "#fragment",
  "/votes",
  ".json",
  "%20",
);

/** Beside every route: another case, more slashes, other forms of a request target. */
export function strangeAddresses(routes: readonly Route[]): fc.Arbitrary<string> {
  const known = fc.oneof(...routes.map(addressesOf));
  return fc.oneof(
    fc.constantFrom(
      ...["", "/receipt"].map((end) => `/approvals/elsewhere/bystander-1${end}`),
      "/api/v1/approvals/elsewhere/bystander-1",
    ),
    fc.array(segment, { maxLength: 6 }).map((parts) => `/${parts.join("/")}`),
    fc.tuple(known, suffix).map(([path, end]) => `${path}${end}`),
    known.map((path) => path.toUpperCase()),
    known.map((path) => path.replaceAll("/", "//")),
    known.map((path) => path.replaceAll("/", "/./")),
    known.map((path) => path.replace("/", "/%2F")),
    known.map((path) => `http://<<host>>${path}`),
    known.map((path) => `http://evil.example${path}`),
    fc.constantFrom(
      "*",
      "evil.example:443",
      "?",
      "/?",
      "//",
      "/%",
      "\\",
      "/approvals/people/../people/<<name>>",
    ),
  );
}
