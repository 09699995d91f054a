import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import type { KubeApi, KubeObject, ObjectRef, Patch, Resource } from "../kube/kube-api.ts";
import { KubeError, KubeUnavailableError } from "../kube/kube-error.ts";
import { type LogFields, type Logger, silentLogger } from "../std/logger.ts";
import { FakeTimers, settle } from "../../test/kit/fake-timers.ts";
import { EventRecorder } from "./event-recorder.ts";
import type { KubeEvent } from "./event-series.ts";
import type { Notable } from "./step.ts";

const refuse = (): never => {
  throw new Error("the recorder has no business here");
};

/** Events as the API server keeps them, and how long it takes. */
class FakeEvents implements KubeApi {
  readonly events = new Map<string, KubeEvent>();
  readonly requests: string[] = [];
  failure: Error | undefined;
  /** Answers wait for it. */
  gate: Promise<unknown> = Promise.resolve();
  readonly get = refuse;
  readonly list = refuse;
  readonly watch = refuse;
  readonly update = refuse;
  readonly updateStatus = refuse;
  readonly delete = refuse;

  async create<T extends KubeObject>(_resource: Resource, object: T): Promise<T> {
    this.requests.push("create");
    await this.gate;
    const { name } = object.metadata;
    if (this.events.has(name)) throw new KubeError({ code: 409, reason: "AlreadyExists", message: name });
    if (!(this.failure instanceof KubeError)) this.events.set(name, object as unknown as KubeEvent);
    if (this.failure !== undefined) throw this.failure;
    return object;
  }

  async patch<T extends KubeObject>(_resource: Resource, ref: ObjectRef, { body }: Patch): Promise<T> {
    this.requests.push("patch");
    await this.gate;
    const held = this.events.get(ref.name);
    if (held === undefined) throw new KubeError({ code: 404, reason: "NotFound", message: ref.name });
    const patched = { ...held, ...(body as Partial<KubeEvent>) };
    this.events.set(ref.name, patched);
    return patched as unknown as T;
  }

  get told(): string[] {
    return [...this.events.values()].map(({ message, count }) => `${message} ×${count}`);
  }
}

let api: FakeEvents;
let timers: FakeTimers;
let warnings: (LogFields & { readonly message: string })[];
let recorder: EventRecorder;

beforeEach(() => {
  api = new FakeEvents();
  timers = new FakeTimers();
  warnings = [];
  const logger: Logger = {
    ...silentLogger,
    warn: (fields, message) => warnings.push({ ...fields, message }),
  };
  recorder = new EventRecorder({ api, clock: timers, timers, logger });
});

function makeRun(name: string): KubeObject {
  const metadata = { namespace: "a", name, uid: `uid-${name}`, resourceVersion: "7" };
  return { apiVersion: "tekton.dev/v1beta1", kind: "CustomRun", metadata };
}

const GONE: Notable = { type: "Warning", reason: "Gone", message: "it is gone" };
const about = (message: string): Notable => ({ ...GONE, message });

test("an Event names its object, and says when and by whom", async () => {
  recorder.record(makeRun("one"), GONE);
  await settle();
  const [event] = api.events.values();
  assert.match(event?.metadata.name ?? "", /^one\.[0-9a-f]{16}$/u);
  assert.deepEqual(
    { ...event, metadata: event?.metadata.namespace },
    {
      apiVersion: "v1",
      kind: "Event",
      metadata: "a",
      involvedObject: {
        apiVersion: "tekton.dev/v1beta1",
        kind: "CustomRun",
        namespace: "a",
        name: "one",
        uid: "uid-one",
        resourceVersion: "7",
      },
      ...GONE,
      source: { component: "countersign" },
      firstTimestamp: "2026-11-24T12:00:00Z",
      lastTimestamp: "2026-11-24T12:00:00Z",
      count: 1,
    },
  );
});

test("the same, told again within ten minutes, raises the count of one Event; later it is another", async () => {
  for (let minute = 0; minute < 20; minute += 5) {
    recorder.record(makeRun("one"), GONE);
    await timers.advance(5 * 60_000);
  }
  assert.deepEqual(api.told, ["it is gone ×4"]);
  const [event] = api.events.values();
  assert.equal(event?.firstTimestamp, "2026-11-24T12:00:00Z");
  assert.equal(event?.lastTimestamp, "2026-11-24T12:15:00Z");
  await timers.advance(6 * 60_000);
  recorder.record(makeRun("one"), GONE);
  await settle();
  assert.deepEqual(api.told, ["it is gone ×4", "it is gone ×1"]);
});

