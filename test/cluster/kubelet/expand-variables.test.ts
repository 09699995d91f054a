import assert from "node:assert/strict";
import { test } from "node:test";
import { expandVariables } from "./expand-variables.ts";

const VARIABLES = new Map([
  ["NAME", "ann"],
  ["a.b-c", "dotted"],
]);

const CASES: Readonly<Record<string, string>> = {
  "hello $(NAME)": "hello ann",
  "$(NAME)$(NAME)": "annann",
  "$(a.b-c)": "dotted",
  "$(UNKNOWN) stays": "$(UNKNOWN) stays",
  "$$(NAME) is no reference": "$(NAME) is no reference",
  "costs $$5": "costs $5",
  "a lone $ stays, and $NAME too": "a lone $ stays, and $NAME too",
  "$(not a name)": "$(not a name)",
};

for (const [text, expected] of Object.entries(CASES)) {
  test(`${text} becomes ${expected}`, () => assert.equal(expandVariables(text, VARIABLES), expected));
}
