import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import type { CustomRun, CustomRunSpec } from "../../run/custom-run.ts";
import { PARAMETER_NAMES } from "./parameters.ts";
import type { ApprovalParameters } from "../dialect.ts";
import { readParameters } from "./read-parameters.ts";
import { makeEmbeddingRun, makeReferringRun } from "../../../../test/kit/make-run.ts";

const ANN = { approvers: ["ann"] };

function read(run: CustomRun): ApprovalParameters {
  const parameters = readParameters(run);
  assert.ok(parameters.ok, parameters.ok ? "" : JSON.stringify(parameters.error));
  return parameters.value;
}

function refusalsOf(run: CustomRun): readonly string[] {
  const parameters = readParameters(run);
  assert.ok(!parameters.ok, "refused");
  return parameters.error.map(({ parameter, message }) => {
    assert.ok(message.includes(parameter), `${message} names ${parameter}`);
    return `${parameter}: ${message}`;
  });
}

describe("reads", () => {
  test("the least there can be, with its defaults", () => {
    assert.deepEqual(read(makeReferringRun(ANN)), {
      pipeline: "release",
      title: "release › approve",
      approvers: ["ann"],
      groups: [],
      strategy: "SINGLE",
      onReject: "continue",
      stages: [{ assignees: [{ kind: "user", name: "ann" }], required: 1, counts: "people" }],
    });
  });

  test("a run made by hand, whose labels are empty, by its own name", () => {
    const run = makeReferringRun(ANN);
    const labels = { "tekton.dev/pipeline": "", "tekton.dev/pipelineTask": "" };
    const { pipeline, title } = read({ ...run, metadata: { ...run.metadata, labels } });
    assert.deepEqual([pipeline, title], [run.metadata.name, run.metadata.name]);
  });

  const everything = {
    pipeline: "shop",
    title: "Release shop 2.0",
    description: "# Shop 2.0\nAll tests are green.",
    approvers: ["ann", "bob", "cy"],
    groups: ["ops"],
    strategy: "QUORUM",
    approvalsRequired: "2",
    onReject: "fail",
    notifyOnSlack: "#release",
    notifyOnTeams: "https://teams.example/hook",
  };
  const read2 = {
    ...everything,
    approvalsRequired: 2,
    stages: [{ assignees: [{ kind: "group", name: "ops" }], required: 2, counts: "people" }],
    timeoutMs: 1_800_000,
  };

  test("everything there is, and groups win over approvers", () => {
    assert.deepEqual(read(makeReferringRun(everything, { timeout: "30m" })), read2);
  });

  test("names of parameters without regard to case", () => {
    const shouted = Object.fromEntries(
      Object.entries(everything).map(([name, value]) => [name.toUpperCase(), value]),
    );
    assert.deepEqual(read(makeReferringRun(shouted, { timeout: "30m" })), read2);
  });

  test("the same keys in an embedded spec, numbers included", () => {
    const { timeoutMs: _none, ...parameters } = read2;
    assert.deepEqual(read(makeEmbeddingRun({ ...everything, approvalsRequired: 2 })), parameters);
  });

  test("an embedded spec beside params", () => {
    assert.equal(read(makeEmbeddingRun({ strategy: "MULTI" }, ANN)).strategy, "MULTI");
  });

  test("an embedded spec of null, which is what Tekton's webhook makes of an empty one", () => {
    assert.deepEqual(read(makeEmbeddingRun(null, ANN)).approvers, ["ann"]);
  });

  test("approvalsRequired alone as QUORUM", () => {
    assert.equal(
      read(makeReferringRun({ approvers: ["a", "b"], approvalsRequired: "2" })).strategy,
      "QUORUM",
    );
  });

  test("as many approvals as there can be votes", () => {
    const { approvalsRequired } = read(makeReferringRun({ groups: ["ops"], approvalsRequired: "256" }));
    assert.equal(approvalsRequired, 256);
  });

  test("a run that was made by hand, whose pipeline is its own name", () => {
    const run = makeReferringRun(ANN);
    const { title, pipeline } = read({ ...run, metadata: { name: "by-hand" } });
    assert.deepEqual([pipeline, title], ["by-hand", "by-hand"]);
  });

  test("no resolver and no params of the reference, which Tekton may add", () => {
    const customRef = {
      apiVersion: "tekton.automatiko.io/v1beta1",
      kind: "ApprovalTask",
      resolver: "git",
      params: [{ name: "approvers", value: "mallory" }],
    };
    assert.deepEqual(read(makeReferringRun(ANN, { customRef })).approvers, ["ann"]);
  });
});

