import assert from "node:assert/strict";
import { test } from "node:test";
import { mergeReplacements, replacementsOf, textReplacements } from "./replacements.ts";
import {
  substituteDeep,
  substituteList,
  substituteText,
  substituteValue,
  substituteWhen,
} from "./substitute.ts";

const params = replacementsOf("params", [
  { name: "who", value: "mary" },
  { name: "names", value: ["ann", "bob"] },
  { name: "image", value: { url: "example.org/app", tag: "7" } },
  { name: "a.b", value: "dotted" },
]);

test("a variable is replaced wherever it stands, in all three notations", () => {
  const text = `$(params.who) $(params["a.b"]) $(params['who'])!`;
  assert.equal(substituteText(text, params.texts), "mary dotted mary!");
});

test("an unknown variable and a shell's own notation stay as they are", () => {
  const text = "$(params.nobody) $(date) $$ ${HOME} $(";
  assert.equal(substituteText(text, params.texts), text);
});

test("a value that looks like a variable is not replaced again", () => {
  const tricky = replacementsOf("params", [
    { name: "comment", value: "$(params.secret)" },
    { name: "secret", value: "s3cret" },
  ]);
  assert.equal(substituteText("say $(params.comment)", tricky.texts), "say $(params.secret)");
});

test("an item of a list and a key of an object are texts", () => {
  assert.equal(substituteText("$(params.names[1]) $(params.image.tag)", params.texts), "bob 7");
});

test("an item that is a whole list becomes its items, with and without [*]", () => {
  assert.deepEqual(substituteList(["--", "$(params.names[*])", "$(params.names)"], params), [
    "--",
    "ann",
    "bob",
    "ann",
    "bob",
  ]);
});

test("a list inside a longer text is not replaced", () => {
  assert.equal(substituteValue("say $(params.names)", params), "say $(params.names)");
});

test("a text that is a whole list or object takes its type", () => {
  assert.deepEqual(substituteValue("$(params.names[*])", params), ["ann", "bob"]);
  assert.deepEqual(substituteValue("$(params.image[*])", params), { url: "example.org/app", tag: "7" });
});

test("when compares the JSON of a whole list, and its items as values", () => {
  const when = { input: "$(params.names[*])", operator: "in", values: ["$(params.names[*])"] } as const;
  assert.deepEqual(substituteWhen(when, params), {
    input: '["ann","bob"]',
    operator: "in",
    values: ["ann", "bob"],
  });
});

test("steps are replaced as deep as they go, and lists in them are spread", () => {
  const steps = [
    {
      script: "echo $(params.who)",
      args: ["$(params.names[*])"],
      env: [{ name: "X", value: "$(params.who)" }],
    },
  ];
  assert.deepEqual(substituteDeep(steps, params), [
    { script: "echo mary", args: ["ann", "bob"], env: [{ name: "X", value: "mary" }] },
  ]);
});

test("of two meanings of one variable the later wins", () => {
  const merged = mergeReplacements(params, textReplacements({ "params.who": "ann" }));
  assert.equal(substituteText("$(params.who)", merged.texts), "ann");
});
