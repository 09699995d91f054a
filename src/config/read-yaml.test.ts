import assert from "node:assert/strict";
import { test } from "node:test";

import { readYaml } from "./read-yaml.ts";

function valueOf(text: string): unknown {
  const read = readYaml(text);
  assert.ok(read.ok, read.ok ? "" : read.error.join("\n"));
  return read.value.value;
}

function problemsOf(text: string): readonly string[] {
  const read = readYaml(text);
  return read.ok ? [] : read.error;
}

test("words are text, whatever they are elsewhere", () => {
  assert.deepEqual(valueOf("a: yes\nb: on\nc: No\nd: 2020-01-01\ne: 12:30\nf: 1_000\ng: 1.2.3\nno: n"), {
    a: "yes",
    b: "on",
    c: "No",
    d: "2020-01-01",
    e: "12:30",
    f: "1_000",
    g: "1.2.3",
    no: "n",
  });
});

test("keys are text, and none reaches into what objects inherit", () => {
  assert.deepEqual(Object.keys(valueOf("1: a\ntrue: b\n~: c") as object), ["1", "true", "~"]);
  const value = valueOf("__proto__: {polluted: true}") as { readonly polluted?: boolean };
  assert.equal(value.polluted, undefined);
  assert.deepEqual(Object.keys(value), ["__proto__"]);
});

for (const [sentence, text, said] of [
  ["a tab", "a:\n\tb: 1", "line 2, column 1: indented with a tab; use spaces"],
  ["an open bracket", "a: [1", "line 1, column 6: the indentation does not fit, or a bracket is not closed"],
  ["an open quote", 'a: "1', "line 1, column 6: a quote, a bracket, a comma or a colon is missing"],
  ["two colons", "a: b: c", "line 1, column 4: a second colon on one line; put the value in quotes"],
  ["a second document", "a: 1\n---\nb: 2", "line 2, column 1: a second document begins; a file has one"],
  ["a tag", "a: !!binary aGk=", "line 1, column 4: leave the tag (!…) out"],
  ["a tag of one's own", "a: !secret x", "line 1, column 4: leave the tag (!…) out"],
  ["a list for a key", "? [a]\n: b", "line 1, column 3: this key is not text; put it in quotes"],
  ["another version of YAML", "%YAML 1.1\n---\na: yes", "line 1: leave the %YAML line out"],
  ["a backquote", "a: `x`", "line 1, column 4: a value cannot begin with this character; put it in quotes"],
] as const) {
  test(`${sentence} is refused, with line and column`, () => {
    assert.deepEqual(problemsOf(text), [said]);
  });
}

test("a fault never quotes what stands there: it may be a secret", () => {
  for (const text of [
    "a: hunter2: hunter2",
    "a: |hunter2\n b",
    "hunter2",
    "a: [hunter2",
    "%hunter2\n---\n",
  ]) {
    assert.doesNotMatch(problemsOf(text).join("\n"), /hunter2/u);
  }
});

test("references are followed, but not into themselves, into nothing, or without bounds", () => {
  assert.deepEqual(valueOf("a: &x [1]\nb: *x"), { a: [1], b: [1] });
  const level = (name: string, of: string): string => `${name}: &${name} [${`*${of},`.repeat(9)}*${of}]\n`;
  const bomb = `a: &a [x]\n${level("b", "a")}${level("c", "b")}${level("d", "c")}${level("e", "d")}`;
  for (const text of ["a: *x", "a: &a\n  b: *a", bomb]) {
    assert.match(
      problemsOf(text).join("\n"),
      /^a reference \(\*name\) names nothing or itself, or there are too/u,
    );
  }
});

test("what is nested without end is refused, and not by a crash", () => {
  assert.match(problemsOf("[".repeat(30_000))[0] ?? "", /nested too deeply/u);
});

test("a key that stands twice is a fault at its second place, in whatever notation", () => {
  const read = readYaml('a: {b: 1, c: 2,\n "b": 3}');
  assert.ok(read.ok);
  assert.deepEqual(read.value.faults, [{ path: ["a", "b"], text: "is there more than once; keep one" }]);
  assert.equal(read.value.locate(["a", "b"]), "line 2, column 2");
});

test("a place is that of the key, of the item of a list, or the nearest around it", () => {
  const read = readYaml("a:\n  - b: 1\n  - &x\n    b: 2\nc: *x\n");
  assert.ok(read.ok);
  const places = [["a", 1, "b"], ["a", 0], ["a", 1, "none"], ["c", "b"], ["none"]].map(read.value.locate);
  assert.deepEqual(places, [
    "line 4, column 5",
    "line 2, column 5",
    "line 4, column 5",
    "line 4, column 5",
    undefined,
  ]);
});
