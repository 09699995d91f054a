// What is refused, and that the advice works: each refusal is followed, word for word where it says what to write, and the
// run is accepted then.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { CustomRun, CustomRunSpec } from "../../run/custom-run.ts";
import { readParameters } from "./read-parameters.ts";
import { makeEmbeddingRun, makeReferringRun } from "../../../../test/kit/make-run.ts";

type Params = Readonly<Record<string, unknown>>;

/** What is given beside the params, on the task. */
type OnTask = Pick<CustomRunSpec, "timeout" | "retries">;

interface Asked {
  readonly params: Params;
  readonly task?: OnTask;
}

interface Case extends Asked {
  /** Of the first message, with the name of its parameter before it. */
  readonly says: RegExp;
  /** What somebody writes who follows it; absent where the message itself has what to write. */
  readonly followed?: Asked;
}

const ANN = { approvers: ["ann"] };
const BOTH = { approvers: ["ann", "bob"] };

/** Somebody who follows what the messages say, as far as they say what to write. */
function follow(
  { params, task = {} }: Asked,
  errors: readonly { parameter: string; message: string }[],
): Asked {
  let given: Params = params;
  for (const { parameter, message } of errors) {
    const [, name] = /did you mean (\w+)\?$/u.exec(message) ?? [];
    const [, list] = /write (\[.*\])\.$/u.exec(message) ?? [];
    const [, word] = /write (\w+) if you mean that\.$/u.exec(message) ?? [];
    const value = list === undefined ? word : (JSON.parse(list) as unknown);
    if (name !== undefined) given = { ...without(given, parameter), [name]: given[parameter] };
    if (value !== undefined) given = { ...given, [parameter]: value };
  }
  return { params: given, task };
}

function without(params: Params, name: string): Params {
  return Object.fromEntries(Object.entries(params).filter(([given]) => given !== name));
}

const NOBODY: Case = {
  params: {},
  says: /^approvers: .*neither approvers nor groups names anybody.*: name who may approve\.$/u,
  followed: { params: ANN },
};

