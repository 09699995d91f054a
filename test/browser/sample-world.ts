import type { ApprovalChanges } from "../kit/web/build-approval.ts";

/** Approvals in every state that a page has, as people would meet them on 24 November 2026 at 14:02 UTC. */
export const SAMPLE_WORLD: readonly ApprovalChanges[] = [
  {
    description: `**2.14.0** brings the new address form and 14 fixes. It has been on staging since yesterday 09:10, without new errors.

- Migration \`0191_address_lines\` has already run. It is backwards compatible.
- The flag \`address-form\` stays **off** after the deployment.
- To roll back: \`helm rollback shop-web 87\`, about 2 minutes.

Please look at the [release notes](https://notes.example/shop-web/2.14.0) and the [staging dashboard](https://grafana.example/d/shop).`,
    approvers: ["Hanna Lindqvist", "Tomasz Wójcik", "Amara Okafor"],
    runParameters: [
      { name: "version", value: "2.14.0" },
      { name: "environment", value: "production" },
      { name: "replicas", value: "6" },
      { name: "flags", value: ["address-form=off"] },
    ],
  },
  {
    namespace: "platform",
    name: "rotate-registry-key-8m4tz-second-person",
    pipeline: "rotate-registry-key",
    pipelineRun: "rotate-registry-key-8m4tz",
    task: "second-person",
    title: "Rotate the signing key of the image registry",
    description: `The key \`registry-signing-2025\` ends on 30 November. This run creates \`registry-signing-2026\`, signs the 40 newest images again and publishes the new public key.

Old images stay valid until 31 January. Runbook: [KEY-07](https://runbooks.example/key-07)`,
    strategy: "FOUR_EYES",
    onReject: "fail",
    approvers: ["Tomasz Wójcik", "Hanna Lindqvist", "Mei Tanaka", "Rafael Moreno"],
    votes: [
      {
        by: "Tomasz Wójcik",
        comment:
          "I compared the fingerprint with the one in the vault: ends in 7C:19:E4. The HSM quorum is present until 15:00.",
        time: "2026-11-24T13:52:10Z",
      },
    ],
    openedAt: "2026-11-24T13:21:02Z",
    deadline: "2026-11-24T14:30:00Z",
    runParameters: [],
  },
  {
    namespace: "payments",
    name: "migrate-orders-q2v9d-dba-and-owner",
    pipeline: "migrate-orders",
    pipelineRun: "migrate-orders-q2v9d",
    task: "dba-and-owner",
    title: "Apply migration 0192_orders_index to the orders database",
    description: "Builds an index `CONCURRENTLY`; about 40 minutes on the replica.",
    strategy: "MULTI",
    approvers: ["Rafael Moreno", "Ines Costa", "Hanna Lindqvist"],
    votes: [
      {
        by: "Rafael Moreno",
        time: "2026-11-24T09:12:00Z",
      },
      {
        by: "Ines Costa",
        comment: "Disk has room for both indexes.",
        time: "2026-11-24T10:01:30Z",
        via: "api",
      },
    ],
    openedAt: "2026-11-24T09:02:00Z",
    deadline: null,
    pipelineRunEndsAt: "2026-11-25T12:00:00Z",
  },
  {
    namespace: "platform",
    name: "network-change-zz81k-approve-change",
    pipeline: "network-change",
    pipelineRun: "network-change-zz81k",
    task: "approve-change",
    title: "Open the firewall towards Kestrel Pay",
    description: "",
    strategy: "QUORUM",
    approvalsRequired: 2,
    approvers: ["Rafael Moreno"],
    groups: ["network", "security", "platform"],
    openedAt: "2026-11-22T10:00:00Z",
    deadline: null,
    pipelineRunStanding: "missing",
  },
  {
    namespace: "platform",
    name: "rollback-now",
    pipeline: "release-shop-web",
    pipelineRun: null,
    title: "Roll shop-web back to 2.13.4",
    approvers: ["Ingrid Solheim"],
  },
  {
    namespace: "platform",
    name: "release-shop-web-k3v9d-approve-production",
    pipelineRun: "release-shop-web-k3v9d",
    pipelineRunStanding: "unconfirmed",
    title: "Release shop-web 2.15.0 to production",
    approvers: ["Ingrid Solheim"],
  },
  {
    namespace: "payments",
    name: "refund-batch-0d1f2-confirm",
    pipeline: "refund-batch",
    pipelineRun: "refund-batch-0d1f2",
    task: "confirm",
    title: "Refund 214 orders of 19 November",
    description: "Amounts to 8,412.50 EUR.",
    groups: ["finance"],
  },
  {
    name: "release-search-api-5p1qa-approve-production",
    pipeline: "release-search-api",
    pipelineRun: "release-search-api-5p1qa",
    title: "Release search-api 5.3.1 to production",
    approvers: ["Amara Okafor", "Hanna Lindqvist"],
    votes: [
      {
        by: "Amara Okafor",
        comment: "Load test is green (see PERF-88), rollout may start.",
        time: "2026-11-24T11:20:00Z",
      },
    ],
    openedAt: "2026-11-24T10:58:00Z",
  },
  {
    name: "release-shop-web-a91cc-approve-production",
    pipelineRun: "release-shop-web-a91cc",
    title: "Release shop-web 2.13.4 to production",
    approvers: ["Hanna Lindqvist", "Amara Okafor"],
    votes: [
      {
        by: "Hanna Lindqvist",
        decision: "reject",
        comment:
          "Checkout errors on staging are at 2.1 %, the limit is 0.5 %. Please look at PAY-1182 before asking again; the trace is linked there.",
        time: "2026-11-23T16:42:00Z",
      },
    ],
    openedAt: "2026-11-23T16:02:00Z",
  },
  {
    namespace: "platform",
    name: "cleanup-previews-7t2bd-confirm",
    pipeline: "cleanup-previews",
    pipelineRun: "cleanup-previews-7t2bd",
    task: "confirm",
    title: "Delete preview environments older than 30 days",
    approvers: ["Mei Tanaka", "Hanna Lindqvist"],
    openedAt: "2026-11-21T12:00:04Z",
    deadline: "2026-11-21T18:00:00Z",
    decidedAt: "2026-11-21T18:00:00Z",
  },
  {
    namespace: "payments",
    name: "release-billing-c4x8w-approve-production",
    pipeline: "release-billing",
    pipelineRun: "release-billing-c4x8w",
    title: "Release billing 1.9.0 to production",
    strategy: "MULTI",
    approvers: ["Amara Okafor", "Hanna Lindqvist"],
    cancelled: "RunCancelled",
    votes: [
      {
        by: "Amara Okafor",
        comment: "Fine from the ledger’s side.",
        time: "2026-11-20T09:12:47Z",
      },
    ],
    openedAt: "2026-11-20T09:00:00Z",
    decidedAt: "2026-11-20T09:31:20Z",
  },
];