describe("reads names given as", () => {
  const CASES: Readonly<Record<string, readonly [value: unknown, names: readonly string[]]>> = {
    "a list": [
      ["ann", "bob"],
      ["ann", "bob"],
    ],
    "a list in a JSON string": ['["ann","bob"]', ["ann", "bob"]],
    "a list in a JSON string with blanks around it": [' [ "ann", "bob" ]\n', ["ann", "bob"]],
    "one name": ["ann", ["ann"]],
    "one name in a JSON string": ['"ann"', ["ann"]],
    "one name with a blank inside": ["Ann Lee", ["Ann Lee"]],
    "a mail address": ["ann@shop.example", ["ann@shop.example"]],
    "a number, which Tekton's webhook makes a text": [1001, ["1001"]],
    "a list with a name twice": [["ann", "ann"], ["ann"]],
    "a name in two Unicode forms": [["rene\u0301", "ren\u00E9"], ["ren\u00E9"]],
  };
  for (const [sentence, [value, names]] of Object.entries(CASES)) {
    test(sentence, () => assert.deepEqual(read(makeReferringRun({ approvers: value })).approvers, names));
  }
  test("names of groups that hold commas, in a list", () => {
    assert.deepEqual(read(makeReferringRun({ groups: ["cn=ops,dc=shop"] })).groups, ["cn=ops,dc=shop"]);
  });
  test("100 names", () => {
    const approvers = Array.from({ length: 100 }, (_, number) => `user-${number}`);
    assert.equal(read(makeReferringRun({ approvers })).approvers.length, 100);
  });
  test("a name of 253 characters, counted as the API server counts", () => {
    assert.equal(read(makeReferringRun({ approvers: ["é".repeat(253)] })).approvers.length, 1);
  });
  test("a name of 512 bytes, counted as the API server stores them", () => {
    assert.equal(read(makeReferringRun({ approvers: [`${"<".repeat(85)}ab`] })).approvers.length, 1);
  });
});

