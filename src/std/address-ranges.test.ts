import assert from "node:assert/strict";
import { test } from "node:test";

import { isLoopbackRange, matchAddresses, parseAddressRange } from "./address-ranges.ts";

test("an address is in a range, also where a socket of IPv6 writes it so", () => {
  const isIn = matchAddresses(["10.1.0.0/16", "192.0.2.7", "fd00:1::/32", "fe80::1"]);
  for (const address of [
    "10.1.0.0",
    "10.1.255.255",
    "::ffff:10.1.2.3",
    "::FFFF:a01:203",
    "192.0.2.7",
    "fd00:1:2::3",
    "fe80::1%eth0",
  ]) {
    assert.equal(isIn(address), true, address);
  }
  for (const address of [
    "10.2.0.0",
    "::ffff:10.2.0.1",
    "::10.1.0.1",
    "192.0.2.8",
    "fd00:2::1",
    "fe80::2%eth0",
    "10.1.0.1, 10.1.0.2",
    "10.1",
    "",
    undefined,
  ]) {
    assert.equal(isIn(address), false, address);
  }
});

test("no ranges have no addresses", () => {
  assert.equal(matchAddresses([])("127.0.0.1"), false);
});

test("what is not a range is none", () => {
  for (const text of [
    "",
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0.0/-1",
    "10.0.0/8",
    "010.0.0.1",
    "10.0.0.0/8/8",
    "fd00::/129",
    "fe80::1%eth0",
    "::ffff:10.0.0.0/104",
    "localhost",
    "10.0.0.1-10.0.0.9",
  ]) {
    assert.equal(parseAddressRange(text), undefined, text);
  }
  assert.throws(() => matchAddresses(["localhost"]), /localhost is not a range/u);
});

test("a range is of this machine when all of it is", () => {
  for (const text of ["127.0.0.1", "127.0.0.0/8", "127.3.0.0/16", "::1", "::1/128"])
    assert.equal(isLoopbackRange(text), true, text);
  for (const text of ["126.0.0.0/7", "0.0.0.0/0", "::/127", "10.0.0.1", "localhost", "0.0.0.0", "::"])
    assert.equal(isLoopbackRange(text), false, text);
});
