// A closed set is written once: its type, the CRD, the JSON API, the readers and the reference are made from it.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { PIPELINE_RUN_STANDINGS } from "../src/approvals/approval-view.ts";
import { ANSWERS, COUNTED, STRATEGIES } from "../src/decision/request.ts";
import { END_STATES, VERDICT_REASONS, VERDICT_STATES, VOTE_REFUSALS } from "../src/decision/verdict.ts";
import { DOORS, ON_REJECT, STATUS_WORDS } from "../src/objects/approval/approval-task.ts";
import { DEADLINE_OWNERS } from "../src/objects/approval/judge-deadline.ts";
import { CONDITION_STATUSES } from "../src/objects/condition.ts";
import { ON_ERRORS, PROSPECTS } from "../src/objects/run/outlook.ts";
import { LOG_LEVELS } from "../src/std/logger.ts";

const ROOT = join(import.meta.dirname, "..");

/** Not the kinds of assignee: their words are also the keys under which open mode takes a claim. */
const SETS: Readonly<Record<string, readonly string[]>> = {
  ANSWERS,
  CONDITION_STATUSES,
  COUNTED,
  DEADLINE_OWNERS,
  DOORS,
  END_STATES,
  LOG_LEVELS,
  ON_ERRORS,
  ON_REJECT,
  PIPELINE_RUN_STANDINGS,
  PROSPECTS,
  STATUS_WORDS,
  STRATEGIES,
  VERDICT_REASONS,
  VERDICT_STATES,
  VOTE_REFUSALS,
};

/** Made of another set and some more. */
const COMPOSED = new Set(["VERDICT_REASONS", "VERDICT_STATES"]);

/** Members one after the other, as a list or as a union of literals, with what is said of each between them. */
const ENUMERATION = /"\w+"(?:\s*[,|]\s*(?:\/\*\*[^*]*\*\/\s*)?"\w+")+/gu;

const enumerations = globSync("{src,sandbox,scripts,rigs,bench}/**/*.ts", { cwd: ROOT })
  .filter((file) => !file.endsWith(".test.ts"))
  .flatMap((file) =>
    readFileSync(join(ROOT, file), "utf8")
      .matchAll(ENUMERATION)
      .map(([text]) => ({ file, members: new Set(text.match(/\w+(?=")/gu)) }))
      .toArray(),
  );

for (const [name, set] of Object.entries(SETS)) {
  test(`${name} is written once`, () => {
    const members = new Set(set);
    const places = enumerations
      .filter((found) => found.members.symmetricDifference(members).size === 0)
      .map(({ file }) => file);
    assert.equal(places.length, COMPOSED.has(name) ? 0 : 1, `it is in ${places.join(", ")}`);
  });
}
