import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MAX_NAME, parseEmail, parseName } from "./principal.ts";

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
    ["a Kelvin sign, which would be another's K", "\u212Aim"],
    ["31 marks on one letter", `e${"\u0316".repeat(31)}`],
  ] as const) {
    it(`refuses ${what} and says of what it is`, () => {
      const parsed = parseName("group", name);
      assert.equal(parsed.ok, false);
      assert.match(parsed.ok ? "" : parsed.error, /^The group /u);
    });
  }
});

describe("parseEmail", () => {
  it("takes an address in NFC", () => {
    assert.deepEqual(parseEmail("rene\u0301+x@a.example", "rene"), {
      ok: true,
      value: "ren\u00E9+x@a.example",
    });
    assert.ok(parseEmail(`${"x".repeat(241)}@a.example`, "x".repeat(MAX_NAME)).ok);
  });

  for (const [what, address] of [
    ["two @", "ann@a.example@b.example"],
    ["a local part in quotes that has one more", '"ann@b.example"@a.example'],
    ["no @", "ann"],
    ["no domain", "ann@"],
    ["nothing before the @", "@a.example"],
    ["a name around it", "Ann <ann@a.example>"],
    ["a line break", "ann@a.example\r\nBcc: eve@b.example"],
    ["nothing", ""],
  ] as const) {
    it(`refuses ${what}`, () => assert.equal(parseEmail(address, "ann").ok, false));
  }

  it("refuses one that does not fit beside the name in a vote", () => {
    const refused = parseEmail("ann@a.example", "\u{1F600}".repeat(125));
    assert.match(
      refused.ok ? "" : refused.error,
      /together take 513 bytes to store; at most 512 are allowed/u,
    );
  });
});

it("no character but those that are refused becomes an ASCII one in NFC", () => {
  for (let code = 0x80; code <= 0x10ffff; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCodePoint(code);
    if (!/^[\0-\x7f]/u.test(character.normalize("NFC"))) continue;
    assert.equal(parseName("user", `x${character}`).ok, false, code.toString(16));
  }
});
