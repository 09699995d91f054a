// What nobody expects in an address, a header or a body.
import * as fc from "fast-check";

/** For any place; sizes as `<<a*3000>>`, so that a case stays short. */
export const oddText = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "%",
    "%E0%A4%A",
    "%00",
    "%2Fstatus",
    "%2e%2e",
    "..",
    ".",
    "__proto__",
    "constructor",
    "[]",
    "{}",
    "null",
    "undefined",
    "<script>fuzz(1)</script>",
    "javascript:fuzz(1)",
    "//evil.example",
    "\\evil.example",
    "é",
    "ｎａｍｅ",
    "👩‍🚀",
    "-1",
    "1e9",
    "<<byte ff>>",
    "<<byte c0>><<byte 80>>",
    "<<a*254>>",
    "<<a.*200>>",
    "<<%41*90>>",
    "<<a*3000>>",
    "; DROP TABLE approvals",
    "${7*7}{{7*7}}",
    "*",
  ),
  fc.string({ unit: fc.constantFrom(...Array.from("abzAZ019-._~%/?#[]@!$&'()*+,;=:\"\\ ")), maxLength: 24 }),
);

/** Percent-encodes what would end the part of the address, and leaves broken encodings and placeholders as they are. */
export function inAddress(text: string): string {
  return text.replaceAll(/[^\w%.~[\]{}<>*$!'();:@&=+,-]/gu, (character) =>
    [...Buffer.from(character, "utf8")].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  );
}

/** As much as a header can carry: no line break, which would begin the next one. */
export function inHeader(text: string): string {
  return text.replaceAll(/[\r\n]/gu, " ");
}
