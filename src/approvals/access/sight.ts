import type { ApprovalTask } from "../../objects/approval/approval-task.ts";
import type { AccessRules } from "./access-rules.ts";
import {
  type Addressed,
  mayAdminister,
  mayCancel,
  maySeeAddress,
  mayView,
  mayViewAll,
  mayViewNamespace,
  type Viewer,
} from "./rights.ts";

/** What one person gets to see: whatever tells of approvals asks here, and of the rest it tells as if it were not there. */
export interface Sight {
  readonly viewer: Viewer;
  /** Everything, so that nothing has to be looked at. */
  readonly isWhole: boolean;
  sees(approval: ApprovalTask): boolean;
  /** All of it, by the namespace alone: the index then finds it. */
  seesNamespace(namespace: string): boolean;
  mayCancel(approval: ApprovalTask): boolean;
  seesAddress(addressed: Addressed): boolean;
  readonly administers: boolean;
}

/** Of the product itself, which shows nothing to anybody. */
export const WHOLE_SIGHT: Sight = {
  viewer: undefined,
  isWhole: true,
  sees: () => true,
  seesNamespace: () => true,
  mayCancel: () => false,
  seesAddress: () => false,
  administers: false,
};

export function sightOf(rules: AccessRules, viewer: Viewer): Sight {
  const isWhole = mayViewAll(rules, viewer);
  return {
    viewer,
    isWhole,
    sees: (approval) => isWhole || mayView(rules, viewer, approval),
    seesNamespace: (namespace) => mayViewNamespace(rules, viewer, namespace),
    mayCancel: (approval) => mayCancel(rules, viewer, approval),
    seesAddress: (addressed) => maySeeAddress(rules, viewer, addressed),
    administers: mayAdminister(rules, viewer),
  };
}
