import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { evaluate } from "@marcbachmann/cel-js";
import { parse } from "yaml";
import { APPROVAL_CRD } from "./approval-crd.ts";
import {
  DECISION_IS_WRITTEN_ONCE,
  SOMEBODY_IS_ASKED,
  SPEC_NEVER_CHANGES,
  VOTES_ARE_ONLY_APPENDED,
} from "./approval-crd-rules.ts";
import { type ApprovalSpec, BOUNDS, type Decision, type RecordedVote } from "../approval/approval-task.ts";
import { formatApprovalCrd } from "./format-crd.ts";
import type { CelRule, StructuralSchema } from "./structural-schema.ts";
import { makeVote } from "../../../test/kit/make-vote.ts";

const SCHEMA: StructuralSchema = APPROVAL_CRD.spec.versions[0].schema.openAPIV3Schema;

/** A bare number is a double for cel-js, which CEL does not compare with an integer. */
function toCel(value: unknown): unknown {
  if (typeof value === "number") return BigInt(value);
  if (Array.isArray(value)) return value.map(toCel);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toCel(part)]));
}

function holds({ rule }: CelRule, oldSelf: unknown, self: unknown): boolean {
  return evaluate(rule, { self: toCel(self), oldSelf: toCel(oldSelf) }) as boolean;
}

function voteOf(number: number, change: Partial<RecordedVote> = {}): RecordedVote {
  return makeVote(`user-${number}`, { assignees: [0, number % 100], ...change });
}

const makeVotes = (count: number): RecordedVote[] =>
  Array.from({ length: count }, (_, number) => voteOf(number));
const withVotes = (votes: readonly unknown[]): unknown => ({ spec: {}, status: { votes } });

describe("the rule for votes", () => {
  const few = makeVotes(3);
  const [first, second, third] = few;
  const all = makeVotes(BOUNDS.votes);
  const last = BOUNDS.votes - 1;
  const PAIRS: Readonly<Record<string, readonly [before: unknown, after: unknown, holds: boolean]>> = {
    "lets the first status in": [{ spec: {} }, withVotes([]), true],
    "lets a first vote in": [withVotes([]), withVotes([first]), true],
    "lets a vote be added": [withVotes([first]), withVotes([first, second]), true],
    "lets votes stay while other things change": [
      { spec: {}, status: { votes: few, attempt: 1 } },
      { spec: {}, status: { votes: few, attempt: 2 } },
      true,
    ],
    "refuses a vote that is edited": [
      withVotes(few),
      withVotes([first, voteOf(1, { comment: "x" }), third]),
      false,
    ],
    "refuses another signature of a vote": [
      withVotes([voteOf(0, { signature: { keyId: "a", value: "eA==" } })]),
      withVotes([voteOf(0, { signature: { keyId: "a", value: "eQ==" } })]),
      false,
    ],
    "refuses a signature that is taken off a vote": [
      withVotes([voteOf(0, { signature: { keyId: "a", value: "eA==" } })]),
      withVotes([voteOf(0)]),
      false,
    ],
    "refuses a signature that is put on a vote later": [
      withVotes([voteOf(0)]),
      withVotes([voteOf(0, { signature: { keyId: "a", value: "eA==" } })]),
      false,
    ],
    "refuses an assignee that is added to a vote": [
      withVotes([first]),
      withVotes([voteOf(0, { assignees: [0, 1] })]),
      false,
    ],
    "refuses a vote that is removed": [withVotes(few), withVotes([first, second]), false],
    "refuses votes that change places": [withVotes(few), withVotes([second, first, third]), false],
    "refuses a vote that is put before others": [withVotes([first]), withVotes([second, first]), false],
    "refuses a vote that is replaced while another is added": [
      withVotes([first]),
      withVotes([second, third]),
      false,
    ],
    "refuses votes that are emptied": [withVotes(few), withVotes([]), false],
    "refuses votes that are taken away": [withVotes(few), { spec: {}, status: {} }, false],
    "refuses a status that is taken away": [withVotes(few), { spec: {} }, false],
    "lets the 256th vote be added": [withVotes(all.slice(0, -1)), withVotes(all), true],
    "refuses an edit of the 256th vote": [
      withVotes(all),
      withVotes([...all.slice(0, -1), voteOf(last, { decision: "reject" })]),
      false,
    ],
    "refuses the 256th vote's removal": [withVotes(all), withVotes(all.slice(0, -1)), false],
    "refuses the 255th and 256th changing places": [
      withVotes(all),
      withVotes([...all.slice(0, -2), all[last], all[last - 1]]),
      false,
    ],
  };
  for (const [sentence, [before, after, expected]] of Object.entries(PAIRS)) {
    test(sentence, () => assert.equal(holds(VOTES_ARE_ONLY_APPENDED, before, after), expected));
  }
});

