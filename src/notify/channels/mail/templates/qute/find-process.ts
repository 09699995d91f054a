import type { Message } from "../../../../message.ts";

/** What Automatiko calls the way of an approval, its step, and both for people. */
interface Process {
  readonly processId: string;
  readonly processName: string;
  readonly taskName: "approval" | "groupapproval" | "secondApproval";
  readonly nodeName: string;
}

/** The process and task that Automatiko would have for this message; QUORUM, which it has not, is called alike. */
export function findProcess({ kind, approval: { spec } }: Message): Process {
  const isGroups = (spec.groups ?? []).length > 0;
  const byAssignees = isGroups ? "groupapproval" : "approval";
  switch (spec.strategy) {
    case "SINGLE":
      return {
        processId: "single",
        processName: "Single Approval",
        taskName: byAssignees,
        nodeName: "Approval",
      };
    case "QUORUM":
      return {
        processId: "quorum",
        processName: "Quorum Approval",
        taskName: byAssignees,
        nodeName: "Approval",
      };
    case "MULTI":
      return isGroups
        ? {
            processId: "multiGroup",
            processName: "Multi Approval based on Groups",
            taskName: "approval",
            nodeName: "Multi Approval",
          }
        : {
            processId: "multi",
            processName: "Multi Approval",
            taskName: "approval",
            nodeName: "Multi Approval",
          };
    case "FOUR_EYES":
      return {
        processId: "fourEyes",
        processName: "Four eyes Approval",
        taskName: kind === "secondStep" ? "secondApproval" : "approval",
        nodeName: kind === "secondStep" ? "Second step approval" : "Approval",
      };
  }
}