const NAMES: Readonly<Record<string, Case>> = {
  "nobody at all": NOBODY,
  "an empty list": { ...NOBODY, params: { approvers: [] } },
  "an empty list in a JSON string": { ...NOBODY, params: { approvers: "[]" } },
  "an empty name": { ...NOBODY, params: { approvers: "", groups: " " } },
  "a blank entry": {
    params: { approvers: ["ann", " "] },
    says: /^approvers: .*has " " at entry 2: a blank entry.*: write \["ann"\]\.$/u,
  },
  "an entry of characters that do not show": {
    params: { approvers: ["ann", "\u200B\u2060"] },
    says: /^approvers: .*blank entry.*: write \["ann"\]\.$/u,
  },
  "nothing but a blank entry": {
    params: { approvers: [""] },
    says: /^approvers: .*has "": a blank entry names nobody, so leave it out\.$/u,
    followed: { params: ANN },
  },
  "names with a comma": {
    params: { approvers: "ann, bob" },
    says: /^approvers: .*has "ann, bob": names have no commas.*: write \["ann","bob"\]\.$/u,
  },
  "names with a comma at the end": { params: { groups: "dev," }, says: /^groups: .*: write \["dev"\]\.$/u },
  "names with a comma in one entry of several": {
    params: { approvers: ["ann,bob", "cy"] },
    says: /^approvers: .*has "ann,bob" at entry 1: .*: write \["ann","bob","cy"\]\.$/u,
  },
  "names with a comma in a JSON string": {
    params: { approvers: '["ann,bob"]' },
    says: /^approvers: .*: write \["ann","bob"\]\.$/u,
  },
  "groups with a comma, by the same rule": {
    params: { groups: "dev,ops" },
    says: /^groups: .*: write \["dev","ops"\]\.$/u,
  },
  "groups with a comma in one entry": {
    params: { groups: ["dev,ops"] },
    says: /^groups: .*: write \["dev","ops"\]\.$/u,
  },
  "names with a semicolon": {
    params: { approvers: "ann;bob" },
    says: /^approvers: .*no semicolons.*: write \["ann","bob"\]\.$/u,
  },
  "groups with a semicolon in a list": {
    params: { groups: ["dev; ops"] },
    says: /^groups: .*no semicolons.*: write \["dev","ops"\]\.$/u,
  },
  "distinguished names with a semicolon between them": {
    params: { approvers: "CN=Ann,OU=People;CN=Bob,OU=People" },
    says: /^approvers: .*: write \["CN=Ann,OU=People","CN=Bob,OU=People"\]\.$/u,
  },
  "a distinguished name and another with a comma between them": {
    params: { groups: "CN=Ops,OU=Groups,dev" },
    says: /^groups: .*unless they are like CN=Ann,OU=People, so give each name its own entry\.$/u,
    followed: { params: { groups: ["CN=Ops,OU=Groups", "dev"] } },
  },
  "a name a line": {
    params: { approvers: "ann\nbob\n" },
    says: /^approvers: .*no line breaks.*: write \["ann","bob"\]\.$/u,
  },
  "names with tabs between them": {
    params: { approvers: "ann\tbob" },
    says: /^approvers: .*: write \["ann","bob"\]\.$/u,
  },
  "several faults in one entry, and in several": {
    params: { approvers: [" @ann; bob", "cy ", "@dee"] },
    says: /^approvers: .*at entry 1: .*: write \["ann","bob","cy","dee"\]\.$/u,
  },
  "blanks around a name": {
    params: { approvers: "ann " },
    says: /^approvers: .*compared exactly.*: write \["ann"\]\.$/u,
  },
  "a NUL in a name": {
    params: { approvers: ["a\u0000nn"] },
    says: /^approvers: .*control characters.*: write \["ann"\]\.$/u,
  },
  "a name that turns text around": {
    params: { approvers: ["a\u202Enn"] },
    says: /^approvers: .*control characters.*: write \["ann"\]\.$/u,
  },
  "half a character": {
    params: { approvers: ["ann\uD800"] },
    says: /^approvers: .*control characters.*: write \["ann"\]\.$/u,
  },
  "what could not be read": {
    params: { approvers: ["Ren\uFFFD"] },
    says: /^approvers: .*could not be read, so type it again\.$/u,
    followed: { params: { approvers: ["René"] } },
  },
  "a name in quotes": {
    params: { approvers: ["'ann'", '"bob"'] },
    says: /^approvers: .*no quotes around them.*: write \["ann","bob"\]\.$/u,
  },
  "a wildcard, which is nobody's name": {
    params: { approvers: "*" },
    says: /^approvers: .*no wildcards, so name who may approve\.$/u,
    followed: { params: ANN },
  },
  "a mention": { params: { approvers: "@ann" }, says: /^approvers: .*no @.*: write \["ann"\]\.$/u },
  "a group that is mentioned": { params: { groups: ["@dev"] }, says: /^groups: .*: write \["dev"\]\.$/u },
  "a group among approvers": {
    params: { approvers: ["ann", "group:dev"] },
    says: /^approvers: .*"group:dev" at entry 2: .*name it as groups: \["dev"\]; where groups are given, approvers are not/u,
    followed: { params: { ...ANN, groups: ["dev"] } },
  },
  "a group among approvers with a comma between them": {
    params: { approvers: "ann, group:dev" },
    says: /^approvers: .*so give each name its own entry; it has "group:dev": .*name it as groups: \["dev"\]/u,
    followed: { params: { ...ANN, groups: ["dev"] } },
  },
  "a group without a name": {
    params: { approvers: ["ann", "group:"] },
    says: /^approvers: .*has "group:" at entry 2: a blank entry.*: write \["ann"\]\.$/u,
  },
  "a group that is called one": {
    params: { groups: "group:dev" },
    says: /^groups: .*without group: before it: write \["dev"\]\.$/u,
  },
  "a name of 254 characters": {
    params: { groups: ["x".repeat(254)] },
    says: /^groups: .*at most 253 characters, so shorten it\.$/u,
    followed: { params: { groups: ["x".repeat(253)] } },
  },
  "a name of 513 bytes": {
    params: { approvers: ["😀".repeat(129)] },
    says: /^approvers: .*at most 512 bytes.*so shorten it\.$/u,
    followed: { params: { approvers: ["😀".repeat(128)] } },
  },
  "31 marks on one letter": {
    params: { approvers: [`e${"\u0301".repeat(31)}`] },
    says: /^approvers: .*at most 30 marks, so remove some\.$/u,
    followed: { params: { approvers: [`e${"\u0301".repeat(30)}`] } },
  },
  "several names that nobody can repair": {
    params: { approvers: Array.from({ length: 5 }, (_, index) => `${index}${"x".repeat(253)}`) },
    says: /^approvers: .* at entry 1: .*; it has .* at entry 3: .*; it has 2 more that cannot be names\.$/u,
    followed: { params: { approvers: ["ann"] } },
  },
  "101 names": {
    params: { groups: Array.from({ length: 101 }, (_, index) => `g${index}`) },
    says: /^groups: .*names 101: name at most 100\.$/u,
    followed: { params: { groups: Array.from({ length: 100 }, (_, index) => `g${index}`) } },
  },
  "101 names with commas between them, which are too many to be shown": {
    params: { groups: Array.from({ length: 101 }, (_, index) => `g${index}`).join(",") },
    says: /^groups: .*so give each name its own entry\.$/u,
    followed: { params: { groups: Array.from({ length: 100 }, (_, index) => `g${index}`) } },
  },
  "a list of 1,001 entries": {
    params: { approvers: Array.from({ length: 1_001 }, () => "ann") },
    says: /^approvers: .*1001 entries: name each once, and at most 100\.$/u,
    followed: { params: ANN },
  },
  "a list with numbers": {
    params: { approvers: "[1,2]" },
    says: /^approvers: .*has 1 at entry 1: write each name.*: write \["1","2"\]\.$/u,
  },
  "an account that is a long number": {
    params: { approvers: "[109876543210987654321]" },
    says: /^approvers: .*: such a number is not read exactly, so write each name as text in quotes\.$/u,
    followed: { params: { approvers: '["109876543210987654321"]' } },
  },
  "a zero-width space that was copied along": {
    params: { approvers: ["ann\u200B"] },
    says: /^approvers: .*characters in it that do not show, so take them out: write \["ann"\]\.$/u,
  },
  "a soft hyphen in the name of a group": {
    params: { groups: ["on\u00ADcall"] },
    says: /^groups: .*that do not show, so take them out: write \["oncall"\]\.$/u,
  },
  "a list with a list": {
    params: { approvers: [["ann"]] },
    says: /^approvers: .*write each name as text in quotes\.$/u,
    followed: { params: ANN },
  },
  "an object": {
    params: { approvers: { ann: "yes" } },
    says: /^approvers: .*\{"ann":"yes"\}, which is neither a name nor a list: give a list of names, like \["ann","bob"\]\.$/u,
    followed: { params: BOTH },
  },
  "an object in a JSON string": {
    params: { approvers: '{"ann":"yes"}' },
    says: /^approvers: .*neither a name nor a list: give a list of names, like \["ann","bob"\]\.$/u,
    followed: { params: BOTH },
  },
  "broken JSON": { params: { approvers: '["ann"' }, says: /^approvers: .*: write \["ann"\]\.$/u },
  "JSON that is broken beyond repair": {
    params: { approvers: '[{"ann": ["bob"' },
    says: /^approvers: .*neither a name nor a list: give a list of names, like \["ann","bob"\]\.$/u,
    followed: { params: BOTH },
  },
  "a list without quotes in a text": {
    params: { approvers: "[ann, bob]" },
    says: /^approvers: .*: write \["ann","bob"\]\.$/u,
  },
  "a list in quotes, without brackets": {
    params: { approvers: '"ann","bob"' },
    says: /^approvers: .*: write \["ann","bob"\]\.$/u,
  },
  "a list with quotes of another kind": {
    params: { approvers: "['ann', 'bob']" },
    says: /^approvers: .*: write \["ann","bob"\]\.$/u,
  },
  "a variable among the names": {
    params: { approvers: ["ann", "$(params.who)"] },
    says: /^approvers: .*"\$\(params\.who\)" at entry 2: a variable that Tekton did not replace: check its name/u,
    followed: { params: BOTH },
  },
  "a variable as a group": {
    params: { groups: "$(params.who)" },
    says: /^groups: .*did not replace/u,
    followed: { params: { groups: ["dev"] } },
  },
};

