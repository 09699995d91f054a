// The API server refuses some writes in one namespace, as it does when a quota is used up or a policy says no.
import type { TestContext } from "node:test";
import type { KubeApi, KubeObject, Resource } from "../../src/kube/kube-api.ts";
import type { RefusedWrites } from "../cluster/cluster-control.ts";
import { until } from "../kit/until.ts";
import { cluster } from "./scenario.ts";
import type { World } from "./world.ts";

const MESSAGE = "the quota of approvals is used up";

function admissionKind(kind: string, plural: string): Resource {
  return { group: "admissionregistration.k8s.io", version: "v1", plural, kind, namespaced: false };
}

const POLICIES = admissionKind("ValidatingAdmissionPolicy", "validatingadmissionpolicies");
const BINDINGS = admissionKind("ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings");

/** From now until the test is over. */
export async function refuseWrites(
  { namespace, kube }: World,
  t: TestContext,
  wanted: Pick<RefusedWrites, "resource" | "verb">,
): Promise<void> {
  const refuse = cluster.tekton === "small" ? cluster.control?.refuseWrites : undefined;
  if (refuse !== undefined) return await refuse({ ...wanted, namespace, message: MESSAGE });
  const name = `countersign-test-${namespace}`;
  await createPolicy(kube, { ...wanted, namespace, name });
  t.after(async () => {
    await kube.delete(BINDINGS, { name });
    await kube.delete(POLICIES, { name });
  });
  await until(`the policy ${name} to be in force`, async () => await isInForce(namespace, wanted));
}

async function createPolicy(
  kube: KubeApi,
  {
    resource,
    verb,
    namespace,
    name,
  }: Pick<RefusedWrites, "resource" | "verb" | "namespace"> & { name: string },
): Promise<void> {
  const apiVersion = "admissionregistration.k8s.io/v1";
  const rule = {
    apiGroups: ["tekton.automatiko.io"],
    apiVersions: ["*"],
    operations: [verb.toUpperCase()],
    resources: [resource],
  };
  const policy = {
    apiVersion,
    kind: POLICIES.kind,
    metadata: { name },
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        resourceRules: [rule],
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
      },
      validations: [{ expression: "false", message: MESSAGE, reason: "Forbidden" }],
    },
  };
  await kube.create<KubeObject>(POLICIES, policy);
  const binding = {
    apiVersion,
    kind: BINDINGS.kind,
    metadata: { name },
    spec: { policyName: name, validationActions: ["Deny"] },
  };
  await kube.create<KubeObject>(BINDINGS, binding);
}

/** A policy is compiled some moments after it was created; a write that is not carried out shows when it is. */
async function isInForce(namespace: string, { resource, verb }: Pick<RefusedWrites, "resource" | "verb">) {
  const dry = ["--dry-run=server", "-n", namespace];
  const { stderr } =
    verb === "create"
      ? await cluster.kubectl(["create", ...dry, "-f", "-"], JSON.stringify(PROBE))
      : await cluster.kubectl([
          "patch",
          ...dry,
          "approvaltasks",
          await anyApproval(namespace),
          "--type=merge",
          ...(resource.endsWith("/status") ? ["--subresource=status"] : []),
          `--patch=${JSON.stringify({ status: { message: "probe" } })}`,
        ]);
  return stderr.includes(MESSAGE);
}

async function anyApproval(namespace: string): Promise<string> {
  const { stdout } = await cluster.kubectl(["get", "approvaltasks", "-n", namespace, "-o", "name"]);
  return stdout.trim().split("\n")[0]?.split("/")[1] ?? "none";
}

const PROBE = {
  apiVersion: "tekton.automatiko.io/v1beta1",
  kind: "ApprovalTask",
  metadata: { name: "probe" },
  spec: {
    pipeline: "p",
    title: "t",
    approvers: ["ann"],
    strategy: "SINGLE",
    onReject: "continue",
    run: { name: "probe", uid: "probe" },
  },
};
