import type { ApprovalDetail } from "../../../src/approvals/approval-view.ts";
import type { Assignee } from "../../../src/decision/request.ts";

/** 2026-11-24 14:02:00 in UTC: the time that tests of pages hold still. */
export const TEST_NOW_MS = Date.parse("2026-11-24T14:02:00Z");

export function user(name: string): Assignee {
  return { kind: "user", name };
}

export function group(name: string): Assignee {
  return { kind: "group", name };
}

/** A pending SINGLE approval of john, mary and peter; give what differs. */
export function buildApproval(changes: Partial<ApprovalDetail> = {}): ApprovalDetail {
  const assignees = changes.assignees ?? [user("john"), user("mary"), user("peter")];
  const namespace = changes.namespace ?? "shop-prod";
  const name = changes.name ?? "release-shop-web-x7k2p-approve-production";
  return {
    namespace,
    name,
    uid: "5d0f7a1e-3c62-4f0b-9a4e-2b1d86a7c9f3",
    pipeline: "release-shop-web",
    pipelineRun: "release-shop-web-x7k2p",
    pipelineRunStanding: "verified",
    task: "approve-production",
    title: "Release shop-web 2.14.0 to production",
    description: "**2.14.0** brings the new address form and 14 fixes.",
    strategy: "SINGLE",
    onReject: "continue",
    digest: "sha256:9f2c41d07be5a6c8e1f03b7742d9a05c6e88d1b4f2a7903c5be6410d9c2f7a11",
    state: "pending",
    reason: "WaitingForVotes",
    message: "Waits for one of john, mary, peter.",
    responses: { received: 0, required: 1 },
    assignees,
    waitingFor: changes.state === undefined || changes.state === "pending" ? assignees : [],
    groupsReplacedApprovers: false,
    stages: 1,
    stage: 1,
    votes: [],
    openedAt: "2026-11-24T13:44:31Z",
    deadline: "2026-11-24T17:30:00Z",
    deadlineOf: "approval",
    decidedAt: null,
    results: null,
    url: `http://localhost/approvals/${namespace}/${name}`,
    runParameters: [
      { name: "version", value: "2.14.0" },
      { name: "flags", value: ["address-form=off"] },
    ],
    pipelineRunVerified: true,
    resourceVersion: "48213907",
    ...changes,
  };
}
