import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Html } from "./html.ts";
import { createTimes, describeDistance, describeLength } from "./times.ts";

const NOW_MS = Date.parse("2026-11-24T14:02:00Z");
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

async function textOf(html: Html): Promise<string> {
  return (await html).toString().replaceAll(/<[^>]*>/gu, "");
}

describe("times", () => {
  const utc = createTimes(NOW_MS, "UTC");

  it("name the day as people do, and the zone", async () => {
    for (const [time, text] of [
      ["2026-11-24T17:30:00Z", "today 17:30 UTC"],
      ["2026-11-25T12:00:00Z", "tomorrow 12:00 UTC"],
      ["2026-11-23T23:59:59Z", "yesterday 23:59 UTC"],
      ["2026-11-20T09:31:00Z", "20 Nov 2026, 09:31 UTC"],
    ] as const) {
      assert.equal(await textOf(utc.day(time)), text);
    }
  });

  it("are shown in the zone that is configured, across its midnight too", async () => {
    const oslo = createTimes(NOW_MS, "Europe/Oslo");
    assert.equal(await textOf(oslo.day("2026-11-24T16:30:00Z")), "today 17:30 CET");
    assert.equal(await textOf(oslo.day("2026-11-24T23:30:00Z")), "tomorrow 00:30 CET");
    assert.equal(await textOf(oslo.full("2026-07-01T10:00:05Z")), "1 Jul 2026, 12:00:05 CEST");
  });

  it("are short in lists: the clock today, the weekday this week, else the date", async () => {
    for (const [time, text] of [
      ["2026-11-24T11:20:00Z", "11:20"],
      ["2026-11-23T16:42:00Z", "Mon 16:42"],
      ["2026-10-01T16:42:00Z", "1 Oct 2026"],
    ] as const) {
      assert.equal(await textOf(utc.short(time)), text);
    }
  });

  it("carry the exact time for scripts and machines", async () => {
    assert.equal(
      (await utc.day("2026-11-24T17:30:00Z")).toString(),
      '<time datetime="2026-11-24T17:30:00Z" data-show="day">today 17:30 UTC</time>',
    );
  });

  it("say so when there is none to be read", async () => {
    assert.equal(await textOf(utc.full("")), "not known");
  });
});

describe("distances", () => {
  for (const [distanceMs, text] of [
    [28 * MINUTE, "in 28 min"],
    [3 * HOUR + 28 * MINUTE, "in 3 h 28 min"],
    [3 * HOUR, "in 3 h"],
    [22 * HOUR + 10 * MINUTE, "in 22 h"],
    [72 * HOUR, "in 3 days"],
    [30 * SECOND, "in less than a minute"],
    [-30 * SECOND, "just now"],
    [-18 * MINUTE, "18 min ago"],
    [-49 * HOUR, "2 days ago"],
  ] as const) {
    it(`read "${text}"`, () => {
      assert.equal(describeDistance(distanceMs), text);
    });
  }

  it("have seconds only where they are all there is", () => {
    assert.equal(describeLength(41 * SECOND), "41 s");
    assert.equal(describeLength(19 * MINUTE + 41 * SECOND), "19 min");
  });
});
