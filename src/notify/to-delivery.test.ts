import assert from "node:assert/strict";
import { describe, test } from "node:test";

import type { Delivery } from "./channel.ts";
import { type Answered, toDelivery } from "./to-delivery.ts";

const NOW_MS = Date.parse("2026-11-24T12:00:00Z");

function answered(status: number, headers: Answered["headers"] = {}): Answered {
  return { kind: "answered", status, headers, body: "hush" };
}

for (const [status, kind] of [
  [200, "accepted"],
  [202, "accepted"],
  [204, "accepted"],
  [301, "refused"],
  [302, "refused"],
  [308, "refused"],
  [400, "refused"],
  [401, "refused"],
  [403, "refused"],
  [404, "refused"],
  [408, "refused"],
  [410, "refused"],
  [413, "refused"],
  [429, "refused"],
  [500, "refused"],
  [503, "refused"],
  [502, "unclear"],
  [504, "unclear"],
  [520, "unclear"],
  [524, "unclear"],
  [527, "unclear"],
  [528, "refused"],
] as const) {
  test(`status ${status} is ${kind}${status === 410 ? ", for ever" : ""}`, () => {
    const delivery = toDelivery(answered(status), NOW_MS);
    assert.equal(delivery.kind, kind);
    assert.equal("final" in delivery, status === 410);
    assert.ok(!JSON.stringify(delivery).includes("hush"), "nothing of the answer's text");
  });
}

test("what was never sent is refused, and what may have arrived is unclear", () => {
  assert.deepEqual(toDelivery({ kind: "neverSent", error: "a: no" }, NOW_MS), {
    kind: "refused",
    reason: "a: no",
  });
  assert.deepEqual(toDelivery({ kind: "unanswered", error: "a: gone" }, NOW_MS), {
    kind: "unclear",
    reason: "a: gone",
  });
});

for (const [header, expected] of [
  ["7", 7_000],
  ["1800", 1_800_000],
  ["Tue, 24 Nov 2026 12:10:00 GMT", 600_000],
  ["864000", 3_600_000],
  ["soon", undefined],
] as const) {
  test(`who says no, or nothing certain, and ${header} is asked again after ${expected ?? "no certain"} ms`, () => {
    for (const status of [429, 502, 503, 504]) {
      const delivery = toDelivery(answered(status, { "retry-after": header }), NOW_MS);
      assert.equal(delivery.kind === "accepted" ? 0 : delivery.retryAfterMs, expected);
    }
  });
}

test("how long to wait is read where only the kind of server knows that it refused", () => {
  const judge = (): Delivery => ({ kind: "refused", reason: "a no in a yes" });
  assert.deepEqual(toDelivery(answered(200, { "retry-after": "2" }), NOW_MS, judge), {
    kind: "refused",
    reason: "a no in a yes",
    retryAfterMs: 2_000,
  });
});

describe("an answer that breaks off", () => {
  const broken = (status: number): Answered => ({ ...answered(status), brokenOff: "a: aborted" });
  const judge = (): Delivery => assert.fail("there is nothing to judge by");

  for (const [status, kind] of [
    [200, "unclear"],
    [202, "unclear"],
    [302, "refused"],
    [400, "refused"],
    [429, "refused"],
    [503, "refused"],
    [502, "unclear"],
  ] as const) {
    test(`after status ${status} is ${kind} where the body counts`, () => {
      assert.equal(toDelivery(broken(status), NOW_MS, judge).kind, kind);
    });
  }

  test("after a yes is a yes where the body says nothing", () => {
    assert.deepEqual(toDelivery(broken(200), NOW_MS), { kind: "accepted" });
  });
});
