import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { countStoredBytes, countStoredJson } from "./stored-bytes.ts";

describe("the size of a text as stored", () => {
  const rows: readonly (readonly [what: string, text: string, bytes: number])[] = [
    ["nothing", "", 0],
    ["plain letters as they are", "approve", 7],
    ["letters beyond ASCII in UTF-8", "é€𝄞", 9],
    ["quotes and backslashes as two", '"\\', 4],
    ["tab and line breaks as two", "\t\n\r", 6],
    ["brackets and ampersands as six", "<>&", 18],
    ["separators of lines and paragraphs as six", "\u2028\u2029", 12],
    ["other control characters as six", "\u0000\u001F", 12],
    ["DEL and what follows as they are", "\u007F\u0085", 3],
    ["half a character as six", "\uD834", 6],
  ];
  for (const [what, text, bytes] of rows) {
    it(`counts ${what}`, () => {
      assert.equal(countStoredBytes(text), bytes);
    });
  }
});

describe("the size of a value as stored", () => {
  it("is that of its JSON, where nothing is escaped for Go alone", () => {
    const value = { a: [1, -2.5, true, null, 'x\n"y', {}, []], b: { c: "é", d: undefined } };
    assert.equal(countStoredJson(value), Buffer.byteLength(JSON.stringify(value)));
  });

  it("counts what Go escapes", () => {
    assert.equal(countStoredJson({ "<": ["&"] }), '{"\\u003c":["\\u0026"]}'.length);
  });

  it("is found for JSON that is nested ten thousand deep", () => {
    let value: unknown = 1;
    for (let depth = 0; depth < 10_000; depth += 1) value = depth % 2 === 0 ? [value] : { a: value };
    assert.equal(countStoredJson(value), 1 + 5_000 * 2 + 5_000 * 6);
  });
});
