import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { seal, unseal } from "./seal.ts";
import { fixedKeys } from "./signing-keys.ts";

const key = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const [OLD, NEW] = [fixedKeys(key(1)), fixedKeys(key(2))];
const BOTH = fixedKeys(key(2), key(1));

describe("sealed text", () => {
  it("is read with the same key, and shows nothing of itself", async () => {
    const sealed = await seal(OLD, "session", "Ann Wójcik");
    assert.partialDeepStrictEqual(await unseal(OLD, "session", sealed), {
      text: "Ann Wójcik",
      isForGood: true,
    });
    assert.doesNotMatch(sealed, /Ann|QW5u/u);
    assert.match(sealed, /^[\w.~-]+$/u, "a cookie may hold it");
    assert.notEqual(sealed, await seal(OLD, "session", "Ann Wójcik"));
  });

  it("is worthless for another purpose and under another key", async () => {
    const sealed = await seal(OLD, "session", "text");
    assert.equal(await unseal(OLD, "login", sealed), undefined);
    assert.equal(await unseal(NEW, "session", sealed), undefined);
  });

  it("is read by replicas with either key while keys are changed, and says when it has to be sealed anew", async () => {
    const before = await seal(OLD, "session", "text");
    assert.partialDeepStrictEqual(await unseal(BOTH, "session", before), { text: "text", isForGood: false });
    const between = await seal(BOTH, "session", "text");
    for (const keys of [OLD, NEW, BOTH]) {
      assert.partialDeepStrictEqual(await unseal(keys, "session", between), {
        text: "text",
        isForGood: true,
      });
    }
  });

  it("is none when any byte of it was changed, left out or added", async () => {
    const sealed = await seal(OLD, "session", "some text");
    for (let at = 0; at < sealed.length; at += 1) {
      const [before, after] = [sealed.slice(0, at), sealed.slice(at + 1)];
      for (const other of ["A", "B", "_", ".", "~", ""].filter((one) => one !== sealed[at])) {
        const changed = `${before}${other}${after}`;
        assert.equal(await unseal(OLD, "session", changed), undefined, `${at} ${other}`);
      }
    }
    for (const text of ["", ".", "~", "a.b.c.d.e", `${sealed}~`, `~${sealed.split("~")[1]}`]) {
      assert.equal(await unseal(OLD, "session", text), undefined, text);
    }
  });

  it("of nobody's making costs little: each key tries each part once, and more parts than there are keys are not tried", async (t) => {
    const decrypt = t.mock.method(globalThis.crypto.subtle, "decrypt");
    const countFor = async (parts: readonly string[], keys = OLD): Promise<number> => {
      decrypt.mock.resetCalls();
      assert.equal(await unseal(keys, "session", parts.join("~")), undefined);
      return decrypt.mock.callCount();
    };
    const [wrapped = "", content = ""] = (await seal(fixedKeys(key(3)), "session", "text")).split("~");
    assert.equal(await countFor([wrapped, content]), 1);
    assert.equal(await countFor([wrapped, content], BOTH), 2);
    assert.equal(await countFor([wrapped, wrapped, content], BOTH), 4);
    assert.equal(await countFor([...Array.from({ length: 100 }, () => wrapped), content]), 0);
    assert.equal(await countFor([content, content]), 0, "of another length");
    assert.equal(await countFor([wrapped, `${wrapped}AAAA`, content]), 0, "of another length");
  });

  it("is read when there are as many keys as a file may have", async () => {
    const all = [5, 4, 3, 2, 1].map(key);
    const [first = key(5), ...others] = all;
    const sealed = await seal(fixedKeys(first, ...others), "session", "text");
    for (const one of all) assert.equal((await unseal(fixedKeys(one), "session", sealed))?.text, "text");
  });

  it("is none when the content of one seal is put under the keys of another", async () => {
    const [one, other] = await Promise.all([seal(OLD, "session", "one"), seal(OLD, "session", "other")]);
    const mixed = `${one.split("~")[0]}~${other.split("~")[1]}`;
    assert.equal(await unseal(OLD, "session", mixed), undefined);
  });
});
