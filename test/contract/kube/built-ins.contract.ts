// Kubernetes API reference: Namespace, ConfigMap, Secret, Event, Lease, CustomResourceDefinition.
import assert from "node:assert/strict";
import type { KubeObject } from "../../../src/kube/kube-api.ts";
import {
  CONFIG_MAPS,
  type ContractCases,
  type ContractWorld,
  DEFINITIONS,
  EVENTS,
  LEASES,
  NAMESPACES,
  SECRETS,
  type Thing,
  maybe,
  refOf,
  refused,
} from "./contract-world.contract.ts";
import { thingDefinition } from "./thing-definition.contract.ts";
import { until } from "../../kit/until.ts";

type Loose = KubeObject & Readonly<Record<string, unknown>>;

function object(
  world: ContractWorld,
  [apiVersion, kind]: readonly [string, string],
  fields: object = {},
): Loose {
  return { apiVersion, kind, metadata: { name: world.name(), namespace: world.namespace }, ...fields };
}

export const builtInCases: ContractCases = {
  "a namespace is active, and has its name as a label": async (world) => {
    const namespace = await world.api.get<Thing>(NAMESPACES, { name: world.namespace });
    assert.equal(namespace.status?.["phase"], "Active");
    assert.equal(namespace.metadata.labels?.["kubernetes.io/metadata.name"], world.namespace);
    assert.equal(namespace.metadata.namespace, undefined);
  },

  "a namespace's name is a DNS label": async (world) => {
    await refused(world.createNamespace("with.dot"), "422 Invalid", /metadata\.name/u);
  },

  "a config map holds texts, and binary data as base64": async (world) => {
    const fields = { data: { text: "a\nb" }, binaryData: { bytes: "AP8=" } };
    const created = await world.api.create(CONFIG_MAPS, object(world, ["v1", "ConfigMap"], fields));
    const read = await world.api.get<Loose>(CONFIG_MAPS, refOf(created));
    assert.deepEqual([read["data"], read["binaryData"]], [fields.data, fields.binaryData]);
    const { apiVersion, kind } =
      (await world.api.list(CONFIG_MAPS, { namespace: world.namespace })).items[0] ?? {};
    assert.deepEqual([apiVersion, kind], ["v1", "ConfigMap"]);
  },

  "a config map's values are texts": async (world) => {
    const map = object(world, ["v1", "ConfigMap"], { data: { number: 1 } });
    await refused(world.api.create(CONFIG_MAPS, map), "400 BadRequest");
  },

  "a secret keeps base64, takes texts too, and is opaque if not said otherwise": async (world) => {
    const fields = { data: { old: "b2xk" }, stringData: { new: "new" } };
    const created = await world.api.create(SECRETS, object(world, ["v1", "Secret"], fields));
    assert.deepEqual(created["data"], { old: "b2xk", new: "bmV3" });
    assert.equal(created["type"], "Opaque");
    assert.equal(created["stringData"], undefined);
  },

  "an event is about an object of its own namespace": async (world) => {
    const about = { apiVersion: "v1", kind: "Thing", name: "x", uid: "u", namespace: world.namespace };
    const fields = {
      involvedObject: about,
      reason: "Tried",
      message: "Grüße",
      type: "Warning",
      count: 3,
      firstTimestamp: "2026-11-24T13:44:31Z",
      lastTimestamp: "2026-11-24T13:44:32Z",
      source: { component: "contract" },
    };
    const created = await world.api.create(EVENTS, object(world, ["v1", "Event"], fields));
    for (const [key, value] of Object.entries(fields)) assert.deepEqual(created[key], value, key);
    const elsewhere = { ...fields, involvedObject: { ...about, namespace: world.otherNamespace } };
    await assert.rejects(world.api.create(EVENTS, object(world, ["v1", "Event"], elsewhere)), /namespace/u);
  },

  "an event may be counted on, and go over to an object that was made anew": async (world) => {
    const about = { apiVersion: "v1", kind: "Thing", name: "x", uid: "one", namespace: world.namespace };
    const fields = { involvedObject: about, reason: "Tried", message: "again", type: "Normal", count: 1 };
    const created = await world.api.create(EVENTS, object(world, ["v1", "Event"], fields));
    const { namespace = "", name } = created.metadata;
    const body = {
      count: 2,
      lastTimestamp: "2026-11-24T13:44:32Z",
      involvedObject: { ...about, uid: "two" },
    };
    const patched = await world.api.patch(EVENTS, { namespace, name }, { type: "merge", body });
    assert.deepEqual({ ...patched, ...fields, ...body }, patched);
  },

  "a lease keeps microseconds, and is taken by one of two": async (world) => {
    const spec = {
      holderIdentity: "one",
      leaseDurationSeconds: 15,
      acquireTime: "2026-11-24T13:44:31.123456Z",
      renewTime: "2026-11-24T13:44:31.123000Z",
      leaseTransitions: 0,
    };
    const kind = ["coordination.k8s.io/v1", "Lease"] as const;
    const created = await world.api.create(LEASES, object(world, kind, { spec }));
    assert.deepEqual(created["spec"], spec);
    const taken = ["two", "three"].map((holderIdentity) =>
      world.api.update(LEASES, { ...created, spec: { ...spec, holderIdentity } }),
    );
    const results = await Promise.allSettled(taken);
    assert.deepEqual(results.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  },

  "a lease's time has six digits of a second, and its duration is above zero": async (world) => {
    const kind = ["coordination.k8s.io/v1", "Lease"] as const;
    const coarse = object(world, kind, {
      spec: { holderIdentity: "x", renewTime: "2026-11-24T13:44:31.123Z" },
    });
    await refused(world.api.create(LEASES, coarse), "400 BadRequest");
    const none = object(world, kind, { spec: { holderIdentity: "x", leaseDurationSeconds: 0 } });
    await refused(world.api.create(LEASES, none), "422 Invalid", /leaseDurationSeconds/u);
  },

  "a definition is established, and goes with its objects": async (world) => {
    const resource = { ...world.things, plural: "passings", kind: "Passing" };
    const definition = thingDefinition(resource);
    await world.api.create(DEFINITIONS, definition);
    const { namespace } = world;
    await until("the kind is served", async () => (await maybe(world.api.list(resource))) !== undefined);
    const created = await until("an object can be created", () =>
      world.api.create<Thing>(resource, {
        ...world.thing(),
        kind: "Passing",
        metadata: { name: "one", namespace },
      }),
    );
    assert.equal(created.metadata.generation, 1);
    await world.api.delete(DEFINITIONS, refOf(definition));
    await until(
      "the kind is served no more",
      async () => (await maybe(world.api.list(resource))) === undefined,
    );
  },

  "a definition without a structural schema is refused": async (world) => {
    const definition = thingDefinition({ ...world.things, plural: "shapeless", kind: "Shapeless" });
    const versions = [{ name: "v1", served: true, storage: true }];
    const shapeless = { ...definition, spec: { ...(definition as Thing).spec, versions } };
    await refused(world.api.create(DEFINITIONS, shapeless), "422 Invalid", /schema/u);
  },
};
