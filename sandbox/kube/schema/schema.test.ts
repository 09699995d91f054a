import assert from "node:assert/strict";
import { test } from "node:test";
import { validateRules } from "./cel-validation.ts";
import { applyDefaults } from "./field-defaulting.ts";
import { pruneFields } from "./field-pruning.ts";
import type { Schema } from "./schema.ts";
import { validateSchema } from "./schema-validation.ts";

const STRING: Schema = { type: "string" };
const root = (spec: Schema): Schema => ({ type: "object", properties: { spec } });

test("pruning drops unknown fields and names them, in lists and maps too", () => {
  const schema = root({
    type: "object",
    properties: {
      name: STRING,
      list: { type: "array", items: { type: "object", properties: { a: STRING } } },
      free: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
      map: { type: "object", additionalProperties: { type: "object", properties: { a: STRING } } },
    },
  });
  const { json, dropped } = pruneFields(
    {
      apiVersion: "v1",
      kind: "Thing",
      metadata: { name: "x", colour: "red" },
      spec: {
        name: "n",
        other: 1,
        list: [{ a: "1", b: 2 }],
        free: { any: [1] },
        map: { k: { a: "1", b: 2 } },
      },
      stray: true,
    },
    schema,
  );
  assert.deepEqual(json, {
    apiVersion: "v1",
    kind: "Thing",
    metadata: { name: "x" },
    spec: { name: "n", list: [{ a: "1" }], free: { any: [1] }, map: { k: { a: "1" } } },
  });
  assert.deepEqual(dropped, ["metadata.colour", "spec.other", "spec.list[0].b", "spec.map.k.b", "stray"]);
});

test("an embedded resource keeps its own type and metadata", () => {
  const schema = root({
    type: "object",
    "x-kubernetes-embedded-resource": true,
    properties: { spec: STRING },
  });
  const spec = { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec: "s", extra: 1 };
  assert.deepEqual(pruneFields({ spec }, schema).json, {
    spec: { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec: "s" },
  });
});

test("defaults fill absent fields, take the place of a null that is not allowed, and leave other nulls alone", () => {
  const schema = root({
    type: "object",
    properties: {
      size: { type: "integer", default: 3 },
      colour: { ...STRING, default: "red" },
      note: { ...STRING, nullable: true, default: "none" },
      deep: { type: "object", default: {}, properties: { on: { type: "boolean", default: true } } },
    },
  });
  assert.deepEqual(applyDefaults({ spec: { colour: null, note: null } }, schema), {
    spec: { size: 3, colour: "red", note: null, deep: { on: true } },
  });
  assert.deepEqual(applyDefaults({}, schema), {}, "a parent that is absent gets no defaults");
});

const WORDINGS: readonly [what: string, schema: Schema, value: unknown, reason: string, message: string][] = [
  [
    "a wrong type",
    { type: "integer" },
    "x",
    "FieldValueTypeInvalid",
    'Invalid value: "string": spec in body must be of type integer: "string"',
  ],
  [
    "a value outside an enum",
    { type: "string", enum: ["a", "b"] },
    "c",
    "FieldValueNotSupported",
    'Unsupported value: "c": supported values: "a", "b"',
  ],
  [
    "a text that is too long",
    { type: "string", maxLength: 2 },
    "abc",
    "FieldValueTooLong",
    "Too long: may not be more than 2 bytes",
  ],
  [
    "a text that is too short",
    { type: "string", minLength: 2 },
    "a",
    "FieldValueInvalid",
    'Invalid value: "a": spec in body should be at least 2 chars long',
  ],
  [
    "a text that does not match",
    { type: "string", pattern: "^a$" },
    "b",
    "FieldValueInvalid",
    "Invalid value: \"b\": spec in body should match '^a$'",
  ],
  [
    "a number below the minimum",
    { type: "integer", minimum: 1 },
    0,
    "FieldValueInvalid",
    "Invalid value: 0: spec in body should be greater than or equal to 1",
  ],
  [
    "too many items",
    { type: "array", maxItems: 1, items: STRING },
    ["a", "b"],
    "FieldValueTooMany",
    "Too many: 2: must have at most 1 item",
  ],
  [
    "a time that is none",
    { type: "string", format: "date-time" },
    "soon",
    "FieldValueTypeInvalid",
    'Invalid value: "soon": spec in body must be of type date-time: "soon"',
  ],
  [
    "a repeated value in a set",
    { type: "array", items: STRING, "x-kubernetes-list-type": "set" },
    ["a", "a"],
    "FieldValueDuplicate",
    'Duplicate value: "a"',
  ],
];

