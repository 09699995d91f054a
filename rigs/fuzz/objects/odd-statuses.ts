// Statuses of runs that somebody else wrote before us, or over what we wrote.
import * as fc from "fast-check";
import type { Json, JsonObject } from "../world/json.ts";
import { oddText, oddValue } from "./odd-values.ts";

const TIMES: readonly Json[] = [
  "9999-12-31T23:59:59Z",
  "0001-01-01T00:00:00Z",
  "2026-01-01T00:00:00Z",
  "1969-12-31T23:59:59+14:00",
  "2026-01-01T00:00:00.123456789Z",
  "yesterday",
  "",
  0,
];
const time = fc.constantFrom(...TIMES);

const condition: fc.Arbitrary<Json> = fc.record(
  {
    type: fc.constantFrom<Json>("Succeeded", "Ready", "", 5),
    status: fc.constantFrom<Json>("Unknown", "True", "False", "Perhaps", true),
    reason: oddText,
    message: oddText,
    lastTransitionTime: time,
    severity: fc.constantFrom("", "Info"),
  },
  { requiredKeys: ["type", "status"] },
);

const earlier: fc.Arbitrary<Json> = fc.oneof(
  fc.record({
    $list: fc.record({
      startTime: fc.constant("2026-01-01T00:00:00Z"),
      conditions: fc.constant([{ type: "Succeeded", status: "False" }]),
    }),
    times: fc.constantFrom(1, 255, 300),
  }),
  fc.array(oddValue, { maxLength: 2 }),
  oddValue,
);

/** Of a CustomRun: fields of right and of wrong types. */
export const oddRunStatus: fc.Arbitrary<JsonObject> = fc.record(
  {
    startTime: time,
    completionTime: time,
    conditions: fc.oneof<fc.Arbitrary<Json>[]>(
      fc.array(condition, { maxLength: 3 }),
      fc.array(condition, { maxLength: 3 }),
      oddValue,
    ),
    retriesStatus: earlier,
    results: fc.oneof<fc.Arbitrary<Json>[]>(fc.constant([{ name: "decision", value: "true" }]), oddValue),
    observedGeneration: fc.constantFrom<Json>(0, 99, "1"),
    extraFields: oddValue,
    annotations: fc.constantFrom<Json>({ a: "b" }, "text"),
  },
  { requiredKeys: [] },
);
