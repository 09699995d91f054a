// Bodies of every type, and of none.
import * as fc from "fast-check";
import { oddText } from "./odd-text.ts";

export const JSON_TYPE = "application/json";
export const FORM_TYPE = "application/x-www-form-urlencoded";

export const oddType = fc.constantFrom(
  JSON_TYPE,
  FORM_TYPE,
  "text/plain",
  "multipart/form-data; boundary=x",
  "application/json; charset=utf-16",
  "application/xml",
  "",
);

const FIELDS = [
  "decision",
  "comment",
  "digest",
  "attempt",
  "token",
  "operation",
  "user",
  "next",
  "groups",
  "__proto__",
] as const;

const json = fc.oneof(
  fc.json({ maxDepth: 3 }),
  fc
    .dictionary(fc.constantFrom(...FIELDS), fc.oneof(oddText, fc.jsonValue({ maxDepth: 1 })), { maxKeys: 4 })
    .map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '{"decision":"approve","decision":"approve"}',
    '{"__proto__":{"decision":"approve"}}',
    '{"decision":"approve","constructor":{}}',
    '{"decision":"approve","comment":"\\ud800"}',
    '{"decision":"approve","comment":"<<a*15000>>"}',
    '{"decision":"approve","comment":"<<a*70000>>"}',
    "<<[*8000>>",
    '<<{"a":*2000>>',
    "[]",
    "\uFEFF{}",
    '{"decision":1e999}',
  ),
);

const form = fc
  .array(fc.tuple(fc.constantFrom(...FIELDS), oddText), { maxLength: 6 })
  .map((pairs) => pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&"));

export const oddBody = fc.oneof(
  json,
  form,
  oddText,
  fc.constantFrom("<<a*17000>>", "<<&a=1*3000>>", "<<byte ff>><<byte 00>>"),
);
