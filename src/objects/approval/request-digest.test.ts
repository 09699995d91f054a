import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import type { ApprovalSpec } from "./approval-task.ts";
import { formatCanonicalJson } from "../../std/canonical-json.ts";
import { computeDigest } from "./request-digest.ts";

const SPEC: ApprovalSpec = {
  pipeline: "release",
  title: "Release",
  approvers: ["ann", "bob"],
  strategy: "SINGLE",
  onReject: "continue",
  run: { name: "release-1-approve", uid: "u-1" },
};

describe("canonical JSON", () => {
  const CASES: readonly (readonly [value: unknown, text: string])[] = [
    [{ b: 1, a: { d: null, c: [2, "x"] } }, '{"a":{"c":[2,"x"],"d":null},"b":1}'],
    [{ b: 1, 10: 2, 9: 3 }, '{"10":2,"9":3,"b":1}'],
    [{ a: undefined, b: true }, '{"b":true}'],
    [{ é: 'quote " and\nline' }, '{"é":"quote \\" and\\nline"}'],
    [[], "[]"],
    ["", '""'],
  ];
  for (const [value, text] of CASES) {
    test(text, () => assert.equal(formatCanonicalJson(value), text));
  }

  test("is written of JSON that is nested ten thousand deep, and of long lists", () => {
    const text = `${'[{"a":'.repeat(5_000)}1${"}]".repeat(5_000)}`;
    assert.equal(formatCanonicalJson(JSON.parse(text)), text);
    const list = Array.from({ length: 200_000 }, (_, number) => number);
    assert.equal(formatCanonicalJson(list), JSON.stringify(list));
  });

  test("means what JSON means, and is the same for keys in another order", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true }), (value) => {
        const text = formatCanonicalJson(value);
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
        const reversed = Object.fromEntries(Object.entries(value).toReversed());
        assert.equal(formatCanonicalJson(reversed), text);
      }),
    );
  });
});

describe("the digest of a request", () => {
  test("is the SHA-256 of the canonical JSON of spec and UID", () => {
    const text =
      '{"spec":{"approvers":["ann","bob"],"onReject":"continue","pipeline":"release",' +
      '"run":{"name":"release-1-approve","uid":"u-1"},"strategy":"SINGLE","title":"Release"},"uid":"u-1"}';
    assert.equal(computeDigest(SPEC), `sha256:${createHash("sha256").update(text).digest("hex")}`);
  });

  const CHANGES: Readonly<Record<string, Partial<ApprovalSpec>>> = {
    "the title": { title: "Release " },
    "the order of the approvers": { approvers: ["bob", "ann"] },
    "a description": { description: "" },
    "the run's UID": { run: { ...SPEC.run, uid: "u-2" } },
    onReject: { onReject: "fail" },
  };
  for (const [sentence, change] of Object.entries(CHANGES)) {
    test(`changes with ${sentence}`, () => {
      assert.notEqual(computeDigest({ ...SPEC, ...change }), computeDigest(SPEC));
    });
  }
});
