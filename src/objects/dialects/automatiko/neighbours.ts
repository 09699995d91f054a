// What other products and other places call what is asked here, and what is meant by it.
import type { ParameterName } from "./parameters.ts";

/** By the name in small letters, without what joins its words. */
export const MEANT_PARAMETERS: Readonly<Record<string, ParameterName>> = {
  numberofapprovalsrequired: "approvalsRequired",
  numberofapprovals: "approvalsRequired",
  requiredapprovals: "approvalsRequired",
  requiredapprovers: "approvalsRequired",
  requiredapprovingreviewcount: "approvalsRequired",
  minapprovals: "approvalsRequired",
  minimumapprovals: "approvalsRequired",
  minapprovers: "approvalsRequired",
  minimumapprovers: "approvalsRequired",
  quorum: "approvalsRequired",
  users: "approvers",
  user: "approvers",
  assignees: "approvers",
  reviewers: "approvers",
  usergroups: "groups",
  approvergroups: "groups",
  message: "description",
  instructions: "description",
  body: "description",
  text: "description",
  subject: "title",
  summary: "title",
  mode: "strategy",
  approvalstrategy: "strategy",
  slackchannel: "notifyOnSlack",
  teamschannel: "notifyOnTeams",
};

/** What is no parameter at all, and what to do instead: fields of the pipeline's task, and what there is not. */
export const NO_PARAMETERS: Readonly<Record<string, string>> = {
  timeout:
    "the time limit is a field of the pipeline's task, so take it out here and write timeout: 30m beside taskRef",
  retries: "it is a field of the pipeline's task, so take it out here and write retries: 1 beside taskRef",
  onerror:
    "it is a field of the pipeline's task, so take it out here and write onError: continue beside taskRef",
  ontimeout:
    "a time-out always fails the task, so take it out, and write onError: continue beside taskRef if the pipeline should go on",
};
