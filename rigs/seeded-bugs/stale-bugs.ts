// What a replica with late caches must not do, caught by schedules of `npm run test:stale`.
import type { SuiteBug } from "./suite-bug.ts";

const NEEDS_LIVE_READ = "src/controller/needs-live-read.ts";

export const STALE_BUGS: readonly SuiteBug[] = [
  {
    suite: "stale",
    name: "a leftover is deleted on the word of a late cache",
    on: "none",
    file: NEEDS_LIVE_READ,
    find: 'case "deleteApproval": return true;',
    replace: 'case "deleteApproval": return false;',
    caughtBy: { file: "rigs/stale/stale-test.ts", title: "seed 265" },
    says: /told recorded, went with|deleted while its run is there/u,
  },
  {
    suite: "stale",
    name: "an approval is created for a run that only a late cache shows",
    on: "none",
    file: NEEDS_LIVE_READ,
    find: "return !snapshot.toldNow;",
    replace: "return false;",
    caughtBy: { file: "rigs/stale/stale-test.ts", title: "seed 353" },
    says: /approvals for a run that was gone/u,
  },
  {
    suite: "stale",
    name: "what is written to a run is not guarded by its version",
    on: "none",
    file: "src/controller/apply.ts",
    find: "updateStatus(CUSTOM_RUNS, step.run",
    replace:
      'patch<CustomRun>(CUSTOM_RUNS, refOf(step.run), { type: "merge", subresource: "status", body: { status: step.run.status } }',
    caughtBy: { file: "rigs/stale/stale-test.ts", title: "seed 457" },
    says: /the end changed/u,
  },
  {
    suite: "stale",
    name: "what a dead replica was sending is sent again",
    on: "none",
    file: "src/objects/approval/notices/settle-notices.ts",
    find: "if (atLeastOnce)",
    replace: "if (nowMs > 0)",
    caughtBy: { file: "rigs/stale/stale-test.ts", title: "seed 518" },
    says: /was accepted 2 times/u,
  },
];
