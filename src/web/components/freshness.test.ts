import assert from "node:assert/strict";
import { test } from "node:test";
import { renderFreshness } from "./freshness.ts";
import { createTimes } from "./times.ts";

const NOW_MS = Date.parse("2026-11-24T14:02:00Z");

test("beside its mark the line is one item, so that a time in it does not break the sentence into columns", async () => {
  for (const live of [true, false]) {
    for (const lastContactMs of [undefined, NOW_MS]) {
      const line = String(await renderFreshness({ lastContactMs, live }, createTimes(NOW_MS, "UTC")));
      assert.match(line, /^<p class="live(?: lost)?"><span>(?:(?!<\/?span).)+<\/span><\/p>$/u);
    }
  }
});
