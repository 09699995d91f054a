import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { takeTitle } from "./default-title.ts";

const TITLES: Readonly<Record<string, string | undefined>> = {
  "Release 2.0": "Release 2.0",
  "Release 2.0\nAll tests are green.": "Release 2.0",
  "\n\n  Release 2.0  \r\nmore": "Release 2.0",
  "# Release 2.0 #": "Release 2.0",
  "### Release *2.0* of **shop**": "Release 2.0 of shop",
  "> - [ ] Release 2.0": "Release 2.0",
  "1. Release 2.0": "Release 2.0",
  "---\nRelease 2.0": "Release 2.0",
  "```\nRelease 2.0\n```": "Release 2.0",
  "[Release 2.0](https://shop.example/2.0) is ready": "Release 2.0 is ready",
  "![build](https://shop.example/badge.svg) Release 2.0": "build Release 2.0",
  "Run `kubectl apply` on ~~test~~ __production__": "Run kubectl apply on test production",
  "Drop table order_items_old": "Drop table order_items_old",
  "#1234 is fixed": "#1234 is fixed",
  "-5 degrees": "-5 degrees",
  "Costs 5 \\* 3": "Costs 5 * 3",
  "<b>Release</b> 2.0": "<b>Release</b> 2.0",
  "Release\t2.0\u0007": "Release 2.0",
  "***": undefined,
  " \n ": undefined,
};

for (const [description, title] of Object.entries(TITLES)) {
  test(`${JSON.stringify(description)} has the title ${JSON.stringify(title)}`, () => {
    assert.equal(takeTitle(description), title);
  });
}

test("a long line is cut at 120 characters, the last of them an ellipsis", () => {
  assert.equal(takeTitle("x".repeat(120)), "x".repeat(120));
  assert.equal(takeTitle("x".repeat(121)), `${"x".repeat(119)}…`);
  assert.equal(takeTitle(`a${"😀".repeat(121)}`), `a${"😀".repeat(118)}…`);
});

test("a title is one line of at most 120 characters, whatever the description", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (description) => {
      const title = takeTitle(description);
      if (title === undefined) return;
      assert.ok(Array.from(title).length <= 120);
      assert.doesNotMatch(title, /[\p{Cc}\u2028\u2029]/u);
      assert.equal(title, title.trim());
    }),
  );
});
