import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { identifyPerson } from "./identify-person.ts";

const ONE_PERSON: readonly (readonly [sentence: string, one: string, other: string])[] = [
  ["the same name", "ann", "ann"],
  ["another case", "ann", "Ann"],
  ["blanks around it", "ann", "  ann\u00A0"],
  ["composed and decomposed letters", "ren\u00E9", "rene\u0301"],
  ["full-width letters", "ann", "ａｎｎ"],
  ["a sharp s in capitals", "STRASSE", "straße"],
  ["a final sigma", "ΟΔΥΣΣΕΥΣ", "οδυσσευς"],
  ["a ligature", "ﬁona", "Fiona"],
  ["the Kelvin sign", "Karl", "\u212Aarl"],
  ["a zero-width joiner inside", "ann", "an\u200Dn"],
  ["a soft hyphen inside", "ann", "a\u00ADnn"],
  ["a dotless i", "IRMA", "ırma"],
];

for (const [sentence, one, other] of ONE_PERSON) {
  test(`one person: ${sentence}`, () => assert.equal(identifyPerson(one), identifyPerson(other)));
}

const TWO_PEOPLE: readonly (readonly [sentence: string, one: string, other: string])[] = [
  ["two names", "ann", "bob"],
  ["an accent", "rene", "ren\u00E9"],
  ["a blank inside", "annlee", "ann lee"],
  ["two mail domains", "ann@a.example", "ann@b.example"],
];

for (const [sentence, one, other] of TWO_PEOPLE) {
  test(`two people: ${sentence}`, () => assert.notEqual(identifyPerson(one), identifyPerson(other)));
}

test("every spelling leads to a key that stands for itself", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      const key = identifyPerson(name);
      assert.equal(identifyPerson(key), key);
      for (const form of ["NFC", "NFD", "NFKC", "NFKD"])
        assert.equal(identifyPerson(name.normalize(form)), key);
      assert.equal(identifyPerson(name.toUpperCase()), key);
    }),
  );
});
