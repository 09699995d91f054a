import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isCsrfToken, makeCsrfToken } from "./csrf.ts";
import { checkKeys, fixedKeys, signText } from "./signing-keys.ts";

const OLD = new Uint8Array(32).fill(1);
const NEW = new Uint8Array(32).fill(2);

describe("CSRF tokens", () => {
  it("hold for the session that they were made for, and for no other", () => {
    const token = makeCsrfToken(fixedKeys(OLD), "session-a");
    assert.equal(isCsrfToken(fixedKeys(OLD), "session-a", token), true);
    assert.equal(isCsrfToken(fixedKeys(OLD), "session-b", token), false);
    assert.equal(isCsrfToken(fixedKeys(OLD), "session-a", undefined), false);
    assert.equal(isCsrfToken(fixedKeys(OLD), "session-a", ""), false);
  });

  it("hold after a restart and in another replica, since the key is the same", () => {
    const token = makeCsrfToken(fixedKeys(new Uint8Array(OLD)), "session-a");
    assert.equal(isCsrfToken(fixedKeys(new Uint8Array(OLD)), "session-a", token), true);
  });

  it("hold while a key is being changed, until the old one is taken away", () => {
    const token = makeCsrfToken(fixedKeys(OLD), "session-a");
    assert.equal(isCsrfToken(fixedKeys(NEW, OLD), "session-a", token), true);
    assert.equal(isCsrfToken(fixedKeys(NEW), "session-a", token), false);
  });

  it("hold in a replica that has not read the new key yet, and when the old one is gone", () => {
    const token = makeCsrfToken(fixedKeys(NEW, OLD), "session-a");
    for (const keys of [fixedKeys(OLD), fixedKeys(NEW), fixedKeys(OLD, NEW)]) {
      assert.equal(isCsrfToken(keys, "session-a", token), true);
    }
    assert.equal(isCsrfToken(fixedKeys(new Uint8Array(32).fill(3)), "session-a", token), false);
  });

  it("break when any character is changed", () => {
    const token = makeCsrfToken(fixedKeys(OLD), "session-a");
    for (let index = 0; index < token.length; index += 1) {
      const other = token[index] === "A" ? "B" : "A";
      const changed = token.slice(0, index) + other + token.slice(index + 1);
      assert.equal(isCsrfToken(fixedKeys(OLD), "session-a", changed), false, changed);
    }
  });

  it("are not signatures of another purpose", () => {
    const cookie = signText(fixedKeys(OLD), "session", "session-a");
    assert.equal(isCsrfToken(fixedKeys(OLD), "session-a", cookie), false);
  });

  it("are not made with a key that could be guessed", () => {
    assert.throws(() => checkKeys(fixedKeys(new Uint8Array(31))), /31 bytes; it needs at least 32/u);
  });
});