describe("refuses", () => {
  test("a key given in params and in the embedded spec", () => {
    assert.deepEqual(refusalsOf(makeEmbeddingRun({ Approvers: ["bob"] }, ANN)), [
      "approvers: Parameter approvers is given in params and in the embedded spec, as approvers and as Approvers: give it once.",
    ]);
  });

  test("many unknown parameters, of which five are described and the others counted", () => {
    const names = Array.from({ length: 60_000 }, (_, number) => `colour-${number}`);
    const refusals = refusalsOf(makeReferringRun(Object.fromEntries(names.map((name) => [name, "red"]))));
    assert.equal(refusals.length, 6);
    assert.match(refusals[4] ?? "", /^colour-4: Parameter "colour-4" is unknown/u);
    assert.equal(refusals[5], "params: 59995 more params are unknown.");
  });

  test("an unknown parameter of 14,000 characters, of which the beginning is shown", () => {
    const [refusal = ""] = refusalsOf(makeReferringRun({ ["approver".repeat(1_750)]: "ann" }));
    assert.match(
      refusal,
      /^(?<name>approver[a-v]{39}…): Parameter "\k<name>" is unknown: the known ones are/u,
    );
    assert.ok(refusal.length < 300);
  });

  test("params that are no list of names and values, which Tekton's webhook would not let in", () => {
    const params: readonly (readonly [params: unknown, refusal: RegExp])[] = [
      ["ann", /^params: The params are "ann": give a list of names and values/u],
      [{ approvers: "ann" }, /^params: The params are \{"approvers":"ann"\}: give a list/u],
      [[{ name: "approvers", value: "ann" }, null], /^params: Entry 2 of params is null: give a list/u],
      [["ann"], /^params: Entry 1 of params is "ann": give a list/u],
      [[{ name: 5, value: "ann" }], /^params: Entry 1 of params is \{"name":5,"value":"ann"\}: give/u],
      [[{ value: "ann" }], /^params: Entry 1 of params is \{"value":"ann"\}: give/u],
    ];
    for (const [given, refusal] of params) {
      const spec = { params: given as NonNullable<CustomRunSpec["params"]> };
      const [first = "", ...others] = refusalsOf(makeReferringRun({}, spec));
      assert.match(first, refusal);
      assert.deepEqual(others, []);
    }
  });

  test("a list with more than a thousand entries, however few people they are", () => {
    const approvers = Array.from({ length: 1_001 }, () => "ann");
    assert.deepEqual(refusalsOf(makeReferringRun({ approvers })), [
      "approvers: Parameter approvers has 1001 entries: name each once, and at most 100.",
    ]);
  });

  test("a name with more than 30 marks on one letter, which takes a moment each time it is compared", () => {
    const marked = (marks: number): string => `e${"\u0301".repeat(marks)}`;
    assert.equal(read(makeReferringRun({ approvers: [marked(30)] })).approvers.length, 1);
    assert.match(refusalsOf(makeReferringRun({ approvers: [marked(31)] }))[0] ?? "", /at most 30 marks/u);
  });

  test("a name of more than 512 bytes, counted as the API server stores them", () => {
    for (const name of ["😀".repeat(129), `${"<".repeat(85)}abc`]) {
      assert.match(
        refusalsOf(makeReferringRun({ groups: [name] }))[0] ?? "",
        /^groups: .*at most 512 bytes/u,
      );
    }
  });

  test("more votes and names than one object holds", () => {
    const groups = Array.from({ length: 100 }, (_, number) => `group-${number}`.padEnd(253, "x"));
    assert.equal(read(makeReferringRun({ groups, approvalsRequired: 200 })).groups.length, 100);
    const [refusal = "", ...others] = refusalsOf(makeReferringRun({ groups, approvalsRequired: 256 }));
    assert.match(
      refusal,
      /^groups: .*with 256 votes .* could take 1[56]\d{5} bytes, but there is room for 1507328/u,
    );
    assert.deepEqual(others, []);
  });

  test("a run that is so large that its results would have no room", () => {
    const approvers = Array.from({ length: 1_000 }, () => "ann");
    const described = makeReferringRun({ approvers, title: "x" });
    const labels = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, number) => [`example.com/${number}`, "x".repeat(40)]),
    );
    const run = { ...described, metadata: { ...described.metadata, labels } };
    assert.match(refusalsOf(run)[0] ?? "", /^approvers: .*(?:one object can hold|no room for its results)/u);
  });

  test("an empty embedded spec, which names nobody", () => {
    assert.match(refusalsOf(makeEmbeddingRun({}))[0] ?? "", /neither approvers nor groups/u);
  });

  test("an embedded spec that is no object", () => {
    assert.match(refusalsOf(makeEmbeddingRun(["ann"]))[0] ?? "", /^spec: .*must be an object/u);
  });

  test("everything that is wrong, together", () => {
    const run = makeReferringRun(
      { approvers: "", strategy: "x", onReject: "y", title: {}, colour: "red" },
      { timeout: "1d", retries: -1 },
    );
    const parameters = refusalsOf(run).map((text) => text.split(":")[0]);
    const wrong = ["colour", "title", "strategy", "onReject", "approvers", "timeout", "retries"];
    assert.deepEqual(parameters, wrong);
  });

  test("what is wrong with what was probably meant, at once", () => {
    const refusals = refusalsOf(makeReferringRun({ users: "ann;ann", strategy: "FOUR_EYE" }));
    assert.match(refusals[0] ?? "", /^users: .*did you mean approvers/u);
    assert.match(refusals[1] ?? "", /^approvers: .*write \["ann"\]/u);
    assert.match(refusals[2] ?? "", /^strategy: .*write FOUR_EYES/u);
    assert.match(refusals[3] ?? "", /^approvers: .*FOUR_EYES needs two/u);
    assert.equal(refusals.length, 4);
  });

  test("unknown parameters, and names once which there are", () => {
    const refusals = refusalsOf(makeReferringRun({ ...ANN, colour: "red", shape: "round", users: ["bob"] }));
    assert.match(
      refusals[0] ?? "",
      /"colour" is unknown: the known ones are pipeline, .*, notifyOnTeams\.$/u,
    );
    assert.equal(refusals[1], 'shape: Parameter "shape" is unknown.');
    assert.match(refusals[2] ?? "", /"users" is unknown: if you mean approvers, which is given too/u);
    assert.equal(refusals.length, 3);
  });
});