const WORDS: Readonly<Record<string, Case>> = {
  "a variable as the strategy": {
    params: { ...ANN, strategy: "$(params.s)" },
    says: /^strategy: .*did not replace/u,
    followed: { params: { ...ANN, strategy: "SINGLE" } },
  },
  "a strategy in small letters": {
    params: { ...BOTH, strategy: "four_eyes" },
    says: /^strategy: .*"four_eyes".*write FOUR_EYES if you mean that\.$/u,
  },
  "a misspelt strategy": { params: { ...BOTH, strategy: "FOUR_EYE" }, says: /^strategy: .*write FOUR_EYES/u },
  "a strategy of others, ALL": { params: { ...BOTH, strategy: "ALL" }, says: /^strategy: .*write MULTI/u },
  "a strategy of others, ANY": { params: { ...BOTH, strategy: "ANY" }, says: /^strategy: .*write SINGLE/u },
  "an unknown strategy": {
    params: { ...ANN, strategy: "DICE" },
    says: /^strategy: .*write one of SINGLE, MULTI, FOUR_EYES, QUORUM\.$/u,
    followed: { params: { ...ANN, strategy: "SINGLE" } },
  },
  "a strategy with a blank": { params: { ...ANN, strategy: "SINGLE " }, says: /^strategy: .*write SINGLE/u },
  "a list as the strategy": {
    params: { ...ANN, strategy: ["SINGLE"] },
    says: /^strategy: .*give text, not a list\.$/u,
    followed: { params: { ...ANN, strategy: "SINGLE" } },
  },
  "onReject with a capital": { params: { ...ANN, onReject: "Fail" }, says: /^onReject: .*write fail/u },
  "an unknown onReject": {
    params: { ...ANN, onReject: "stop" },
    says: /^onReject: .*write one of continue, fail\.$/u,
    followed: { params: { ...ANN, onReject: "fail" } },
  },
  "a variable as onReject": {
    params: { ...ANN, onReject: "$(params.o)" },
    says: /^onReject: .*did not replace/u,
    followed: { params: { ...ANN, onReject: "fail" } },
  },
  "QUORUM without a number": {
    params: { ...BOTH, strategy: "QUORUM" },
    says: /^approvalsRequired: .*is missing: say how many people must approve\.$/u,
    followed: { params: { ...BOTH, strategy: "QUORUM", approvalsRequired: "2" } },
  },
  "a number beside MULTI, and the strategy is left out": {
    params: { ...BOTH, strategy: "MULTI", approvalsRequired: "1" },
    says: /^approvalsRequired: .*with strategy MULTI.*: leave one of them out\.$/u,
    followed: { params: { ...BOTH, approvalsRequired: "1" } },
  },
  "a number beside MULTI, and the number is left out": {
    params: { ...BOTH, strategy: "MULTI", approvalsRequired: "1" },
    says: /^approvalsRequired: .*: leave one of them out\.$/u,
    followed: { params: { ...BOTH, strategy: "MULTI" } },
  },
  "more approvals than people, and more are named": {
    params: { ...ANN, approvalsRequired: "2" },
    says: /^approvalsRequired: .*only one person: name more people, or require fewer\.$/u,
    followed: { params: { ...BOTH, approvalsRequired: "2" } },
  },
  "more approvals than people, and fewer are required": {
    params: { ...ANN, approvalsRequired: "2" },
    says: /^approvalsRequired: .*only one person: name more people, or require fewer\.$/u,
    followed: { params: { ...ANN, approvalsRequired: "1" } },
  },
  "zero approvals": {
    params: { ...ANN, approvalsRequired: "0" },
    says: /^approvalsRequired: .*from 1 to 256\.$/u,
    followed: { params: { ...ANN, approvalsRequired: "1" } },
  },
  "half an approval": {
    params: { ...ANN, approvalsRequired: 1.5 },
    says: /^approvalsRequired: .*from 1 to 256\.$/u,
    followed: { params: { ...ANN, approvalsRequired: "1" } },
  },
  "257 approvals": {
    params: { groups: ["ops"], approvalsRequired: "257" },
    says: /^approvalsRequired: .*from 1 to 256\.$/u,
    followed: { params: { groups: ["ops"], approvalsRequired: "256" } },
  },
  "a variable as the number": {
    params: { ...ANN, approvalsRequired: "$(params.n)" },
    says: /^approvalsRequired: .*did not replace/u,
    followed: { params: { ...ANN, approvalsRequired: "1" } },
  },
  "FOUR_EYES with one person": {
    params: { ...ANN, strategy: "FOUR_EYES" },
    says: /^approvers: .*FOUR_EYES needs two: name at least two people\.$/u,
    followed: { params: { ...BOTH, strategy: "FOUR_EYES" } },
  },
  "FOUR_EYES with two spellings of one person": {
    params: { approvers: ["ann", "Ann"], strategy: "FOUR_EYES" },
    says: /^approvers: .*\(ann and Ann count as one\).*: name at least two people\.$/u,
    followed: { params: { ...BOTH, strategy: "FOUR_EYES" } },
  },
  "MULTI with one person twice": {
    params: { approvers: ["ann", "Ann", "bob"], strategy: "MULTI" },
    says: /^approvers: .*ann and Ann.*: name this person once\.$/u,
    followed: { params: { ...BOTH, strategy: "MULTI" } },
  },
};

