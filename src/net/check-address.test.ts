import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { isPrivateAddress, refuseAddress } from "./check-address.ts";

const PRIVATE = [
  "10.0.0.1",
  "10.255.255.255",
  "100.64.0.1",
  "100.127.255.255",
  "127.0.0.1",
  "127.255.255.254",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.0.1",
  "198.18.0.1",
  "::1",
  "0:0:0:0:0:0:0:1",
  "fc00::1",
  "fd00:ec2::254",
  "fe80::1",
  "fe80::1%eth0",
  "fec0::1",
  "::ffff:127.0.0.1",
  "::FFFF:7f00:1",
  "::ffff:a9fe:a9fe",
  "64:ff9b::10.0.0.1",
  "64:ff9b::a9fe:a9fe",
  "64:ff9b::7f00:1",
];

const RESERVED = [
  "0.0.0.0",
  "0.1.2.3",
  "192.0.0.1",
  "192.0.2.1",
  "192.88.99.1",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "239.255.255.250",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::127.0.0.1",
  "::ffff:0:127.0.0.1",
  "::ffff:0.0.0.0",
  "64:ff9b::0.0.0.0",
  "64:ff9b::",
  "64:ff9b:1::7f00:1",
  "100::1",
  "2001::1",
  "2001:0:7f00:1::1",
  "2001:db8::1",
  "2002:7f00:1::1",
  "2002:a9fe:a9fe::1",
  "3fff::1",
  "4000::1",
  "5f00::1",
  "ff02::1",
];

const PUBLIC = [
  "1.1.1.1",
  "9.255.255.255",
  "11.0.0.0",
  "100.63.255.255",
  "100.128.0.0",
  "128.0.0.1",
  "169.253.255.255",
  "172.15.255.255",
  "172.32.0.0",
  "192.167.255.255",
  "192.169.0.0",
  "223.255.255.255",
  "2606:4700::1111",
  "2a00:1450:4001::1",
  "::ffff:1.1.1.1",
  "64:ff9b::101:101",
];

describe("an address", () => {
  for (const address of PRIVATE) {
    test(`${address} is private, and refused where that is not allowed`, () => {
      assert.equal(refuseAddress(address, false), "is private");
      assert.equal(refuseAddress(address, true), undefined);
      assert.ok(isPrivateAddress(address));
    });
  }

  for (const address of RESERVED) {
    test(`${address} is refused whatever is allowed`, () => {
      for (const allowPrivate of [false, true])
        assert.equal(refuseAddress(address, allowPrivate), "is reserved");
      assert.ok(!isPrivateAddress(address));
    });
  }

  for (const address of PUBLIC) {
    test(`${address} may be connected to`, () => {
      assert.equal(refuseAddress(address, false), undefined);
      assert.ok(!isPrivateAddress(address));
    });
  }

  for (const text of ["", "localhost", "1.2.3", "0x7f.0.0.1", "1.1.1.1.", "::1::", "[::1]"]) {
    test(`${JSON.stringify(text)} is none`, () => {
      assert.equal(refuseAddress(text, true), "is not an IP address");
    });
  }
});