describe("a blank value", () => {
  const OF_STRENGTH: readonly string[] = ["strategy", "approvalsRequired", "onReject"];
  const BLANK: Readonly<Record<string, unknown>> = {
    "an empty text": "",
    "a text of blanks": " \n",
    "an empty list": [],
    nothing: null,
  };
  const least = read(makeReferringRun(ANN));
  for (const [sentence, value] of Object.entries(BLANK)) {
    test(`is absence where it makes no weaker gate: ${sentence}`, () => {
      const names = PARAMETER_NAMES.filter((name) => !OF_STRENGTH.includes(name));
      const blank = Object.fromEntries(names.map((name) => [name, value]));
      assert.deepEqual(read(makeReferringRun({ ...blank, ...ANN })), least);
      assert.deepEqual(read(makeEmbeddingRun({ ...blank, ...ANN })), least);
      const groups = read(makeReferringRun({ ...blank, groups: ["ops"] })).groups;
      assert.deepEqual(groups, ["ops"]);
      assert.match(refusalsOf(makeReferringRun(blank))[0] ?? "", /neither approvers nor groups/u);
    });

    test(`is refused where it could: ${sentence}`, () => {
      for (const name of OF_STRENGTH) {
        for (const run of [makeReferringRun, makeEmbeddingRun]) {
          const [refusal = "", ...others] = refusalsOf(run({ ...ANN, [name]: value }));
          assert.match(refusal, new RegExp(`^${name}: Parameter ${name} is `, "u"));
          assert.deepEqual(others, []);
        }
      }
    });
  }
});

describe("a timeout", () => {
  const READ: Readonly<Record<string, number | undefined>> = {
    "0": undefined,
    "0s": undefined,
    "1h30m": 5_400_000,
  };
  for (const [text, timeoutMs] of Object.entries(READ)) {
    test(`of ${text} is ${timeoutMs ?? "none"}`, () => {
      assert.equal(read(makeReferringRun(ANN, { timeout: text })).timeoutMs, timeoutMs);
    });
  }
  for (const timeout of ["-5s", "1d", "10", "", "soon", 30 as unknown as string]) {
    test(`of ${JSON.stringify(timeout)} is refused`, () => {
      const refusals = refusalsOf(makeReferringRun(ANN, { timeout }));
      assert.equal(refusals.length, 1);
      assert.match(refusals[0] ?? "", /^timeout: The run's timeout .* (?:like|so give)/u);
    });
  }
});

describe("keeps variables as plain text", () => {
  for (const parameter of ["title", "description", "pipeline"] as const) {
    test(`in ${parameter}`, () => {
      const parameters = read(makeReferringRun({ ...ANN, [parameter]: "Deploy $(params.version)" }));
      assert.equal(parameters[parameter], "Deploy $(params.version)");
    });
  }
});

test("never throws, whatever stands in place of the params", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (params) => {
      const spec = { params: params as unknown as NonNullable<CustomRunSpec["params"]> };
      readParameters(makeReferringRun({}, spec));
      assert.ok(true);
    }),
  );
});

test("never throws, whatever values come, and never takes an empty list of people for everybody", () => {
  const value = fc.oneof(fc.jsonValue() as fc.Arbitrary<unknown>, fc.json(), fc.constant(undefined));
  const parameters = fc.dictionary(fc.oneof(fc.constantFrom(...PARAMETER_NAMES), fc.string()), value);
  fc.assert(
    fc.property(parameters, fc.boolean(), (given, isEmbedded) => {
      const result = readParameters(isEmbedded ? makeEmbeddingRun(given) : makeReferringRun(given));
      if (result.ok) assert.ok(result.value.approvers.length + result.value.groups.length > 0);
      else assert.ok(result.error.length > 0);
    }),
  );
});
