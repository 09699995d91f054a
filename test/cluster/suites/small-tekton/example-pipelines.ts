import type { PipelineRunSpec } from "../../../../sandbox/tekton/objects/pipeline-run.ts";
import { readExamples, type Example } from "../../../examples/read-examples.ts";
import { readOutcomes, type Outcome } from "../../../examples/read-outcomes.ts";
import { fail, succeed, type Answer, type Comparison } from "./comparison.ts";

/** What Countersign would write; here the two Tektons are compared, and it takes no part. */
function toAnswer({ actions }: Outcome, text: string): Answer {
  const last = actions.at(-1);
  if (last === undefined)
    return fail("CustomRunTimedOut", { decision: "false", comment: "", approvedBy: "" });
  const isApproved = last.decision === "approve";
  const comment = actions.map((action) => action.comment).join("|");
  const results = { decision: String(isApproved), comment, approvedBy: isApproved ? last.by : "" };
  return isApproved || !text.includes("name: onReject") ? succeed(results) : fail("Rejected", results);
}

function toComparison({ name, text, objects }: Example, outcome: Outcome): Comparison {
  const run = objects.at(-1) as unknown as { readonly spec: PipelineRunSpec };
  return {
    name: `${name}.yaml: ${outcome.line}`,
    objects: objects.slice(0, -1),
    spec: run.spec,
    answers: { approval: toAnswer(outcome, text) },
  };
}

/** Every pipeline of `examples/`, with every outcome that its comment names. */
export async function readExamplePipelines(): Promise<readonly Comparison[]> {
  const examples = await readExamples();
  return examples.flatMap((example) =>
    readOutcomes(example.text).map((outcome) => toComparison(example, outcome)),
  );
}