const TEXTS: Readonly<Record<string, Case>> = {
  "a title of 121 characters": {
    params: { ...ANN, title: "x".repeat(121) },
    says: /^title: .*121 characters: give at most 120\.$/u,
    followed: { params: { ...ANN, title: "x".repeat(120) } },
  },
  "a title of two lines": {
    params: { ...ANN, title: "a\nb" },
    says: /^title: .*give one line of text\.$/u,
    followed: { params: { ...ANN, title: "a b" } },
  },
  "a description that is too long": {
    params: { ...ANN, description: "x".repeat(16_385) },
    says: /^description: .*at most 16384\.$/u,
    followed: { params: { ...ANN, description: "x".repeat(16_384) } },
  },
  "a list as the description": {
    params: { ...ANN, description: ["a"] },
    says: /^description: .*give text, not a list\.$/u,
    followed: { params: { ...ANN, description: "a" } },
  },
};

const PARAMETERS: Readonly<Record<string, Case>> = {
  "a misspelt parameter": { params: { aprovers: "bob" }, says: /^aprovers: .*did you mean approvers\?$/u },
  "a misspelt parameter beside the right one": {
    params: { ...ANN, aprovers: "bob" },
    says: /^aprovers: .*if you mean approvers, which is given too, give it once\.$/u,
    followed: { params: BOTH },
  },
  "two names of others for one parameter": {
    params: { users: ["ann"], assignees: ["bob"] },
    says: /^users: .*did you mean approvers\?$/u,
    followed: { params: BOTH },
  },
  "an unknown parameter": {
    params: { ...ANN, colour: "red" },
    says: /^colour: .*the known ones are pipeline, title/u,
    followed: { params: ANN },
  },
  ...Object.fromEntries(
    ["numberOfApprovalsRequired", "requiredApprovals", "minApprovals", "min_approvals"].map((name) => [
      `a name of others, ${name}`,
      { params: { ...BOTH, [name]: "2" }, says: /: .*did you mean approvalsRequired\?$/u },
    ]),
  ),
  "a name of others, users": { params: { users: ["ann"] }, says: /^users: .*did you mean approvers\?$/u },
  "a name of others, assignees": { params: { assignees: "ann" }, says: /: .*did you mean approvers\?$/u },
  "a name of others, message": {
    params: { ...ANN, message: "Please look." },
    says: /^message: .*did you mean description\?$/u,
  },
  "a timeout, which stands on the task": {
    params: { ...ANN, timeout: "30m" },
    says: /^timeout: .*a field of the pipeline's task, so take it out here and write timeout: 30m beside taskRef\.$/u,
    followed: { params: ANN, task: { timeout: "30m" } },
  },
  "retries, which stand on the task": {
    params: { ...ANN, retries: "1" },
    says: /^retries: .*take it out here and write retries: 1 beside taskRef\.$/u,
    followed: { params: ANN, task: { retries: 1 } },
  },
  onTimeout: {
    params: { ...ANN, onTimeout: "approve" },
    says: /^onTimeout: .*a time-out always fails the task, so take it out, and write onError: continue beside/u,
    followed: { params: ANN },
  },
  "a name twice, in two spellings": {
    params: { ...ANN, Approvers: "bob" },
    says: /^approvers: .*twice in params, as approvers and as Approvers: give it once\.$/u,
    followed: { params: ANN },
  },
};

