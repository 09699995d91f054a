import assert from "node:assert/strict";
import { test } from "node:test";
import { Metrics } from "./metrics.ts";

test("the lag of the event loop is told as it is at the scrape, and no lag is told that a slow sampler made", async () => {
  const metrics = new Metrics();
  await metrics.toText();
  await new Promise((resolve) => setImmediate(resolve));
  const lags = (await metrics.toText()).match(/^nodejs_eventloop_lag\S* \S+$/gmu) ?? [];
  assert.equal(lags.length, 1, lags.join());
  const [, seconds] = lags[0]?.split(" ") ?? [];
  assert.ok(Number(seconds) < 1, seconds);
});

test("votes are counted by what became of them, and gauges are read when somebody asks", async () => {
  const metrics = new Metrics();
  let pending = 1;
  metrics.showPending(() => pending);
  metrics.showQueue(() => ({ ready: 0, running: pending, delayed: 0, failing: 0 }));
  metrics.countVote("recorded");
  metrics.countVote("recorded");
  metrics.countLimited("address");
  pending = 3;
  const text = await metrics.toText();
  assert.match(text, /^countersign_votes_total\{outcome="recorded"\} 2$/mu);
  assert.match(text, /^countersign_limited_total\{limit="address"\} 1$/mu);
  assert.match(text, /^countersign_approvals_pending 3$/mu);
  assert.match(text, /^countersign_queue_running 3$/mu);
});
