import assert from "node:assert/strict";
import { test } from "node:test";

import { BASE_URL, makeWaitingApproval, NOW_MS, withVote } from "../../test/kit/make-approval.ts";
import { KubeError } from "../kube/kube-error.ts";
import { readParameters } from "../objects/dialects/automatiko/read-parameters.ts";
import { describePendingRun } from "../objects/run/run-outcome.ts";
import { buildRunStatus } from "../objects/run/run-status.ts";
import { makeReferringRun } from "../../test/kit/make-run.ts";
import { endRefused } from "./end-refused.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Step } from "./step.ts";

const NEW_RUN = makeReferringRun({ approvers: ["mary"] }, { timeout: "1h" });
const RUN = {
  ...NEW_RUN,
  status: buildRunStatus(NEW_RUN, describePendingRun(makeWaitingApproval(NEW_RUN), BASE_URL), NOW_MS),
};
const WAITING = makeWaitingApproval(RUN);
const LIVE: Snapshot = {
  run: RUN,
  approval: undefined,
  stranger: undefined,
  closing: undefined,
  live: true,
  toldNow: false,
};
const CREATE: Step = { kind: "createApproval", approval: WAITING, notables: [] };
const CONTEXT = { nowMs: NOW_MS, baseUrl: BASE_URL, readParameters };

function refusalOf(code: number): KubeError {
  return new KubeError({ code, reason: "Forbidden", message: "no" });
}

/** Reason and message that the run gets. */
function sayFor(step: Step, snapshot: Partial<Snapshot> = {}, code = 403): readonly string[] {
  const next = endRefused({ ...LIVE, ...snapshot }, step, refusalOf(code), CONTEXT);
  if (next === undefined) return [];
  assert.equal(next.kind, "writeRunStatus");
  const { reason = "", message = "" } = next.run.status?.conditions?.[0] ?? {};
  return [reason, message];
}

for (const code of [400, 422]) {
  test(`an ApprovalTask that can never be stored (${code}) ends the run at once`, () => {
    assert.equal(sayFor(CREATE, {}, code)[0], "ApprovalParametersInvalid");
  });

  test(`a cancelled run says that it is cancelled, whatever is refused (${code})`, () => {
    assert.equal(sayFor(CREATE, { closing: { reason: "RunCancelled" } }, code)[0], "CustomRunCancelled");
  });
}

test("a field that the definition does not know is not the run's fault, which waits until it is applied", () => {
  const message = 'cannot be handled: strict decoding error: unknown field "spec.title"';
  const refusal = new KubeError({ code: 400, reason: "BadRequest", message });
  const next = endRefused(LIVE, CREATE, refusal, CONTEXT);
  assert.ok(next?.kind === "writeRunStatus");
  const { reason, message: said = "" } = next.run.status?.conditions?.[0] ?? {};
  assert.equal(reason, "Pending");
  assert.match(
    said,
    /^Nobody is asked yet: .+ older than this Countersign\. Apply deploy\/crds\. .+spec\.title/u,
  );
});

test("a leftover that may not be deleted holds the run up", () => {
  const [reason, message] = sayFor({ kind: "deleteApproval", approval: WAITING }, { stranger: WAITING });
  assert.equal(reason, "Pending");
  assert.match(message ?? "", /^Nobody is asked yet: the API server refuses to delete the ApprovalTask/u);
});

test("a yes that could not be recorded is none: the run goes on waiting", () => {
  const step: Step = { kind: "writeApprovalStatus", approval: withVote(WAITING, "mary") };
  const [reason, message] = sayFor(step, { approval: WAITING });
  assert.equal(reason, "Pending");
  assert.match(message ?? "", /^Nobody is asked any more: the API server refuses to write the status/u);
});

test("labels hold nothing up, and a run that cannot be written is not written", () => {
  assert.deepEqual(sayFor({ kind: "labelApproval", approval: WAITING, labels: {} }), []);
  assert.deepEqual(sayFor({ kind: "writeRunStatus", run: RUN }), []);
  assert.deepEqual(sayFor(CREATE, { run: undefined }), []);
});