for (const [what, spec, value, reason, message] of WORDINGS) {
  test(`validation refuses ${what} in the API server's words`, () => {
    const [cause, ...others] = validateSchema({ spec: value }, root(spec));
    assert.deepEqual(others, []);
    assert.equal(cause?.reason, reason);
    assert.equal(cause?.message, message);
  });
}

test("a missing field is named by its path", () => {
  const item: Schema = { type: "object", required: ["name"], properties: { name: STRING } };
  assert.deepEqual(validateSchema({ spec: [{ name: "a" }, {}] }, root({ type: "array", items: item })), [
    { reason: "FieldValueRequired", field: "spec[1].name", message: "Required value" },
  ]);
});

test("what was invalid before and did not change is not held against an update", () => {
  const schema = root({ type: "object", properties: { a: { ...STRING, maxLength: 1 }, b: STRING } });
  const old = { spec: { a: "long", b: "x" } };
  assert.deepEqual(validateSchema({ spec: { a: "long", b: "y" } }, schema, "", old), []);
  assert.equal(validateSchema({ spec: { a: "longer", b: "y" } }, schema, "", old).length, 1);
});

test("rules see integers as integers, and say their message at their place", () => {
  const schema = root({
    type: "object",
    properties: { min: { type: "integer" }, max: { type: "integer" } },
    "x-kubernetes-validations": [
      { rule: "self.min + 1 <= self.max", message: "min must be below max", fieldPath: ".min" },
    ],
  });
  assert.deepEqual(validateRules({ spec: { min: 1, max: 2 } }, schema), []);
  assert.deepEqual(validateRules({ spec: { min: 2, max: 2 } }, schema), [
    { reason: "FieldValueInvalid", field: "spec.min", message: "Invalid value: min must be below max" },
  ]);
});

test("a transition rule is asked only when there is something to compare with", () => {
  const schema = root({
    type: "object",
    properties: { name: { ...STRING, "x-kubernetes-validations": [{ rule: "self == oldSelf" }] } },
  });
  assert.deepEqual(validateRules({ spec: { name: "a" } }, schema), []);
  assert.deepEqual(validateRules({ spec: { name: "b" } }, schema, { spec: {} }), []);
  assert.deepEqual(validateRules({ spec: { name: "b" } }, schema, { spec: { name: "a" } }), [
    {
      reason: "FieldValueInvalid",
      field: "spec.name",
      message: 'Invalid value: "b": failed rule: self == oldSelf',
    },
  ]);
});

test("the votes rule of 256 places refuses a removed, edited or moved vote", () => {
  const places = Array.from({ length: 256 }, (_, index) => index).join(",");
  const rule = `!has(oldSelf.votes) || (has(self.votes) && size(self.votes) >= size(oldSelf.votes) && [${places}].all(i, i >= size(oldSelf.votes) || self.votes[i] == oldSelf.votes[i]))`;
  const vote: Schema = {
    type: "object",
    properties: { by: STRING, time: { ...STRING, format: "date-time" }, stage: { type: "integer" } },
  };
  const schema = root({
    type: "object",
    properties: { votes: { type: "array", items: vote } },
    "x-kubernetes-validations": [{ rule, message: "votes stay" }],
  });
  const cast = (by: string): object => ({ by, time: "2026-11-24T10:00:00Z", stage: 1 });
  const old = { spec: { votes: [cast("ann"), cast("bob")] } };
  const refusals = (votes: readonly object[] | undefined): number =>
    validateRules({ spec: votes === undefined ? {} : { votes } }, schema, old).length;
  assert.equal(refusals([cast("ann"), cast("bob"), cast("eve")]), 0);
  assert.equal(refusals([cast("ann")]), 1);
  assert.equal(refusals([cast("bob"), cast("ann")]), 1);
  assert.equal(refusals([cast("ann"), { ...cast("bob"), time: "2026-11-24T10:00:01Z" }]), 1);
  assert.equal(refusals(undefined), 1);
});

test("messageExpression, reason and escaped property names", () => {
  const schema = root({
    type: "object",
    properties: { "dry-run": { type: "boolean" }, namespace: STRING },
    "x-kubernetes-validations": [
      {
        rule: "!self.dry__dash__run || self.__namespace__ == 'test'",
        messageExpression: "'no dry run in ' + self.__namespace__",
        reason: "FieldValueForbidden",
      },
    ],
  });
  assert.deepEqual(validateRules({ spec: { "dry-run": true, namespace: "prod" } }, schema), [
    { reason: "FieldValueForbidden", field: "spec", message: "Forbidden: no dry run in prod" },
  ]);
});
