import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { silentLogger } from "../std/logger.ts";
import { FakeTimers, settle } from "../../test/kit/fake-timers.ts";
import type { KubeApi } from "./kube-api.ts";
import { KubeError, KubeUnavailableError } from "./kube-error.ts";
import { LeaderElection, type LeaderElectionOptions } from "./leader-election.ts";
import type { Lease } from "./lease.ts";
import { ServerContact } from "./server-contact.ts";

const unused = (): never => {
  throw new Error("not for leases");
};

/** One Lease behind an API that compares versions. */
class LeaseServer {
  lease: Lease | undefined;
  version = 0;
  reads = 0;
  writes = 0;
  away = false;
  /** Answers are kept back for as long as this is not done. */
  delay: Promise<void> | undefined;

  connect(): KubeApi {
    const get = async (): Promise<Lease> => {
      this.reads += 1;
      await this.#checkIn();
      if (this.lease === undefined) throw new KubeError({ code: 404, reason: "NotFound", message: "x" });
      return this.lease;
    };
    const create = async (_: unknown, lease: Lease): Promise<Lease> => {
      await this.#checkIn();
      if (this.lease !== undefined) throw new KubeError({ code: 409, reason: "AlreadyExists", message: "x" });
      return this.#store(lease);
    };
    const update = async (_: unknown, lease: Lease): Promise<Lease> => {
      await this.#checkIn();
      if (lease.metadata.resourceVersion !== String(this.version)) {
        throw new KubeError({ code: 409, reason: "Conflict", message: "x" });
      }
      return this.#store(lease);
    };
    const api = {
      get,
      create,
      update,
      list: unused,
      watch: unused,
      updateStatus: unused,
      patch: unused,
      delete: unused,
    };
    return api as unknown as KubeApi;
  }

  async #checkIn(): Promise<void> {
    await this.delay;
    if (this.away) throw new KubeUnavailableError("away");
  }

  #store(lease: Lease): Lease {
    this.writes += 1;
    this.version += 1;
    this.lease = { ...lease, metadata: { ...lease.metadata, resourceVersion: String(this.version) } };
    return this.lease;
  }
}

let server: LeaseServer;
let timers: FakeTimers;
const running: LeaderElection[] = [];

beforeEach(() => {
  server = new LeaseServer();
  timers = new FakeTimers();
});
afterEach(async () => {
  server.away = false;
  await Promise.all(running.splice(0).map((election) => election.stop()));
  assert.deepEqual(timers.delays, []);
});

function contend(
  identity: string,
  options: Partial<LeaderElectionOptions> = {},
): { readonly election: LeaderElection; readonly told: string[] } {
  const told: string[] = [];
  const election = new LeaderElection({
    api: server.connect(),
    namespace: "countersign",
    name: "controller",
    identity,
    onStartedLeading: () => told.push("started"),
    onStoppedLeading: () => told.push("stopped"),
    logger: silentLogger,
    clock: timers,
    monotonic: timers,
    timers,
    random: () => 1,
    ...options,
  });
  running.push(election);
  election.start();
  return { election, told };
}

test("the lease is taken as soon as another exchange shows that the server is back", async () => {
  const contact = new ServerContact(timers);
  server.away = true;
  const { told } = contend("one", { contact, retryPeriodMs: 60_000 });
  contact.noteError(new KubeUnavailableError("away"), "GET");
  await timers.advance(20_000);
  server.away = false;
  contact.noteAnswer();
  await timers.advance(500);
  assert.deepEqual(told, ["started"]);
});

test("the first takes the lease and keeps it, with one write every two seconds", async () => {
  const one = contend("one");
  await timers.advance(0);
  const two = contend("two");
  await timers.advance(60_000);
  assert.deepEqual([one.told, two.told], [["started"], []]);
  assert.deepEqual([one.election.leading, two.election.leading], [true, false]);
  assert.equal(server.writes, 31);
  assert.deepEqual(server.lease?.spec, {
    holderIdentity: "one",
    leaseDurationSeconds: 15,
    acquireTime: "2026-11-24T12:00:00.000000Z",
    renewTime: "2026-11-24T12:01:00.000000Z",
    leaseTransitions: 0,
  });
});

test("two that begin together: one leads", async () => {
  const one = contend("one");
  const two = contend("two");
  await timers.advance(10_000);
  assert.deepEqual([one.told, two.told], [["started"], []]);
});

test("who stops lets the other lead at its next look", async () => {
  const one = contend("one");
  await timers.advance(0);
  const two = contend("two");
  await timers.advance(5000);
  await one.election.stop();
  assert.deepEqual(one.told, ["started", "stopped"]);
  await timers.advance(2000);
  assert.deepEqual(two.told, ["started"]);
  assert.equal(server.lease?.spec?.leaseTransitions, 1);
});

test("a lease that is not renewed is taken after its duration, as it was seen from here", async () => {
  // The dead holder's clock was an hour ahead.
  const spec = { holderIdentity: "dead", leaseDurationSeconds: 15, renewTime: "2026-11-24T13:00:00.000000Z" };
  const metadata = { name: "controller", namespace: "countersign", resourceVersion: "0" };
  server.lease = { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata, spec };
  const one = contend("one");
  await timers.advance(14_900);
  assert.deepEqual(one.told, []);
  await timers.advance(2000);
  assert.deepEqual(one.told, ["started"]);
});

test("a leader that cannot renew stops to lead before others may take the lease, and leads again later", async () => {
  const one = contend("one");
  await timers.advance(2000);
  server.away = true;
  await timers.advance(9900);
  assert.deepEqual(one.told, ["started"]);
  await timers.advance(100);
  assert.deepEqual(one.told, ["started", "stopped"]);
  server.away = false;
  await timers.advance(2000);
  assert.deepEqual(one.told, ["started", "stopped", "started"]);
});

test("a renewal whose answer comes too late does not count", async () => {
  const one = contend("one");
  await timers.advance(1000);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.delay = promise;
  await timers.advance(12_000);
  assert.deepEqual(one.told, ["started", "stopped"]);
  server.delay = undefined;
  resolve();
  await settle();
  assert.deepEqual([one.election.leading, one.told], [false, ["started", "stopped"]]);
  await timers.advance(2000);
  assert.equal(one.election.leading, true);
});

test("a leader whose lease was taken stops to lead at once", async () => {
  const one = contend("one");
  await timers.advance(0);
  const [taken] = [server.lease];
  assert.ok(taken !== undefined);
  server.version = 50;
  const metadata = { ...taken.metadata, resourceVersion: "50" };
  server.lease = { ...taken, metadata, spec: { ...taken.spec, holderIdentity: "thief" } };
  await timers.advance(4000);
  assert.deepEqual(one.told, ["started", "stopped"]);
  assert.equal(server.lease.spec?.holderIdentity, "thief");
});

test("a lease that somebody deleted is made again", async () => {
  const one = contend("one");
  await timers.advance(0);
  server.lease = undefined;
  server.version = 70;
  await timers.advance(6000);
  assert.equal(one.election.leading, true);
  assert.equal((server.lease as Lease | undefined)?.spec?.holderIdentity, "one");
});