test("another object, reason or message is another Event", async () => {
  recorder.record(makeRun("one"), GONE);
  recorder.record(makeRun("two"), GONE);
  recorder.record(makeRun("one"), about("another"));
  recorder.record(makeRun("one"), { ...GONE, reason: "Back" });
  recorder.record(makeRun("one"), undefined);
  await settle();
  assert.equal(api.events.size, 4);
});

test("what is told while its Event is on the way is one more write, however often", async () => {
  const gate = Promise.withResolvers<void>();
  api.gate = gate.promise;
  for (let i = 0; i < 20; i += 1) recorder.record(makeRun("one"), GONE);
  await settle();
  assert.deepEqual(api.requests, ["create"]);
  gate.resolve();
  await settle();
  assert.deepEqual(api.requests, ["create", "patch"]);
  assert.deepEqual(api.told, ["it is gone ×20"]);
});

test("an Event that is gone meanwhile is created anew, with its count", async () => {
  recorder.record(makeRun("one"), GONE);
  await settle();
  api.events.clear();
  recorder.record(makeRun("one"), GONE);
  await settle();
  assert.deepEqual(api.told, ["it is gone ×2"]);
});

test("a storm is cut to 100 Events in a namespace, and that is logged once", async () => {
  for (let i = 0; i < 467; i += 1) recorder.record(makeRun(`run-${i}`), GONE);
  await settle();
  await settle();
  await recorder.stop();
  assert.equal(api.requests.length, 100);
  assert.deepEqual(
    warnings.map(({ message }) => message),
    ["Too many Events at once; the next ones are in the log only."],
  );
});

test("a long message is cut to 1,024 bytes, and a long name to what a name may be", async () => {
  recorder.record(makeRun(`${"n".repeat(235)}.${"m".repeat(17)}`), about("ü".repeat(5_000)));
  await settle();
  const [event] = api.events.values();
  assert.match(event?.message ?? "", /^ü{510}…$/u);
  assert.match(event?.metadata.name ?? "", /^n{235}\.[0-9a-f]{16}$/u);
});

test("an Event that the API server refuses is logged, and the next one is tried", async () => {
  api.failure = new KubeError({ code: 403, reason: "Forbidden", message: "no" });
  recorder.record(makeRun("one"), GONE);
  await settle();
  assert.equal(warnings[0]?.["reason"], "Gone");
  api.failure = undefined;
  recorder.record(makeRun("two"), GONE);
  await settle();
  assert.deepEqual(api.told, ["it is gone ×1"]);
});

test("an answer that was lost makes no second Event", async () => {
  api.failure = new KubeUnavailableError("the answer was lost");
  recorder.record(makeRun("one"), GONE);
  await settle();
  api.failure = undefined;
  recorder.record(makeRun("one"), GONE);
  await settle();
  assert.deepEqual(api.requests, ["create", "create", "patch"]);
  assert.deepEqual(api.told, ["it is gone ×2"]);
});

test("the Event of an object that was made anew under its name goes on with the new one", async () => {
  recorder.record(makeRun("one"), GONE);
  await settle();
  const { metadata, ...rest } = makeRun("one");
  recorder.record({ ...rest, metadata: { ...metadata, uid: "another" } }, GONE);
  await settle();
  const [event] = api.events.values();
  assert.deepEqual([api.events.size, event?.count, event?.involvedObject["uid"]], [1, 2, "another"]);
});

test("recording returns before anything is written, and a stop waits until all is", async () => {
  const gate = Promise.withResolvers<void>();
  api.gate = gate.promise;
  for (const name of ["one", "two", "three", "four"]) recorder.record(makeRun(name), GONE);
  assert.deepEqual(api.told, []);
  let stopped = false;
  const stop = recorder.stop().then(() => (stopped = true));
  await settle();
  assert.equal(stopped, false);
  gate.resolve();
  await stop;
  assert.equal(api.events.size, 4);
  assert.deepEqual(timers.delays, []);
});

test("a stop does not wait for an API server that does not answer", async () => {
  api.gate = new Promise(() => {});
  for (const name of ["one", "two", "three"]) recorder.record(makeRun(name), GONE);
  const stop = recorder.stop();
  await timers.advance(5000);
  await stop;
  assert.deepEqual(warnings.at(-1), { events: 1, message: "Stopped before all Events were written." });
});
