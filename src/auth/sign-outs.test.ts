import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { ConfigMap } from "../cluster/watch-config-map.ts";
import type { KubeApi } from "../kube/kube-api.ts";
import { KubeError, KubeUnavailableError } from "../kube/kube-error.ts";
import { createSignOuts } from "./sign-outs.ts";

const ANN = { issuer: "https://id.example", subject: "1" };
const HOUR_MS = 60 * 60_000;

interface Merge {
  readonly body: { readonly data: Readonly<Record<string, string | null>> };
}

/** Over a ConfigMap that is written and seen at once; undefined: it has not been read yet. */
function start(data?: Readonly<Record<string, string>>, fail?: Error) {
  const clock = { nowMs: 10 * HOUR_MS, now: () => clock.nowMs };
  const record = {
    ref: { namespace: "own", name: "record" },
    data,
    observe: (written: ConfigMap) => void (record.data = written.data),
  };
  const patch = async (_resource: unknown, _ref: unknown, { body }: Merge) => {
    if (fail !== undefined) throw fail;
    const merged = Object.entries({ ...record.data, ...body.data }).filter(([, value]) => value !== null);
    return { data: Object.fromEntries(merged) };
  };
  const api = { patch } as unknown as KubeApi;
  return { signOuts: createSignOuts({ api, record, clock, longestMs: 24 * HOUR_MS }), record, clock };
}

describe("signing out everywhere", () => {
  it("ends what began before, and nothing that begins after", async () => {
    const { signOuts, clock } = start({});
    assert.equal(signOuts.isSignedOut(ANN, clock.nowMs), false);
    assert.ok((await signOuts.signOut(ANN)).ok);
    assert.equal(signOuts.isSignedOut(ANN, clock.nowMs - HOUR_MS), true);
    assert.equal(signOuts.isSignedOut(ANN, clock.nowMs), true, "nor what began at that very moment");
    assert.equal(signOuts.isSignedOut(ANN, clock.nowMs + 1), false);
  });

  it("is about one account: the same subject of another provider is another", async () => {
    const { signOuts, clock } = start({});
    await signOuts.signOut(ANN);
    for (const other of [
      { ...ANN, subject: "2" },
      { ...ANN, issuer: "https://other.example" },
      { issuer: "https://id.example\0", subject: "1" },
    ]) {
      assert.equal(signOuts.isSignedOut(other, clock.nowMs), false);
    }
  });

  it("tells nobody who it was, and keeps no more than says something", async () => {
    const { signOuts, record, clock } = start({});
    await signOuts.signOut(ANN);
    assert.match(Object.keys(record.data ?? {}).join(), /^[0-9a-f]{64}$/u);
    clock.nowMs += 24 * HOUR_MS;
    await signOuts.signOut({ ...ANN, subject: "2" });
    assert.equal(Object.keys(record.data ?? {}).length, 2);
    clock.nowMs += 1;
    await signOuts.signOut({ ...ANN, subject: "3" });
    assert.equal(Object.keys(record.data ?? {}).length, 2, "no session is as old as the first");
  });

  it("is not known before the record was read, and what is there and cannot be read ends sessions", async () => {
    assert.equal(start().signOuts.isSignedOut(ANN, 0), undefined);
    const { signOuts, record, clock } = start({});
    await signOuts.signOut(ANN);
    for (const text of ["", "soon", "1e", "{}"]) {
      record.data = Object.fromEntries(Object.keys(record.data ?? {}).map((key) => [key, text]));
      assert.equal(signOuts.isSignedOut(ANN, clock.nowMs + HOUR_MS), true, text);
    }
  });

  it("says so when it could not be written down, and what to do", async () => {
    const missing = new KubeError({ code: 404, reason: "NotFound", message: "" });
    for (const [error, said] of [
      [missing, /the ConfigMap record is missing\. Ask whoever runs this server to apply deploy\/sign-outs/u],
      [new KubeUnavailableError("away"), /API server does not answer, or refuses\. Try again/u],
    ] as const) {
      const answer = await start({}, error).signOuts.signOut(ANN);
      assert.match(answer.ok ? "" : answer.error, said);
    }
  });
});
