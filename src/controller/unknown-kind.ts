import { findUnknownNaming } from "../objects/dialects/find-dialect.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { isUntouched } from "../objects/run/run-status.ts";
import type { Notable } from "./step.ts";

/**
 * What to tell of a run of our group whose kind is not known here, while nobody has said anything of it: another controller
 * may serve it, so its Event is all that it gets.
 */
export function findUnknownKind(run: CustomRun): Notable | undefined {
  const naming = isUntouched(run) ? findUnknownNaming(run) : undefined;
  if (naming === undefined) return undefined;
  return {
    type: "Warning",
    reason: "ApprovalKindUnknown",
    message: `Nobody is asked, unless another controller serves this run. ${naming}`,
  };
}
