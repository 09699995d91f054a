import * as fc from "fast-check";
import { XSS_PAYLOADS } from "./web/xss-payloads.ts";

const PIECES = [
  "\r\nBcc: evil@evil.example",
  "\nSubject: x",
  "\u0000",
  "\u2028",
  "\u202e",
  "\ud800",
  "=?utf-8?b?PHNjcmlwdD4=?=",
  "javascript:alert(1)",
  "https://evil.example/",
  "[x](https://evil.example)",
  "{{ url }}",
  "{% raw %}",
  "{link}",
  "{#if}",
  "&lt;b&gt;",
  "]]>",
  " onload=x ",
  "'",
  '"',
  "`",
  "👩‍🚀",
  "word",
  " ",
  "\n",
] as const;

/** What somebody would try: known payloads, breaks of headers, of templates, and anything at all. */
export const hostileText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...XSS_PAYLOADS) },
  {
    weight: 2,
    arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join("")),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.constantFrom(...Array.from("<>\"'&=/ `\n-!")), maxLength: 60 }),
  },
);
