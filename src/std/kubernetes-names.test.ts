import assert from "node:assert/strict";
import { test } from "node:test";
import { isNamespaceName, isObjectName } from "./kubernetes-names.ts";

/** What is no name of anything, wherever it stands. */
const NO_NAMES = [
  "",
  ".",
  "..",
  "a..b",
  ".a",
  "a.",
  "-a",
  "a-",
  "a.-b",
  "A",
  "a_b",
  "a/b",
  "a%2Fb",
  "a%",
  "a?b",
  "a#b",
  "a b",
  "a\n",
  "\u0000",
  "ä",
  "a\u0301",
  "а",
  "\ud800",
];

test("a name is what Kubernetes takes for one, to the last character", () => {
  for (const name of ["a", "0", "a-b", "a--b", "release-1-approve", "a".repeat(63)]) {
    assert.ok(isNamespaceName(name), name);
    assert.ok(isObjectName(name), name);
  }
  for (const name of ["a.b", "1.2.3", "a".repeat(253), `${"a".repeat(126)}.${"b".repeat(126)}`]) {
    assert.ok(isObjectName(name), name);
    assert.ok(!isNamespaceName(name), name);
  }
});

test("whatever else is no name", () => {
  for (const text of [...NO_NAMES, "a".repeat(254), "a.".repeat(127)]) {
    assert.ok(!isObjectName(text), JSON.stringify(text));
    assert.ok(!isNamespaceName(text), JSON.stringify(text));
  }
  assert.ok(!isNamespaceName("a".repeat(64)));
});
