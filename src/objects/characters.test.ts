import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { countStoredBytes } from "../std/stored-bytes.ts";
import { countCharacters, cutTo, takeCharacters } from "./characters.ts";

describe("characters", () => {
  it("are counted and taken by code point, halves of one too", () => {
    assert.equal(countCharacters("a𝄞\uD834é"), 4);
    assert.equal(takeCharacters("a𝄞bc", 2), "a𝄞");
    assert.equal(takeCharacters("a𝄞\uD834é", 3), "a𝄞\uD834");
    assert.equal(takeCharacters("𝄞𝄞", 2), "𝄞𝄞");
    assert.equal(takeCharacters("ab", 2), "ab");
  });
});

describe("a text of others in a bounded field", () => {
  const rows: readonly (readonly [what: string, text: string, bound: number, expected: string])[] = [
    ["stays when it fits", "stopped", 7, "stopped"],
    ["ends in an ellipsis when it does not", "it was stopped", 10, "it was…"],
    ["has no blank before the ellipsis", "it   was stopped", 8, "it…"],
    ["is never cut within a character", "𝄞𝄞𝄞", 8, "𝄞…"],
    ["is measured as stored", "<<<", 17, "<<…"],
    ["stays empty", "", 3, ""],
  ];
  for (const [what, text, bound, expected] of rows) {
    it(what, () => {
      assert.equal(cutTo(text, bound), expected);
    });
  }

  it("takes no more than the bound, whatever it is made of", () => {
    for (const text of ["a", "<", "é", "€", "𝄞", '"', "\n", "\u2028", "\uD834"]) {
      for (const bound of [3, 4, 100, 4_096]) {
        assert.ok(countStoredBytes(cutTo(text.repeat(5_000), bound)) <= bound, `${text} in ${bound}`);
      }
    }
  });
});
