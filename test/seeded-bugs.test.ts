// Code moves, and a seeded bug that has lost its place shows nothing: found here at once, and not hours later.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { BUGS } from "../rigs/seeded-bugs/bugs.ts";
import { CONTROLLER_BUGS } from "../rigs/seeded-bugs/controller-bugs.ts";
import { SUITE_BUGS } from "../rigs/seeded-bugs/suite-bugs.ts";
import { KUBE_BUGS } from "../rigs/seeded-bugs/kube-bugs.ts";
import { WEB_BUGS } from "../rigs/seeded-bugs/web-bugs.ts";

const ROOT = join(import.meta.dirname, "..");

test("each seeded bug has its place exactly once", () => {
  const lost = [...BUGS, ...CONTROLLER_BUGS, ...KUBE_BUGS, ...WEB_BUGS, ...SUITE_BUGS].flatMap(
    ({ name, file, find }) => {
      const places = readFileSync(join(ROOT, file), "utf8").split(find).length - 1;
      return places === 1 ? [] : [`${name}: ${places} places in ${file}`];
    },
  );
  assert.deepEqual(lost, []);
});

test("each seeded bug has a name of its own on its ground, and a test that is there", () => {
  const names = SUITE_BUGS.map(({ name, on }) => `${name}, on ${on}`);
  assert.equal(new Set(names).size, names.length);
  for (const { caughtBy } of SUITE_BUGS) assert.notEqual(readFileSync(join(ROOT, caughtBy.file), "utf8"), "");
});
