import { deletionOf, isByReplica, nameEntry, runUidOf, stateAt, type Rule } from "../facts.ts";

/** We delete an approval only when the run that it was opened for is gone. */
export const noLiveApprovalIsDeleted: Rule = (facts) =>
  facts.approvals.flatMap((approval) => {
    const deletion = deletionOf(approval);
    if (deletion === undefined || !isByReplica(deletion)) return [];
    const run = facts.runs.find(({ uid }) => uid === runUidOf(approval));
    return stateAt(run, deletion.revision) === undefined
      ? []
      : [`deleted while its run is there: ${nameEntry(deletion, facts)}`];
  });

/** The run may go between our read and our write; once that is so, it is seen. */
export const goneRunsAreAskedOnce: Rule = (facts) =>
  facts.runs.flatMap((run) => {
    const made = facts.approvals
      .filter((approval) => runUidOf(approval) === run.uid)
      .flatMap(({ entries: [creation] }) => (creation === undefined ? [] : [creation]))
      .filter((creation) => isByReplica(creation) && stateAt(run, creation.revision) === undefined);
    return made.length > 1 ? [`${made.length} approvals for a run that was gone: ${run.name}`] : [];
  });

/** Another one for the same run only when somebody else took the one before. */
export const runsAreAskedOnce: Rule = (facts) =>
  facts.runs.flatMap((run) => {
    const mine = facts.approvals.filter((approval) => runUidOf(approval) === run.uid);
    const taken = mine.filter((approval) => {
      const deletion = deletionOf(approval);
      return deletion !== undefined && !isByReplica(deletion);
    });
    return mine.length > 1 + taken.length
      ? [`${mine.length} approvals for ${run.name} (${run.uid}), of which others deleted ${taken.length}`]
      : [];
  });
