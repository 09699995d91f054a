import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import { takePlainLine } from "./plain-line.ts";

/** What the line means, said with regular expressions: short, and slow on a line that means harm. */
function takePlainLineSlowly(line: string): string {
  return line
    .replace(
      /^(?:\s*(?:#{1,6}(?=\s|$)|>|[-*+](?=\s)|\d{1,9}[.)](?=\s)|\[[ xX]\](?=\s)|`{3,}|~{3,}))+\s*/u,
      "",
    )
    .replace(/\s+#+\s*$/u, "")
    .replaceAll(/!?\[(?<text>[^\]]*)\]\([^)]*\)/gu, "$<text>")
    .replaceAll(/(?<mark>\*{1,3}|~~|`+)(?<text>[^*~`]+)\k<mark>/gu, "$<text>")
    .replaceAll(/(?<![\p{L}\p{N}])(?<mark>_{1,3})(?<text>[^_]+)\k<mark>(?![\p{L}\p{N}])/gu, "$<text>")
    .replaceAll(/\\(?<mark>[!-/:-@[-`{-~])/gu, "$<mark>")
    .replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, " ")
    .replaceAll(/\s+/gu, " ");
}

const pieces = [
  ...Array.from("*_~`[]()!#>-\\ \t17aé"),
  "𝄞",
  "𝐀",
  "**",
  "***",
  "__",
  "~~",
  "```",
  "](",
  "![",
  "# ",
  " #",
];

describe("a line without its Markdown marks", () => {
  it("reads as the marks mean it", () => {
    const line = "## Release **2.14** of [`shop`](https://shop.example) to _production_ ##";
    assert.equal(takePlainLine(line), "Release 2.14 of shop to production");
  });

  it("is what regular expressions make of it", () => {
    const lines = fc.array(fc.constantFrom(...pieces), { maxLength: 24 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(lines, (line) => {
        assert.equal(takePlainLine(line), takePlainLineSlowly(line));
      }),
      { numRuns: 5_000 },
    );
  });
});
