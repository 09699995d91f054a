import assert from "node:assert/strict";
import { test } from "node:test";
import type { KubeApi, KubeObject } from "../kube/kube-api.ts";
import { KubeError, KubeUnavailableError } from "../kube/kube-error.ts";
import { silentLogger } from "../std/logger.ts";
import { warnWithoutAdmission } from "./warn-without-admission.ts";

/** What is logged as a warning when the API server answers so to the one question that is asked. */
async function warningsFor(answer: KubeObject | Error): Promise<readonly string[]> {
  const asked: unknown[] = [];
  const warnings: string[] = [];
  const get = async (...question: readonly unknown[]): Promise<KubeObject> => {
    asked.push(question);
    if (answer instanceof Error) throw answer;
    return await Promise.resolve(answer);
  };
  const logger = { ...silentLogger, warn: (_: unknown, message: string) => void warnings.push(message) };
  await warnWithoutAdmission({ api: { get } as unknown as KubeApi, logger });
  assert.equal(asked.length, 1, "it asks once");
  return warnings;
}

function refusal(code: number): KubeError {
  return new KubeError({ code, reason: "Refused", message: "no" });
}

function binding(...validationActions: readonly string[]): KubeObject {
  const spec = { policyName: "countersign", validationActions };
  const object = {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: "countersign" },
    spec,
  };
  return object;
}

for (const [sentence, answer, says] of [
  ["that is not there", refusal(404), "does not exist"],
  ["that may not be read", refusal(403), "may not be read"],
  ["that only warns", binding("Warn", "Audit"), "denies nothing"],
] as const) {
  test(`a binding ${sentence} is said once, with what is open and what to do`, async () => {
    const [warning = "", ...more] = await warningsFor(answer);
    assert.deepEqual(more, []);
    assert.ok(warning.startsWith(`The ValidatingAdmissionPolicyBinding countersign ${says}: `), warning);
    assert.match(
      warning,
      /can get past any approval.*kubectl apply -k deploy\/admission; see docs\/guide\/security\.md/u,
    );
  });
}

test("a binding that denies needs no word", async () => {
  assert.deepEqual(await warningsFor(binding("Deny", "Audit")), []);
});

test("an API server that does not say is no reason to claim anything, and none not to start", async () => {
  assert.deepEqual(await warningsFor(refusal(500)), []);
  assert.deepEqual(await warningsFor(new KubeUnavailableError("no answer")), []);
});
