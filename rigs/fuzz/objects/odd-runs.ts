// CustomRuns of our kind, most of them nearly right: what is right gets them past the first refusal.
import * as fc from "fast-check";
import { PARAMETER_NAMES } from "../../../src/objects/dialects/automatiko/parameters.ts";
import type { Json, JsonObject } from "../world/json.ts";
import { oddMetadata } from "./odd-metadata.ts";
import { oddText, oddValue } from "./odd-values.ts";

const OURS: JsonObject = { apiVersion: "tekton.automatiko.io/v1beta1", kind: "ApprovalTask" };

const good = fc.constantFrom<JsonObject>(
  { approvers: ["ann", "bob"] },
  { groups: ["ops"], strategy: "SINGLE" },
  { approvers: ["ann", "bob"], strategy: "FOUR_EYES", description: "# Release\n\nShip it." },
  { approvers: { $list: "user-#", times: 100 }, strategy: "MULTI" },
  { approvers: ["ann", "bob", "eve"], strategy: "QUORUM", approvalsRequired: "2", onReject: "fail" },
);

const parameter = fc.record({ name: fc.constantFrom(...PARAMETER_NAMES), value: oddValue });
const unknownParameter = fc.record({ name: oddText, value: oddValue });
const repeatedParameter = fc.constant<JsonObject>({ name: "approvers", value: ["mallory"] });
const withoutValue = fc.constant<JsonObject>({ name: "approvers" });

/** Good ones, some replaced by odd ones, and now and then one that is too much. */
const params: fc.Arbitrary<readonly Json[]> = fc
  .tuple(
    good,
    fc.array(parameter, { maxLength: 2 }),
    fc.oneof(
      { weight: 12, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: fc.array(unknownParameter, { minLength: 1, maxLength: 2 }) },
      { weight: 1, arbitrary: fc.array(repeatedParameter, { minLength: 1, maxLength: 1 }) },
      { weight: 1, arbitrary: fc.array(withoutValue, { minLength: 1, maxLength: 1 }) },
    ),
  )
  .map(([right, odd, more]) => {
    const replaced = new Set<string>(odd.map(({ name }) => name));
    const kept = Object.entries(right).filter(([name]) => !replaced.has(name));
    return [...kept.map(([name, value]) => ({ name, value })), ...odd, ...more];
  });

/** Once in a while all of the parameters are of another type than a list of names and values. */
const oddParams: fc.Arbitrary<Json> = fc.oneof(
  { weight: 30, arbitrary: params },
  { weight: 1, arbitrary: oddValue },
  { weight: 1, arbitrary: fc.array(oddValue, { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.record({
      $list: fc.record({ name: fc.constant("unknown-#"), value: oddText }),
      times: fc.constantFrom(20, 500),
    }),
  },
);

const TIMEOUTS: readonly Json[] = [
  "1h",
  "2s",
  "0",
  "-1h",
  "1h1h1h",
  "300000h",
  "1.5",
  "",
  "never",
  5,
  { $repeat: "9", times: 60_000 },
  { $repeat: "1h", times: 20_000 },
];

const optional = {
  timeout: fc.constantFrom(...TIMEOUTS),
  retries: fc.constantFrom<Json>(0, 1, 3, 255, 256, -1, 2 ** 31, "2", 1.5),
  status: fc.constantFrom<Json>("RunCancelled", "", "Cancelled", "runcancelled", 5),
  statusMessage: oddText,
  serviceAccountName: fc.constantFrom("default", "x"),
};

const byReference = fc
  .tuple(
    fc.constantFrom<JsonObject>(
      OURS,
      { ...OURS, name: "approvaltask" },
      { ...OURS, name: { $repeat: "x", times: 300 } },
    ),
    oddParams,
  )
  .map(([customRef, given]) => ({ customRef, params: given }));

const embedded = fc
  .tuple(
    fc.oneof(good, fc.dictionary(fc.constantFrom(...PARAMETER_NAMES), oddValue, { maxKeys: 3 }), oddValue),
    fc.boolean(),
  )
  .map(([spec, alsoParams]): JsonObject => ({
    customSpec: { ...OURS, spec },
    ...(alsoParams && { params: [{ name: "title", value: "from params" }] }),
  }));

/** Somebody else's, or nearly ours: not to be touched. */
const foreign = fc
  .constantFrom<JsonObject>(
    { customRef: { ...OURS, kind: "approvaltask" } },
    { customRef: { apiVersion: "tekton.automatiko.io/v1", kind: "ApprovalTask" } },
    { customSpec: { apiVersion: "example.dev/v1", kind: "Wait", spec: { seconds: 1 } } },
    { customRef: { kind: "ApprovalTask" } },
  )
  .map((spec) => ({ ...spec, params: [{ name: "approvers", value: ["ann"] }] }));

const spec: fc.Arbitrary<JsonObject> = fc
  .tuple(
    fc.oneof(
      { weight: 16, arbitrary: byReference },
      { weight: 6, arbitrary: embedded },
      { weight: 1, arbitrary: foreign },
    ),
    fc.oneof(
      { weight: 2, arbitrary: fc.constant<JsonObject>({}) },
      { weight: 1, arbitrary: fc.record(optional, { requiredKeys: [] }) },
    ),
  )
  .map(([asked, more]) => ({ ...asked, ...more }));

const metadata = fc.oneof(
  { weight: 4, arbitrary: fc.constant<JsonObject>({}) },
  { weight: 1, arbitrary: oddMetadata },
);

/** A run as somebody creates it. */
export const oddRun: fc.Arbitrary<JsonObject> = fc.record({ metadata, spec });

/** A run that asks for something that can be asked. */
export const goodRun: fc.Arbitrary<JsonObject> = fc.tuple(good, metadata).map(([given, meta]) => ({
  metadata: meta,
  spec: { customRef: OURS, params: Object.entries(given).map(([name, value]) => ({ name, value })) },
}));