describe("the rule for the decision", () => {
  const decision: Decision = {
    state: "approved",
    reason: "QuorumReached",
    message: "Approved by ann.",
    time: "2026-11-24T10:00:00Z",
  };
  const decided = { spec: {}, status: { decision, attempt: 1 } };
  const PAIRS: Readonly<Record<string, readonly [before: unknown, after: unknown, holds: boolean]>> = {
    "lets a decision be written": [{ spec: {}, status: {} }, decided, true],
    "lets a decision be written into no status": [{ spec: {} }, decided, true],
    "lets other things change afterwards": [decided, { spec: {}, status: { decision, attempt: 2 } }, true],
    "refuses another decision": [
      decided,
      { spec: {}, status: { decision: { ...decision, state: "rejected" } } },
      false,
    ],
    "refuses another time": [
      decided,
      { spec: {}, status: { decision: { ...decision, time: "2026-11-24T10:00:01Z" } } },
      false,
    ],
    "refuses a decision that is erased": [decided, { spec: {}, status: { attempt: 1 } }, false],
    "refuses a status that is taken away": [decided, { spec: {} }, false],
  };
  for (const [sentence, [before, after, expected]] of Object.entries(PAIRS)) {
    test(sentence, () => assert.equal(holds(DECISION_IS_WRITTEN_ONCE, before, after), expected));
  }
});

describe("the rules for the request", () => {
  const spec: Partial<ApprovalSpec> = { title: "Release", approvers: ["ann", "bob"], approvalsRequired: 2 };
  const CHANGES: Readonly<Record<string, Partial<ApprovalSpec>>> = {
    "an approver more": { ...spec, approvers: ["ann", "bob", "mallory"] },
    "approvers in another order": { ...spec, approvers: ["bob", "ann"] },
    "another number": { ...spec, approvalsRequired: 1 },
    "a field more": { ...spec, description: "new" },
    "a field less": { title: "Release", approvers: ["ann", "bob"] },
  };
  for (const [sentence, changed] of Object.entries(CHANGES)) {
    test(`refuse ${sentence}`, () => assert.equal(holds(SPEC_NEVER_CHANGES, spec, changed), false));
  }
  test("let it stay", () => assert.equal(holds(SPEC_NEVER_CHANGES, spec, structuredClone(spec)), true));
  test("refuse a request that asks nobody", () => {
    assert.equal(holds(SOMEBODY_IS_ASKED, undefined, { title: "Release" }), false);
    assert.equal(holds(SOMEBODY_IS_ASKED, undefined, { title: "Release", groups: ["ops"] }), true);
  });
});

describe("the CustomResourceDefinition", () => {
  const text = readFileSync(join(import.meta.dirname, "../../../deploy/crds/approvaltasks.yaml"), "utf8");

  test("in deploy/crds is up to date: run `npm run generate`", () => {
    assert.equal(text, formatApprovalCrd());
  });

  test("is what the YAML says", () => assert.deepEqual(parse(text), APPROVAL_CRD));

  test("carries the rules where they hold: on the whole object and on spec", () => {
    assert.deepEqual(SCHEMA["x-kubernetes-validations"], [VOTES_ARE_ONLY_APPENDED, DECISION_IS_WRITTEN_ONCE]);
    const spec = SCHEMA.properties?.["spec"];
    assert.deepEqual(spec?.["x-kubernetes-validations"], [SPEC_NEVER_CHANGES, SOMEBODY_IS_ASKED]);
  });

  /** Every schema inside `spec` and `status`, with its path. */
  function listSchemas(path: string, schema: StructuralSchema): [path: string, schema: StructuralSchema][] {
    const { properties = {}, items, additionalProperties } = schema;
    const parts = Object.entries({
      ...Object.fromEntries(Object.entries(properties).map(([name, part]) => [`${path}.${name}`, part])),
      ...(items === undefined ? {} : { [`${path}[]`]: items }),
      ...(additionalProperties === undefined ? {} : { [`${path}{}`]: additionalProperties }),
    });
    return [[path, schema], ...parts.flatMap(([name, part]) => listSchemas(name, part))];
  }
  const { spec, status } = SCHEMA.properties ?? {};
  assert.ok(spec && status);
  const schemas = [...listSchemas("spec", spec), ...listSchemas("status", status)];

  test("bounds every text, list and map, so that the API server can bound the cost of its rules", () => {
    const unbounded = schemas.filter(
      ([, { type, enum: words, maxLength, maxItems, maxProperties, additionalProperties }]) =>
        (type === "string" && words === undefined && maxLength === undefined) ||
        (type === "array" && maxItems === undefined) ||
        (additionalProperties !== undefined && maxProperties === undefined),
    );
    assert.ok(schemas.length > 50);
    assert.deepEqual(unbounded, []);
  });

  test("describes every field", () => {
    assert.deepEqual(
      schemas.filter(([, { description = "" }]) => !description.endsWith(".")),
      [],
    );
  });
});
