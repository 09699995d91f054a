import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dropMarksBeyond, hasTooManyMarks } from "./combining-marks.ts";

const marked = (marks: number): string => `e${"\u0301\u0316".repeat(marks / 2)}`;

describe("combining marks", () => {
  it("are too many when more than 30 stand in a row", () => {
    assert.equal(hasTooManyMarks(marked(30).repeat(100)), false);
    assert.equal(hasTooManyMarks(marked(32)), true);
  });

  it("are dropped from the 31st on, and the text stays otherwise", () => {
    assert.equal(dropMarksBeyond(`क्षि ${marked(1_000)}x${marked(30)}`), `क्षि ${marked(30)}x${marked(30)}`);
  });
});
