// Headers that browsers do not send so, or that would say who somebody is.
import * as fc from "fast-check";
import { inHeader, oddText } from "./odd-text.ts";
import type { Header } from "./request-case.ts";

const NAMES = [
  "Origin",
  "Sec-Fetch-Site",
  "Referer",
  "Accept",
  "Accept-Encoding",
  "Accept-Language",
  "If-None-Match",
  "If-Modified-Since",
  "Range",
  "Cookie",
  "Authorization",
  "X-Forwarded-User",
  "X-Forwarded-For",
  "X-Forwarded-Host",
  "X-HTTP-Method-Override",
  "Idempotency-Key",
  "Content-Encoding",
  "Forwarded",
  "TE",
  "Upgrade-Insecure-Requests",
] as const;

const VALUES = [
  "null",
  "http://<<host>>",
  "http://evil.example",
  "same-origin",
  "cross-site",
  "same-site",
  "none",
  "*",
  "*/*;q=9",
  "gzip, br;q=0, zstd",
  "identity;q=0",
  'W/"x", "y"',
  "bytes=0-",
  "bytes=9-1",
  "Thu, 01 Jan 1970 00:00:00 GMT",
  "countersign=x.y",
  "countersign=.",
  "countersign=eyJpZCI6MX0.AAAA",
  "countersign=<<cookie>>; countersign=<<cookie>>",
  "; ;=; countersign",
  "Bearer <<a*200>>",
  "POST",
  "ann",
] as const;

const header = fc
  .tuple(fc.constantFrom(...NAMES), fc.oneof(fc.constantFrom(...VALUES), oddText.map(inHeader)))
  .map((pair): Header => pair);

export const oddHeaders: fc.Arbitrary<readonly Header[]> = fc.array(header, { maxLength: 4 });

/** The usual ones of a request with a body. */
export function describeBody(type: string): readonly Header[] {
  return [...(type === "" ? [] : [["Content-Type", type] as const]), ["Content-Length", "<<length>>"]];
}

export const HOST: Header = ["Host", "<<host>>"];
