import assert from "node:assert/strict";
import { describe, it, mock } from "node:test";

import { rememberOpened } from "./remember-opened.ts";
import { seal } from "./seal.ts";
import { fixedKeys, type SigningKeys } from "./signing-keys.ts";

const [OLD, NEW] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];

/** Keys that can be changed, as they are in a file. */
function start(first: SigningKeys = fixedKeys(OLD)) {
  const keys: { -readonly [Part in keyof SigningKeys]: SigningKeys[Part] } = { ...first };
  return { keys, open: rememberOpened(keys, "session", { now: () => 1_000_000 }) };
}

describe("what was opened before", () => {
  it("is the same the second time, without opening the seal", async () => {
    const { keys, open } = start();
    const sealed = await seal(keys, "session", "mary");
    const first = await open(sealed);
    assert.equal(first?.text, "mary");
    const decrypts = await countDecrypts(async () => assert.deepEqual(await open(sealed), first));
    assert.equal(decrypts, 0);
  });

  it("is worthless once its key is gone", async () => {
    const { keys, open } = start();
    const sealed = await seal(keys, "session", "mary");
    assert.equal((await open(sealed))?.text, "mary");
    Object.assign(keys, fixedKeys(NEW));
    assert.equal(await open(sealed), undefined);
  });

  it("is to be sealed anew once another key is the first", async () => {
    const { keys, open } = start();
    const sealed = await seal(keys, "session", "mary");
    assert.equal((await open(sealed))?.isForGood, true);
    Object.assign(keys, { signing: [NEW, OLD], verifying: [NEW, OLD] });
    assert.equal((await open(sealed))?.isForGood, false);
  });

  it("counts when keys are read anew and say the same", async () => {
    const { keys, open } = start();
    const sealed = await seal(keys, "session", "mary");
    await open(sealed);
    Object.assign(keys, fixedKeys(OLD.slice()));
    assert.equal(await countDecrypts(async () => void (await open(sealed))), 0);
  });

  it("is never what a changed seal would say", async () => {
    const { keys, open } = start();
    const sealed = await seal(keys, "session", "mary");
    await open(sealed);
    assert.equal(await open(`${sealed.slice(0, -1)}${sealed.endsWith("A") ? "B" : "A"}`), undefined);
  });
});

/** How often something is decrypted while `work` runs. */
async function countDecrypts(work: () => Promise<void>): Promise<number> {
  const decrypt = mock.method(crypto.subtle, "decrypt");
  await work();
  decrypt.mock.restore();
  return decrypt.mock.callCount();
}
