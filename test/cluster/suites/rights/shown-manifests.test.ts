// The manifests that the security guide shows for each mode, as the API server itself takes them: with nothing kept.
import assert from "node:assert/strict";
import { join } from "node:path";
import { suite, test } from "node:test";

import { writeShownFiles } from "../../../deploy/write-shown-files.ts";
import { makeNamespace, openCluster } from "../../cluster-under-test.ts";

const LIMIT_MS = 240_000;
const MODES = ["proxy", "front", "oidc", "kubernetes", "link"];
const cluster = await openCluster();

suite("Manifests of the security guide", () => {
  for (const mode of MODES) {
    test(`${mode}: each object is taken, with every field known`, { timeout: LIMIT_MS }, async (t) => {
      const folder = join(writeShownFiles(t, "docs/guide/security.md"), mode);
      const built = await cluster.kubectl(["kustomize", folder]);
      assert.equal(built.code, 0, built.stderr);
      const namespace = await makeNamespace(cluster, t);
      // Nothing is kept, so what they are in has to be there before.
      const manifests = built.stdout
        .split(/^---$/mu)
        .filter((text) => !/^kind: Namespace$/mu.test(text))
        .join("---")
        .replaceAll("namespace: countersign", `namespace: ${namespace}`);
      const args = ["apply", "--dry-run=server", "--validate=strict", "-o", "name", "-f", "-"];
      const { code, stdout, stderr } = await cluster.kubectl(args, manifests);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^deployment\.apps\/countersign$/mu);
      assert.ok(stdout.trim().split("\n").length >= 11, stdout);
    });
  }
});
