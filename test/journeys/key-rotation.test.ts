// Keys of `keyFile` are changed while people work, on two replicas that see the change at different times: nobody loses a
// session, and no form is refused.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { openKeyFile } from "../../src/config/files/open-key-file.ts";
import { silentLogger } from "../../src/std/logger.ts";
import { FakeTimers } from "../kit/fake-timers.ts";
import { startCluster, type TestCluster } from "../kit/start-cluster.ts";
import { ask, BASE_URL, startProduct } from "../kit/start-product.ts";
import { until } from "../kit/until.ts";
import { readHiddenFields, TestBrowser } from "../kit/web/test-browser.ts";

const PEOPLE = Array.from({ length: 8 }, (_, index) => `person-${index}`);
const OLD = randomBytes(32);
const OLD_LINE = `base64:${OLD.toString("base64")}`;
const NEW_LINE = randomBytes(32).toString("base64");
const ROUNDS_AFTERWARDS = 3;

interface Replica {
  readonly url: string;
  /** Puts another file in its place, and lets the replica read it. */
  readonly turnTo: (content: string) => Promise<void>;
}

async function startReplica(t: TestContext, cluster: TestCluster, leaderElection: boolean): Promise<Replica> {
  const folder = mkdtempSync(join(tmpdir(), "keys-"));
  const path = join(folder, "key");
  // As an earlier version of the guide told people to make it.
  writeFileSync(path, OLD);
  const file = await openKeyFile(path);
  assert.ok(file.ok);
  const timers = new FakeTimers();
  const { url } = await startProduct(t, { cluster, leaderElection, keys: file.value.keys });
  file.value.watch({ timers, logger: silentLogger });
  t.after(() => {
    file.value.stop();
    rmSync(folder, { recursive: true });
  });
  const turnTo = async (content: string): Promise<void> => {
    const before = file.value.keys.signing;
    writeFileSync(path, content);
    await until("the file is read again", async () => {
      await timers.advance(timers.delays[0] ?? 0);
      return file.value.keys.signing !== before;
    });
  };
  return { url, turnTo };
}

/** Somebody with a browser, behind a load balancer that sends every request wherever it likes. */
class Person {
  readonly name: string;
  readonly browser: TestBrowser;
  requests = 0;
  #next = 0;
  #pinned: Replica | undefined;

  constructor(name: string, replicas: readonly Replica[]) {
    this.name = name;
    this.browser = new TestBrowser({
      request: async (path, init) => {
        const { url = "" } = this.#pinned ?? replicas[(this.#next += 1) % replicas.length] ?? {};
        return await fetch(`${url}${path}`, { ...init, redirect: "manual" });
      },
    });
  }

  /** The page of an approval, by that replica, or whichever it is; it has to know who asks. */
  async open(approval: string, replica?: Replica): Promise<Readonly<Record<string, string>>> {
    this.#pinned = replica;
    const page = await (await this.browser.get(`/approvals/default/${approval}`)).text();
    this.#pinned = undefined;
    this.requests += 1;
    assert.match(page, new RegExp(`You say you are <bdi>${this.name}<`, "u"), "the session holds");
    return readHiddenFields(page, `/approvals/default/${approval}/votes`);
  }

  async send(approval: string, form: Readonly<Record<string, string>>, replica: Replica): Promise<void> {
    this.#pinned = replica;
    const fields = { ...form, decision: "approve" };
    const answer = await this.browser.post(`/approvals/default/${approval}/votes`, fields, {
      Origin: BASE_URL,
    });
    this.#pinned = undefined;
    assert.equal(answer.status, 303, await answer.text());
  }
}

async function each<T>(
  people: readonly Person[],
  act: (person: Person) => Promise<T>,
): Promise<readonly T[]> {
  return await Promise.all(people.map(act));
}

/** Opens pages without end, for everybody at once. Rejects when one of them does not know who asks. */
function load(
  replicas: readonly Replica[],
  people: readonly Person[],
): { readonly end: () => Promise<void> } {
  const over = new AbortController();
  const working = each(people, async (person) => {
    while (!over.signal.aborted) {
      for (const replica of replicas) await person.open("load", replica);
    }
  });
  // Seen at the end.
  working.catch(() => {});
  return {
    end: async () => {
      over.abort();
      await working;
    },
  };
}

test("keys turn over under load, on replicas that learn of it one after the other", async (t) => {
  const cluster = await startCluster(t);
  const replicas = [await startReplica(t, cluster, true), await startReplica(t, cluster, true)] as const;
  const [one, other] = replicas;
  const product = { ...cluster, url: one.url };
  const approvers = [...PEOPLE, "somebody-else"];
  const params = { strategy: "MULTI", approvers };
  for (const name of ["load", "before", "between", "after"]) await ask(product, name, params);
  const people = PEOPLE.map((name) => new Person(name, replicas));
  const loaded = PEOPLE.map((name) => new Person(name, replicas));
  for (const person of [...people, ...loaded]) {
    assert.equal((await person.browser.get(`/?user=${person.name}`)).status, 200);
  }
  const pages = load(replicas, loaded);

  const before = await each(people, (person) => person.open("before"));
  await one.turnTo(`${NEW_LINE}\n${OLD_LINE}\n`);
  const between = await each(people, (person) => person.open("between", one));
  await each(people, (person) => person.send("between", between[people.indexOf(person)] ?? {}, other));
  await other.turnTo(`${NEW_LINE}\n${OLD_LINE}\n`);
  await each(people, (person) => person.send("before", before[people.indexOf(person)] ?? {}, one));

  const after = await each(people, (person) => person.open("after", other));
  await one.turnTo(`${NEW_LINE}\n`);
  await each(people, (person) => person.send("after", after[people.indexOf(person)] ?? {}, one));
  await other.turnTo(`${NEW_LINE}\n`);
  for (let round = 0; round < ROUNDS_AFTERWARDS; round += 1)
    await each(people, (person) => person.open("load"));
  await pages.end();
  assert.ok(
    loaded.every(({ requests }) => requests > ROUNDS_AFTERWARDS),
    "everybody was busy",
  );
});
