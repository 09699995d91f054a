// Honest about the machine: beside another control plane, on ports that are taken, when a program dies.
import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { test } from "node:test";
import { makeFolder } from "../../kit/make-folder.ts";
import { NAMESPACES, openCluster } from "../cluster-under-test.ts";
import { AdminClient } from "./admin-client.ts";
import { buildPrograms, ControlPlane } from "./control-plane.ts";
import { makeCredentials } from "./credentials.ts";
import { etcdSpec } from "./kubernetes-programs.ts";
import { prepareLayout } from "./layout.ts";
import { ProcessDied, ProcessGroup } from "./process-group.ts";

const first = await openCluster();
const silent = (): void => undefined;

test("two run side by side and know nothing of each other", async (t) => {
  const second = await ControlPlane.start({ tekton: "1.15.0", webhook: false, report: silent });
  t.after(() => second.stop());
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "only-in-the-second" } };
  await second.admin.apply(namespace);
  const { items } = await first.kube.list(NAMESPACES);
  assert.ok(!items.some(({ metadata }) => metadata.name === "only-in-the-second"));

  await t.test("a token of another run is nobody's", async () => {
    const { status } = await second.admin.request("/api/v1/namespaces", { token: "0".repeat(48) });
    assert.equal(status, 401);
  });

  await t.test("a server with another certificate is not taken for ours", async (t) => {
    const folder = makeFolder(t);
    const { caPem } = await makeCredentials(folder);
    const mistaken = new AdminClient({ ...second.access, caPem });
    t.after(() => mistaken.close());
    await assert.rejects(mistaken.request("/readyz"), /certificate/u);
  });

  await t.test("a program that dies ends the wait for all, and is named", async () => {
    const died = assert.rejects(
      second.died,
      (error) => error instanceof ProcessDied && error.message.startsWith("etcd ended"),
    );
    second.crash("etcd");
    await died;
  });

  await t.test("the first goes on", async () => {
    assert.ok((await first.kube.list(NAMESPACES)).items.length > 0);
  });

  await second.stop();
  assert.equal(existsSync(second.folder), false);
});

test("a taken port ends the start, with what to do", async (t) => {
  const layout = await prepareLayout(await buildPrograms("1.15.0", silent));
  const squatter = createServer().listen(layout.ports.etcd, "127.0.0.1");
  t.after(() => {
    squatter.close();
    rmSync(layout.folder, { recursive: true });
  });
  await once(squatter, "listening");
  const etcd = ProcessGroup.start(etcdSpec(layout));
  t.after(() => etcd.stop());
  await assert.rejects(etcd.died, /etcd ended .* A port that it was given is taken/u);
});
