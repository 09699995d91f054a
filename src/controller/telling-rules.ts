// Who is told of an approval, as far as that has a say in whether it opens.
import type { ApprovalTask } from "../objects/approval/approval-task.ts";
import { checkTellings, takeFitting } from "../objects/approval/notices/fit-tellings.ts";
import type { Telling } from "../objects/approval/notices/telling.ts";
import { openApproval } from "../objects/approval/open-approval.ts";
import type { CustomRun } from "../objects/run/custom-run.ts";
import { describeInvalidRun } from "../objects/run/run-outcome.ts";
import { type PlanContext, type Rule, type WithoutApproval, writeRun } from "./rule.ts";
import type { Notable } from "./step.ts";

/** What a pipeline names and nobody has set up, where that is not taken; and more messages than one approval can have. */
export const refuseTellings: Rule<WithoutApproval> = ({ run }, context) => {
  const { telling, readParameters, nowMs } = context;
  const parameters = readParameters(run);
  if (telling === undefined || !parameters.ok) return undefined;
  const approval = openApproval(run, parameters.value, nowMs);
  const tellings = telling.find(approval);
  const fits = checkTellings(run, approval, tellings);
  const missing = telling.strict ? tellings.flatMap(refuseMissing) : [];
  const errors = [...missing, ...(fits.ok ? [] : [fits.error])];
  return errors.length === 0 ? undefined : writeRun(run, describeInvalidRun(run, errors), context);
};

function refuseMissing({ parameter, fault }: Telling) {
  if (parameter === undefined || fault === undefined) return [];
  return [{ parameter, message: `Parameter ${parameter} names a channel that is not there. ${fault}` }];
}

/** Who is told of the attempt that begins. */
export function findTellings(
  run: CustomRun,
  approval: ApprovalTask,
  { telling }: PlanContext,
): readonly Telling[] {
  return telling === undefined ? [] : takeFitting(run, approval, telling.find(approval));
}

/** What is missing, for whoever looks at the approval in the cluster. */
export function noteMissing(approval: ApprovalTask, { telling }: PlanContext): readonly Notable[] {
  const tellings = telling?.find(approval) ?? [];
  return tellings.flatMap(({ fault }) =>
    fault === undefined
      ? []
      : [{ type: "Warning", reason: "ChannelMissing", message: `Not everybody is told. ${fault}` }],
  );
}
