import type { ApprovalChanges } from "../kit/web/build-approval.ts";

const NAME = "everything-".padEnd(253, "long");

export const LONG_PATH = `/approvals/platform/${NAME}`;

/** Asks Hanna, and everything in it is as long as it may be: with places to break it, and without. */
export const LONG: ApprovalChanges = {
  namespace: "platform",
  name: NAME,
  pipeline: NAME,
  pipelineRun: NAME,
  task: NAME,
  title: "Release".padEnd(120, "everything"),
  description: `Moves the orders to a new table.
It goes on at <https://runbooks.example/${"very/long/path/".repeat(12)}> and ${"word".repeat(60)}.

10. Take a snapshot.
11. Switch the readers:
    - one after the other

    Then look at https://grafana.example/d/orders?${"from=now-6h&".repeat(12)}to=now

| from | to | orders | ${"a column with a long name | ".repeat(6)}
|:-----|:--:|-------:|${"---|".repeat(6)}
| partners' networks | gateway, port 8443 | 1,204 | ${"internationalisation | ".repeat(6)}

\`\`\`sh
helm upgrade shop-web --install --atomic --timeout 10m --set ${"image.tag=2.14.0,".repeat(12)}
\`\`\`

![The new form](https://notes.example/${"new-form-".repeat(20)}.png)`,
  strategy: "QUORUM",
  approvalsRequired: 20,
  approvers: ["Hanna Lindqvist", ...Array.from({ length: 39 }, (_, index) => `Approver ${index + 1}`)],
  votes: [{ by: "Approver 1", comment: "A comment without an end: ".padEnd(2_000, "very") }],
  runParameters: [
    { name: NAME, value: NAME },
    { name: "list", value: Array.from({ length: 40 }, (_, index) => `entry-${index}`) },
  ],
};
