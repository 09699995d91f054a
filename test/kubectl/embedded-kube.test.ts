import assert from "node:assert/strict";
import { test } from "node:test";
import { parse, stringify } from "yaml";
import { widgetDefinition } from "../kit/start-kube.ts";
import { startKubectl } from "./kubectl.ts";

const SPEC = {
  type: "object",
  description: "What the widget should be.",
  required: ["size"],
  properties: {
    size: { type: "integer", minimum: 1, description: "How big it is." },
    colour: { type: "string", default: "red" },
  },
};
const COLUMNS = [
  { name: "Size", type: "integer", jsonPath: ".spec.size" },
  { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
];
const crds = [widgetDefinition(SPEC, {}, { additionalPrinterColumns: COLUMNS })];

const widget = (spec: object, name = "w"): string =>
  stringify({ apiVersion: "example.com/v1", kind: "Widget", metadata: { name }, spec });

test("kubectl creates, gets, describes, labels, patches and deletes a custom object", async (t) => {
  const { ok, run } = await startKubectl(t, { crds });
  assert.equal(await ok(["create", "-f", "-"], widget({ size: 1 })), "widget.example.com/w created\n");
  assert.match(await ok(["get", "widgets"]), /^NAME +SIZE +AGE\nw +1 +\d+s\n$/u);
  const yaml = parse(await ok(["get", "wd", "w", "-o", "yaml"]));
  assert.deepEqual(yaml.spec, { colour: "red", size: 1 });
  assert.match(await ok(["describe", "widget", "w"]), /API Version: +example\.com\/v1\nKind: +Widget/u);
  await ok(["label", "widget", "w", "tier=gold"]);
  assert.match(await ok(["get", "widgets", "-l", "tier=gold", "-o", "name"]), /^widget\.example\.com\/w$/mu);
  await ok(["annotate", "widget", "w", "note=hello there"]);
  await ok(["patch", "widget", "w", "--type", "merge", "-p", '{"spec":{"size":2}}']);
  await ok([
    "patch",
    "widget",
    "w",
    "--type",
    "json",
    "-p",
    '[{"op":"replace","path":"/spec/colour","value":"blue"}]',
  ]);
  assert.equal(await ok(["get", "widget", "w", "-o", "jsonpath={.spec.size} {.spec.colour}"]), "2 blue");
  await ok([
    "patch",
    "widget",
    "w",
    "--subresource",
    "status",
    "--type",
    "merge",
    "-p",
    '{"status":{"on":true}}',
  ]);
  assert.equal(await ok(["get", "widget", "w", "-o", "jsonpath={.status.on}"]), "true");
  assert.match(await ok(["delete", "widget", "w"]), /deleted/u);
  const { code, stderr } = await run(["get", "widget", "w"]);
  assert.equal(code, 1);
  assert.match(stderr, /widgets\.example\.com "w" not found/u);
});

test("kubectl applies twice: created, then unchanged, then configured", async (t) => {
  const { ok } = await startKubectl(t, { crds });
  assert.match(await ok(["apply", "-f", "-"], widget({ size: 1 })), /created/u);
  assert.match(await ok(["apply", "-f", "-"], widget({ size: 1 })), /unchanged/u);
  assert.match(await ok(["apply", "-f", "-"], widget({ size: 3 })), /configured/u);
  assert.equal(await ok(["get", "widget", "w", "-o", "jsonpath={.spec.size}"]), "3");
});

test("kubectl shows what the server refuses, and unknown fields before they are sent on", async (t) => {
  const { run } = await startKubectl(t, { crds });
  const small = await run(["create", "-f", "-"], widget({ size: 0 }));
  assert.equal(small.code, 1);
  assert.match(
    small.stderr,
    /spec\.size: Invalid value: 0: spec\.size in body should be greater than or equal to 1/u,
  );
  const unknown = await run(["create", "-f", "-"], widget({ size: 1, weight: 2 }));
  assert.match(unknown.stderr, /strict decoding error: unknown field "spec\.weight"/u);
  const warned = await run(["create", "--validate=warn", "-f", "-"], widget({ size: 1, weight: 2 }));
  assert.match(warned.stderr, /Warning: unknown field "spec\.weight"/u);
  assert.equal(warned.code, 0);
});

test("kubectl watches", async (t) => {
  const { ok, start } = await startKubectl(t, { crds });
  await ok(["create", "-f", "-"], widget({ size: 1 }, "first"));
  const watch = start(["get", "widgets", "-w", "--no-headers"]);
  assert.match(await watch.nextLine(), /^first +1 /u);
  await ok(["create", "-f", "-"], widget({ size: 2 }, "second"));
  assert.match(await watch.nextLine(), /^second +2 /u);
  await ok(["patch", "widget", "second", "--type", "merge", "-p", '{"spec":{"size":7}}']);
  assert.match(await watch.nextLine(), /^second +7 /u);
});

test("kubectl applies built-in types, also in a namespace of its own, which it deletes", async (t) => {
  const { ok } = await startKubectl(t, { crds });
  const namespace = stringify({ apiVersion: "v1", kind: "Namespace", metadata: { name: "team" } });
  await ok(["apply", "-f", "-"], namespace);
  const configMap = (data: object): string =>
    stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c", namespace: "team" }, data });
  await ok(["apply", "-f", "-"], configMap({ a: "1", b: "2" }));
  await ok(["apply", "-f", "-"], configMap({ b: "3" }));
  assert.deepEqual(parse(await ok(["get", "cm", "c", "-n", "team", "-o", "yaml"])).data, { b: "3" });
  const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, stringData: { key: "value" } };
  await ok(["apply", "-n", "team", "-f", "-"], stringify(secret));
  assert.equal(await ok(["get", "secret", "s", "-n", "team", "-o", "jsonpath={.data.key}"]), "dmFsdWU=");
  assert.match(await ok(["get", "serviceaccounts", "-n", "team"]), /^default /mu);
  await ok(["delete", "namespace", "team", "--timeout=10s"]);
  assert.doesNotMatch(await ok(["get", "namespaces"]), /team/u);
});

