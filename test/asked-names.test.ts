// Whoever is asked can come: each name that a run may give is one that a person or group can have.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { parseName } from "../src/auth/principal.ts";
import { readNames } from "../src/objects/parameters/read-names.ts";

const REAL = [
  "Hanna Lindqvist",
  "ann.lee+ops@shop.example",
  "CN=Ann,OU=People,DC=shop",
  "CN=Lee\\, Ann,OU=People",
  "system:serviceaccount:shop:deployer",
  "auth0|5c0a9f64",
  "SHOP\\ann",
  "O’Brien",
  "o'brien",
  "山田 太郎",
  "مریم",
  "کتاب\u200Cخانه",
  "葛\u{E0100}城 葵",
  "release 🏳️\u200D🌈",
  "/platform/on-call",
];

for (const parameter of ["approvers", "groups"]) {
  test(`real names are names of ${parameter} in every shape, and come back as they are`, () => {
    for (const name of REAL) {
      for (const value of [name, [name], JSON.stringify([name]), JSON.stringify(name)]) {
        assert.deepEqual(readNames(parameter, value), { ok: true, value: [name.normalize("NFC")] });
      }
    }
  });

  test(`what is accepted of ${parameter} is a name that somebody can come with`, () => {
    const pieces = fc.constantFrom(
      ...Array.from("ann,;@ \t\n=\\|[]\"'$(){}:*"),
      "group:",
      "CN=",
      "\u200B",
      "\u202E",
      "\uFFFD",
      "é",
    );
    const text = fc.oneof(
      fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join("")),
      fc.string({ unit: "binary", maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.oneof(text, fc.array(text, { maxLength: 4 })), (value) => {
        const names = readNames(parameter, value);
        for (const name of names.ok ? names.value : []) {
          assert.deepEqual(parseName("user", name), { ok: true, value: name });
        }
        // And where a list is advised, it is accepted as it is.
        if (names.ok || names.error.meant === undefined) return;
        assert.deepEqual(readNames(parameter, names.error.meant), { ok: true, value: names.error.meant });
      }),
      { numRuns: 3_000 },
    );
  });
}
