// The variables that Automatiko gives to templates of mails, with the values that they have here.
import type { Assignee } from "../../../../../decision/assignee.ts";
import { type ApprovalSpec, assigneesOf } from "../../../../../objects/approval/approval-task.ts";
import type { Message } from "../../../../message.ts";
import type { MailVariables } from "../mail-variables.ts";
import { takeLine, takeText } from "../../../../plain-text.ts";
import { findProcess } from "./find-process.ts";
import type { Shape } from "./qute-shape.ts";

const SPEC = {
  description: "text",
  approvers: "list",
  groups: "list",
  pipeline: "text",
  strategy: "text",
  notifyOnSlack: "text",
  notifyOnTeams: "text",
} as const satisfies Shape;

const INPUTS = {
  spec: SPEC,
  TaskName: "text",
  NodeName: "text",
  Description: "text",
  EmailSubject: "text",
  FormName: "text",
  ActorId: "text",
  Groups: "text",
  ExcludedUsers: "text",
  firstApprover: "text",
  comment: "text",
} as const satisfies Shape;

/** Automatiko's, and beside them the code of the reader's own link, and the page. */
export const QUTE_SHAPE = {
  name: "text",
  description: "text",
  taskId: "text",
  instanceId: "text",
  processId: "text",
  processName: "text",
  inputs: INPUTS,
  body: INPUTS,
  link: "text",
  code: "text",
  pageUrl: "text",
} as const satisfies Shape;

/** Values of such a shape. */
type Values<Of extends Shape> = Of extends "text"
  ? string
  : Of extends "list"
    ? readonly string[] | ""
    : { readonly [Name in keyof Of]: Of[Name] extends Shape ? Values<Of[Name]> : never };

/** Texts that are not there are empty, and so are lists: Qute takes both for false. */
export function buildQuteVariables(message: Message, variables: MailVariables): Values<typeof QUTE_SHAPE> {
  const { approval } = message;
  const { taskName, nodeName, processId, processName } = findProcess(message);
  const description = `${nodeName} for ${variables.pipeline}`;
  const [first] = approval.votes;
  const isSecond = message.kind === "secondStep";
  const inputs: Values<typeof INPUTS> = {
    spec: buildSpec(approval.spec),
    TaskName: taskName,
    NodeName: nodeName,
    Description: description,
    EmailSubject: variables.subject,
    FormName: approval.spec.strategy === "FOUR_EYES" ? "" : "approval",
    ActorId: joinNames(approval.spec, "user"),
    Groups: joinNames(approval.spec, "group"),
    ExcludedUsers: isSecond ? takeLine(first?.by ?? "") : "",
    firstApprover: isSecond ? takeLine(first?.by ?? "") : "",
    comment: isSecond ? takeText(first?.comment ?? "") : "",
  };
  return {
    name: nodeName,
    description,
    taskId: approval.uid,
    instanceId: approval.uid,
    processId,
    processName,
    inputs,
    body: inputs,
    link: variables.url,
    code: variables.code,
    pageUrl: variables.pageUrl,
  };
}

function buildSpec(spec: ApprovalSpec): Values<typeof SPEC> {
  return {
    description: takeText(spec.description ?? ""),
    approvers: takeNames(spec.approvers),
    groups: takeNames(spec.groups),
    pipeline: takeLine(spec.pipeline),
    strategy: spec.strategy,
    notifyOnSlack: takeLine(spec.notifyOnSlack ?? ""),
    notifyOnTeams: takeLine(spec.notifyOnTeams ?? ""),
  };
}

function takeNames(names: readonly string[] = []): readonly string[] | "" {
  return names.length === 0 ? "" : names.map(takeLine);
}

function joinNames(spec: ApprovalSpec, kind: Assignee["kind"]): string {
  return assigneesOf(spec)
    .filter((assignee) => assignee.kind === kind)
    .map(({ name }) => takeLine(name))
    .join(",");
}
