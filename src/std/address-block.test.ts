import assert from "node:assert/strict";
import { test } from "node:test";
import { blockOf } from "./address-block.ts";

test("an address of IPv4 is itself, also where IPv6 writes it", () => {
  for (const text of [
    "10.1.2.3",
    "::ffff:10.1.2.3",
    "::FFFF:0a01:0203",
    "0:0:0:0:0:ffff:a01:203",
    "64:ff9b::10.1.2.3",
  ]) {
    assert.equal(blockOf(text), "10.1.2.3", text);
  }
});

test("addresses of IPv6 are the same when their first 64 bits are", () => {
  for (const text of [
    "2001:db8:1:2::1",
    "2001:DB8:1:2:ffff:ffff:ffff:ffff",
    "2001:0db8:0001:0002:0:0:0:0",
    "2001:db8:1:2::%eth0",
    "2001:db8:1:2:3:4:10.0.0.1",
  ]) {
    assert.equal(blockOf(text), "2001:db8:1:2::/64", text);
  }
  assert.equal(blockOf("2001:db8:1:3::1"), "2001:db8:1:3::/64");
  assert.equal(blockOf("2001:db8::1:2:3:4"), "2001:db8:0:0::/64");
  assert.equal(blockOf("::1"), "0:0:0:0::/64");
  assert.equal(blockOf("fe80::1%eth0"), "fe80:0:0:0::/64");
});

test("what is no address has no block", () => {
  for (const text of [
    "",
    "%",
    "unknown",
    "10.1.2",
    "10.1.2.3.4",
    "010.1.2.3",
    "1.2.3.4:80",
    "[::1]",
    "::1::",
    "a".repeat(9_000),
  ]) {
    assert.equal(blockOf(text), undefined, text);
  }
});
