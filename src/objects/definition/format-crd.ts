import { stringify } from "yaml";
import { APPROVAL_CRD } from "./approval-crd.ts";

/** The text of `deploy/crds/approvaltasks.yaml`. */
export function formatApprovalCrd(): string {
  const header =
    "# Generated from src/objects/definition/approval-crd.ts by `npm run generate`. Do not edit: a test compares the two.\n";
  return header + stringify(APPROVAL_CRD, { lineWidth: 0, aliasDuplicateObjects: false });
}
