import assert from "node:assert/strict";
import { test } from "node:test";
import { PARAMETER_NAMES } from "../objects/dialects/automatiko/parameters.ts";
import { suggestName } from "./suggest-name.ts";

const SUGGESTED: Readonly<Record<string, string | undefined>> = {
  aprovers: "approvers",
  approver: "approvers",
  appovres: "approvers",
  group: "groups",
  gruops: "groups",
  stategy: "strategy",
  "notify-on-slack": "notifyOnSlack",
  approvals_required: "approvalsRequired",
  onreject: "onReject",
  tilte: "title",
  desc: undefined,
  colour: undefined,
  "": undefined,
  [`approvers${"x".repeat(60)}`]: undefined,
};

for (const [given, suggested] of Object.entries(SUGGESTED)) {
  test(`${JSON.stringify(given)} suggests ${suggested ?? "nothing"}`, () => {
    assert.equal(suggestName(given, PARAMETER_NAMES), suggested);
  });
}
