import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MAX_NAME, parseName } from "./principal.ts";

describe("parseName", () => {
  it("takes names as people write them, in NFC", () => {
    for (const name of ["mary", "Tomasz Wójcik", "o'brien@example.com", "李雷", "x".repeat(MAX_NAME), "👩‍🚀"]) {
      assert.deepEqual(parseName("user", name), { ok: true, value: name });
    }
    assert.deepEqual(parseName("user", "Wo\u0301jcik"), { ok: true, value: "Wójcik" });
  });

  it("counts characters, not UTF-16 units", () => {
    assert.equal(parseName("user", "é".repeat(MAX_NAME)).ok, true);
    assert.equal(parseName("user", "é".repeat(MAX_NAME + 1)).ok, false);
    assert.equal(parseName("user", "😀".repeat(128)).ok, true);
  });

  for (const [what, name] of [
    ["nothing", ""],
    ["blanks", " \u3000 "],
    ["a control character", "ma\u0000ry"],
    ["a line break", "ma\nry"],
    ["a C1 control character", "ma\u0085ry"],
    ["a line separator", "ma\u2028ry"],
    ["what is left of bytes that are no UTF-8", "ma\uFFFDry"],
    ["one character too many", "x".repeat(MAX_NAME + 1)],
    ["16 KB of marks, which would take a third of a second", `e${"\u0301\u0316".repeat(8_000)}`],
    ["more bytes than a name may take", "😀".repeat(129)],
    ["more than that as it is stored", "<".repeat(86)],
    ["31 marks on one letter", `e${"\u0316".repeat(31)}`],
  ] as const) {
    it(`refuses ${what} and says of what it is`, () => {
      const parsed = parseName("group", name);
      assert.equal(parsed.ok, false);
      assert.match(parsed.ok ? "" : parsed.error, /^The group /u);
    });
  }
});
