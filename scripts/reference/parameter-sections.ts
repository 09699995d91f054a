import { PARAMETER_NAMES, PARAMETERS } from "../../src/objects/dialects/automatiko/parameters.ts";
import { readParameters } from "../../src/objects/dialects/automatiko/read-parameters.ts";
import type { StructuralSchema } from "../../src/objects/definition/structural-schema.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import type { Sections } from "./fill-sections.ts";
import { formatCode, formatTable } from "./format-table.ts";

/** `docs/reference/parameters.md`: what there is, and what is refused, in the product's own words. */
export function renderParameterSections(): Sections {
  return {
    parameters: formatTable(
      ["parameter", "what it says", "value", "when absent"],
      PARAMETER_NAMES.map((name) => {
        const { schema, whenAbsent } = PARAMETERS[name];
        return [`\`${name}\``, schema.description ?? "", describeValue(schema), whenAbsent];
      }),
    ),
    refusals: formatTable(["given", "message"], REFUSED.map(describeRefusal)),
  };
}

type Given = Readonly<Record<string, unknown>>;

/** Mistakes that people make, each with the least that is needed around it. */
const REFUSED: readonly Given[] = [
  { strategy: "four_eyes", approvers: ["ann", "bob"] },
  { strategy: "ALL", approvers: ["ann", "bob"] },
  { aprovers: ["ann"] },
  { users: ["ann", "bob"], numberOfApprovalsRequired: "2" },
  { timeout: "30m", approvers: ["ann"] },
  { title: "Release" },
  { approvers: [] },
  { approvers: "ann, bob" },
  { approvers: "ann;bob" },
  { approvers: "ann\nbob" },
  { approvers: ["@ann"] },
  { approvers: ["ann", "group:dev"] },
  { approvers: ["ann "] },
  { approvers: ["$(params.who)"] },
  { strategy: "FOUR_EYES", approvers: ["ann", "Ann"] },
  { approvalsRequired: "3", approvers: ["ann", "bob"] },
  { strategy: "MULTI", approvalsRequired: "2", approvers: ["ann", "bob"] },
  { onReject: "stop", approvers: ["ann"] },
];

function describeValue({
  type,
  enum: words,
  maxLength,
  pattern,
  items,
  maxItems,
  minimum,
  maximum,
}: StructuralSchema) {
  if (words !== undefined) return words.map((word) => `\`${word}\``).join(", ");
  if (type === "array") return `1 to ${maxItems} names of at most ${items?.maxLength} characters`;
  if (type === "integer") return `a whole number from ${minimum} to ${maximum}`;
  const bound = maxLength?.toLocaleString("en");
  return pattern === undefined
    ? `text, at most ${bound} characters`
    : `one line, at most ${bound} characters`;
}

function describeRefusal(given: Given): readonly [given: string, message: string] {
  const read = readParameters(makeReferringRun(given));
  if (read.ok) throw new Error(`${JSON.stringify(given)} is not refused.`);
  const written = Object.entries(given).map(([name, value]) =>
    formatCode(`${name}: ${JSON.stringify(value)}`),
  );
  return [written.join("\n"), read.error.map(({ message }) => message).join(" ")];
}
