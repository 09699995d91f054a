import assert from "node:assert/strict";
import { test } from "node:test";
import { silentLogger } from "../../std/logger.ts";
import { type Limit, reportLimits } from "./report-limits.ts";

test("all that is refused is counted, and the log has a line a minute for each limit", () => {
  const clock = { nowMs: 0, now: () => clock.nowMs };
  const lines: object[] = [];
  const counted: Limit[] = [];
  const report = reportLimits({
    clock,
    logger: { ...silentLogger, warn: (fields) => void lines.push(fields) },
    onLimited: (limit) => void counted.push(limit),
  });
  for (let number = 0; number < 1_000; number += 1) report("address", `10.0.0.${number}`);
  report("person", "mary");
  clock.nowMs = 59_999;
  report("address", "10.0.0.1");
  clock.nowMs = 60_000;
  report("address", "10.0.0.2");
  assert.equal(counted.length, 1_003);
  assert.deepEqual(lines, [
    { limit: "address", who: "10.0.0.0", refused: 1 },
    { limit: "person", who: "mary", refused: 1 },
    { limit: "address", who: "10.0.0.2", refused: 1_001 },
  ]);
});
