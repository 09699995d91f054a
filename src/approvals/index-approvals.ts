import type { Cluster } from "../cluster/watch-cluster.ts";
import { refOf } from "../objects/ref-of.ts";
import { ApprovalIndex } from "./approval-index.ts";
import { findPipelineRunIn } from "./find-asking.ts";
import type { ServedNamespaces } from "./served-namespaces.ts";
import { deadlineOf } from "./to-approval-view.ts";

/** An index that follows what is watched; it misses nothing when it is there before the cluster starts. */
export function indexApprovals(cluster: Cluster, served: ServedNamespaces): ApprovalIndex {
  const findPipelineRun = findPipelineRunIn(cluster);
  const index = new ApprovalIndex({
    served,
    deadlineOf: (approval) => deadlineOf(approval, findPipelineRun),
  });
  cluster.subscribe({
    onApproval: ({ type, object }) => (type === "delete" ? index.remove(object) : index.upsert(object)),
    onPipelineRun: ({ object }) => index.refresh(refOf(object)),
  });
  return index;
}
