// Code moves, and a seeded bug that has lost its place shows nothing: found here at once, and not hours later.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { UNIT_BUGS } from "../rigs/seeded-bugs/unit-bugs.ts";
import { SUITE_BUGS } from "../rigs/seeded-bugs/suite-bugs.ts";
import { plantBug } from "../rigs/seeded-bugs/seed.ts";

const ROOT = join(import.meta.dirname, "..");

test("each seeded bug has its place exactly once", () => {
  const lost = [...UNIT_BUGS, ...SUITE_BUGS].flatMap((bug) => {
    try {
      plantBug(readFileSync(join(ROOT, bug.file), "utf8"), bug);
      return [];
    } catch (error) {
      return [`${bug.name}: ${String(error)}`];
    }
  });
  assert.deepEqual(lost, []);
});

test("a seeded bug finds its place however the source is wrapped, and after the text that it names", () => {
  const bug = { name: "", file: "one.ts", find: "if (a) return b;", replace: "$&" };
  assert.equal(plantBug("f();\nif (a)\n  return b;\n", bug), "f();\n$&\n");
  assert.throws(() => plantBug("if (a) return b; if (a) return b;", bug), /2 times/u);
  assert.throws(() => plantBug("if (a) return c;", bug), /0 times/u);
  assert.equal(
    plantBug("if (a) return b; g() { if (a) return b; }", { ...bug, after: "g()" }),
    "if (a) return b; g() { $& }",
  );
});

test("each seeded bug has a name of its own on its ground, and a test that is there", () => {
  const names = SUITE_BUGS.map(({ name, on }) => `${name}, on ${on}`);
  assert.equal(new Set(names).size, names.length);
  for (const { caughtBy } of SUITE_BUGS) assert.notEqual(readFileSync(join(ROOT, caughtBy.file), "utf8"), "");
});
