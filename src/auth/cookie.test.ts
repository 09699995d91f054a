import assert from "node:assert/strict";
import { it } from "node:test";
import { readCookie } from "./cookie.ts";

it("reads the one cookie of that name", () => {
  assert.equal(readCookie("a=1; countersign=x.y; b=2", "countersign"), "x.y");
  assert.equal(readCookie("countersign=a=b", "countersign"), "a=b");
});

it("finds nothing when it is missing, comes twice, or only looks alike", () => {
  for (const header of [null, "", "a=1", "countersign=1; countersign=2", "xcountersign=1", "Countersign=1"]) {
    assert.equal(readCookie(header, "countersign"), undefined, String(header));
  }
});
