// The official JavaScript client as a foreign client of the embedded API server.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CoreV1Api, CustomObjectsApi, KubeConfig, Watch } from "@kubernetes/client-node";
import { EmbeddedKube } from "../../sandbox/kube/embedded-kube.ts";
import { widgetDefinition } from "../kit/start-kube.ts";

test("@kubernetes/client-node creates, reads, lists, watches and deletes", async (t) => {
  const kube = new EmbeddedKube({ crds: [widgetDefinition()] });
  await kube.start();
  t.after(() => kube.stop());
  const config = new KubeConfig();
  config.loadFromString(kube.kubeconfig());

  const core = config.makeApiClient(CoreV1Api);
  await core.createNamespace({ body: { metadata: { name: "team" } } });
  await core.createNamespacedConfigMap({
    namespace: "team",
    body: { metadata: { name: "c" }, data: { a: "1" } },
  });
  const map = await core.readNamespacedConfigMap({ namespace: "team", name: "c" });
  assert.deepEqual(map.data, { a: "1" });
  assert.ok(map.metadata?.creationTimestamp instanceof Date);

  const custom = config.makeApiClient(CustomObjectsApi);
  const widgets = { group: "example.com", version: "v1", namespace: "team", plural: "widgets" };
  const body = { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "w" }, spec: { size: 1 } };
  await custom.createNamespacedCustomObject({ ...widgets, body });

  const seen = Promise.withResolvers<string>();
  const controller = await new Watch(config).watch(
    "/apis/example.com/v1/namespaces/team/widgets",
    {},
    (phase, object: { metadata: { name: string } }) => seen.resolve(`${phase} ${object.metadata.name}`),
    () => {},
  );
  assert.equal(await seen.promise, "ADDED w");
  controller.abort();

  const listed: { items: unknown[] } = await custom.listNamespacedCustomObject(widgets);
  assert.equal(listed.items.length, 1);
  await custom.deleteNamespacedCustomObject({ ...widgets, name: "w" });
  await assert.rejects(custom.getNamespacedCustomObject({ ...widgets, name: "w" }), { code: 404 });
});