const TASK: Readonly<Record<string, Case>> = {
  "a timeout of a day": {
    params: ANN,
    task: { timeout: "1d" },
    says: /^timeout: .*like/u,
    followed: { params: ANN, task: { timeout: "24h" } },
  },
  "a negative timeout": {
    params: ANN,
    task: { timeout: "-5s" },
    says: /^timeout: .*give a duration like 30m, or 0s for no limit\.$/u,
    followed: { params: ANN, task: { timeout: "0s" } },
  },
  "a number as the timeout": {
    params: ANN,
    task: { timeout: 30 as unknown as string },
    says: /^timeout: .*give a duration like 30m or 1h30m\.$/u,
    followed: { params: ANN, task: { timeout: "1h30m" } },
  },
  "negative retries": {
    params: ANN,
    task: { retries: -1 },
    says: /^retries: .*a whole number of 0 or more\.$/u,
    followed: { params: ANN, task: { retries: 0 } },
  },
  "too many retries": {
    params: ANN,
    task: { retries: 256 },
    says: /^retries: .*give at most 255\.$/u,
    followed: { params: ANN, task: { retries: 255 } },
  },
  "more votes than are kept": {
    params: { ...BOTH, strategy: "FOUR_EYES" },
    task: { retries: 255 },
    says: /^retries: .*only 256 are kept: give fewer\.$/u,
    followed: { params: { ...BOTH, strategy: "FOUR_EYES" }, task: { retries: 254 } },
  },
  "more than one object holds": {
    params: {
      groups: Array.from({ length: 100 }, (_, index) => `g${index}`.padEnd(253, "x")),
      approvalsRequired: 256,
    },
    says: /^groups: .*Name fewer, give shorter names/u,
    followed: { params: { groups: ["dev", "ops"], approvalsRequired: 256 } },
  },
};