test("kubectl learns a new type, explains it, and waits for it", async (t) => {
  const { ok } = await startKubectl(t, {});
  await ok(["apply", "-f", "-"], stringify(crds[0]));
  await ok(["wait", "--for=condition=Established", "crd/widgets.example.com", "--timeout=10s"]);
  assert.match(
    await ok(["api-resources", "--api-group=example.com"]),
    /^widgets +wd +example\.com\/v1 +true +Widget$/mu,
  );
  assert.match(
    await ok(["explain", "widget.spec"]),
    /What the widget should be\.[\s\S]*size\t<integer> -required-/u,
  );
  await ok(["create", "-f", "-"], widget({ size: 1 }));
  const waiting = ok(["wait", "--for=jsonpath={.spec.size}=5", "widget/w", "--timeout=10s"]);
  await ok(["patch", "widget", "w", "--type", "merge", "-p", '{"spec":{"size":5}}']);
  assert.match(await waiting, /condition met/u);
  await ok(["delete", "crd", "widgets.example.com", "--timeout=10s"]);
});

test("kubectl pages through a long list", async (t) => {
  const { ok } = await startKubectl(t, { crds });
  const many = Array.from({ length: 25 }, (_, index) => widget({ size: 1 }, `w${index}`));
  await ok(["create", "-f", "-"], many.join("---\n"));
  const listed = await ok(["get", "widgets", "-o", "name", "--chunk-size=10"]);
  assert.equal(listed.trim().split("\n").length, 25);
});

test("kubectl applies on the server's side, and is told of conflicts", async (t) => {
  const { ok, run } = await startKubectl(t, { crds });
  await ok(["apply", "--server-side", "--field-manager=ann", "-f", "-"], widget({ size: 1 }));
  const refused = await run(
    ["apply", "--server-side", "--field-manager=bob", "-f", "-"],
    widget({ size: 2 }),
  );
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /conflict with "ann": \.spec\.size/u);
  await ok(
    ["apply", "--server-side", "--force-conflicts", "--field-manager=bob", "-f", "-"],
    widget({ size: 2 }),
  );
  assert.match(await ok(["get", "widget", "w", "-o", "yaml", "--show-managed-fields"]), /manager: bob/u);
});

test("kubectl deletes in the foreground and leaves orphans", async (t) => {
  const { ok } = await startKubectl(t, { crds });
  await ok(["create", "-f", "-"], widget({ size: 1 }, "owner"));
  const uid = await ok(["get", "widget", "owner", "-o", "jsonpath={.metadata.uid}"]);
  const owner = { apiVersion: "example.com/v1", kind: "Widget", name: "owner", uid };
  const child = {
    apiVersion: "example.com/v1",
    kind: "Widget",
    metadata: { name: "child", ownerReferences: [owner] },
  };
  await ok(["create", "-f", "-"], stringify({ ...child, spec: { size: 1 } }));
  await ok(["delete", "widget", "owner", "--cascade=orphan", "--timeout=10s"]);
  assert.equal(await ok(["get", "widget", "child", "-o", "jsonpath={.metadata.ownerReferences}"]), "");
});

test("kubectl creates what it sends in protobuf as it says that it would", async (t) => {
  const { ok } = await startKubectl(t, {});
  for (const [what, ...flags] of [
    ["namespace team"],
    ["configmap c", "--from-literal=a=b", "--from-literal=none=", "--from-file=bytes=/bin/true"],
    ["secret generic s", "--from-literal=key=value", "--type=example.com/own"],
    ["serviceaccount sa"],
    ["role r", "--verb=get,list", "--resource=configmaps,leases.coordination.k8s.io", "--resource-name=one"],
    ["clusterrole cr", "--verb=get", "--non-resource-url=/livez"],
    ["rolebinding rb", "--role=r", "--user=ann", "--group=ops", "--serviceaccount=team:sa"],
    ["clusterrolebinding crb", "--clusterrole=cr", "--user=ann"],
  ] as const) {
    const command = ["create", ...what.split(" "), ...flags];
    const said = JSON.parse(await ok([...command, "--dry-run=client", "-o", "json"]));
    await ok(command);
    const [type = ""] = what.split(" ");
    const made = JSON.parse(await ok(["get", type, said.metadata.name, "-o", "json"]));
    const { metadata, ...rest } = said;
    for (const [field, value] of Object.entries(rest)) {
      if (field !== "status" && field !== "spec") assert.deepEqual(made[field], value, `${what}: ${field}`);
    }
    assert.equal(made.metadata.name, metadata.name);
  }
  assert.match(await ok(["create", "token", "sa", "--duration=10m"]), /^\S{20,}$/u);
  assert.equal(await ok(["auth", "can-i", "create", "configmaps"]), "yes\n");
  assert.match(await ok(["auth", "whoami"]), /system:masters/u);
  assert.match(await ok(["create", "namespace", "not-yet", "--dry-run=server"]), /server dry run/u);
  assert.doesNotMatch(await ok(["get", "namespaces"]), /not-yet/u);
});
