import assert from "node:assert/strict";
import type { Condition } from "../../src/objects/condition.ts";

/** The one time that stays the same for as long as the text does. */
const DEADLINE = / until \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?=: )/u;

/** What holds of every list of conditions we write: whole seconds, one of each type, no time of day in a text but the deadline. */
export function checkConditions(conditions: readonly Condition[] | undefined): void {
  assert.ok(conditions !== undefined && conditions.length > 0, "there are conditions");
  assert.equal(new Set(conditions.map(({ type }) => type)).size, conditions.length, "one of each type");
  for (const { reason, message, lastTransitionTime } of conditions) {
    assert.match(lastTransitionTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u);
    assert.match(reason, /^[A-Z][A-Za-z]*$/u);
    assert.notEqual(message, "");
    assert.doesNotMatch(message.replace(DEADLINE, ""), /\d\d:\d\d/u);
  }
}