for (const [what, cases] of Object.entries({ NAMES, WORDS, TEXTS, PARAMETERS, TASK })) {
  describe(`refuses, with advice that works, ${what.toLowerCase()}:`, () => {
    for (const [sentence, asked] of Object.entries(cases)) {
      test(sentence, () => {
        const refused = readParameters(makeReferringRun(asked.params, asked.task));
        assert.ok(!refused.ok, "refused");
        const [first] = refused.error;
        assert.match(`${first?.parameter}: ${first?.message}`, asked.says);
        for (const { parameter, message } of refused.error) assert.ok(message.includes(parameter), message);
        const { params, task } = asked.followed ?? follow(asked, refused.error);
        const accepted = readParameters(makeReferringRun(params, task));
        assert.deepEqual(accepted.ok ? [] : accepted.error, []);
      });
    }
  });
}

/** Where it is not a parameter's value that is wrong: the run, what its message says, and the run of somebody who follows it. */
const RUNS: Readonly<Record<string, readonly [refused: CustomRun, says: RegExp, followed: CustomRun]>> = {
  "params that are no list": [
    makeReferringRun({}, { params: { approvers: "ann" } as unknown as NonNullable<CustomRunSpec["params"]> }),
    /^The params are .*: give a list of names and values, like \[\{"name":"approvers","value":\["ann"\]\}\]\.$/u,
    makeReferringRun({}, { params: [{ name: "approvers", value: ["ann"] }] }),
  ],
  "an embedded spec that is no object": [
    makeEmbeddingRun(["ann"]),
    /must be an object whose keys are parameters\.$/u,
    makeEmbeddingRun({ approvers: ["ann"] }),
  ],
  "a parameter in params and in the embedded spec": [
    makeEmbeddingRun({ approvers: ["bob"] }, ANN),
    /in params and in the embedded spec: give it once\.$/u,
    makeEmbeddingRun({ strategy: "SINGLE" }, ANN),
  ],
  "a variable in an embedded spec": [
    makeEmbeddingRun({ approvers: ["$(params.who)"] }),
    /give it under params, because Tekton replaces none inside an embedded spec\.$/u,
    makeEmbeddingRun({}, ANN),
  ],
  "a run whose results would have no room": [
    withLabels(makeReferringRun({ approvers: Array.from({ length: 1_000 }, () => "ann") }), 20_000),
    /(?:Name fewer|Give the run shorter parameters and labels)/u,
    withLabels(makeReferringRun(ANN), 20),
  ],
};

function withLabels(run: CustomRun, number: number): CustomRun {
  const names = Array.from({ length: number }, (_, index) => [`example.com/${index}`, "x".repeat(40)]);
  return {
    ...run,
    metadata: { ...run.metadata, labels: Object.fromEntries(names) as Record<string, string> },
  };
}

for (const [sentence, [run, says, followed]] of Object.entries(RUNS)) {
  test(`refuses, with advice that works: ${sentence}`, () => {
    const refused = readParameters(run);
    assert.match(refused.ok ? "" : (refused.error[0]?.message ?? ""), says);
    const accepted = readParameters(followed);
    assert.deepEqual(accepted.ok ? [] : accepted.error, []);
  });
}
