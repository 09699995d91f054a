import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FORGED_ADDRESSES } from "../../../test/kit/forged-addresses.ts";
import { findForwarders, findSender } from "./find-sender.ts";

const INGRESS = "10.1.0.7";
const CLIENT = "203.0.113.9";
const behindIngress = findForwarders({ forwardedBy: ["10.1.0.0/16", "fd00::/8"], overSocket: false });
const onItsOwn = findForwarders({ forwardedBy: [], overSocket: false });
const overSocket = findForwarders({ forwardedBy: ["10.1.0.0/16"], overSocket: true });

describe("where a request comes from", () => {
  it("is the address that connects, whatever it says, where nobody passes on for others", () => {
    for (const forwardedFor of FORGED_ADDRESSES) {
      assert.equal(findSender({ peer: CLIENT, forwardedFor }, onItsOwn), CLIENT, forwardedFor);
      assert.equal(findSender({ peer: CLIENT, forwardedFor }, behindIngress), CLIENT, forwardedFor);
    }
  });

  it("is whom the proxy had it from, whatever stands before that", () => {
    for (const forged of FORGED_ADDRESSES) {
      const forwardedFor = `${forged}, ${CLIENT}`;
      assert.equal(findSender({ peer: INGRESS, forwardedFor }, behindIngress), CLIENT, forged);
      const twice = `${forged},${CLIENT},10.1.9.9`;
      assert.equal(findSender({ peer: INGRESS, forwardedFor: twice }, behindIngress), CLIENT, forged);
    }
  });

  it("is the last one that is known where the next is no address", () => {
    for (const garbage of ["unknown", "_hidden", "", "10.1.0.1/16", "for=1.2.3.4"]) {
      const forwardedFor = `198.51.100.1, ${garbage}`;
      assert.equal(findSender({ peer: INGRESS, forwardedFor }, behindIngress), INGRESS, garbage);
      const behind = `198.51.100.1, ${garbage}, 10.1.9.9`;
      assert.equal(findSender({ peer: INGRESS, forwardedFor: behind }, behindIngress), "10.1.9.9", garbage);
    }
  });

  it("is the proxy itself, or the first of them, where they say nothing else", () => {
    assert.equal(findSender({ peer: INGRESS, forwardedFor: null }, behindIngress), INGRESS);
    assert.equal(
      findSender({ peer: INGRESS, forwardedFor: "10.1.2.3, 10.1.4.5" }, behindIngress),
      "10.1.2.3",
    );
  });

  it("is read as proxies write it", () => {
    for (const [written, meant] of [
      ["203.0.113.9:51234", CLIENT],
      ["[203.0.113.9]", CLIENT],
      [" 203.0.113.9 ", CLIENT],
      ["::ffff:203.0.113.9", CLIENT],
      ["2001:db8:7:8:9::1", "2001:db8:7:8::/64"],
      ["[2001:db8:7:8:9::1]:51234", "2001:db8:7:8::/64"],
      ["[2001:db8:7:8:9::1]", "2001:db8:7:8::/64"],
    ] as const) {
      assert.equal(findSender({ peer: INGRESS, forwardedFor: written }, behindIngress), meant, written);
    }
    assert.equal(findSender({ peer: `::ffff:${INGRESS}`, forwardedFor: CLIENT }, behindIngress), CLIENT);
  });

  it("is told by whoever comes through the socket, and by nobody whose connection has no address any more", () => {
    const arrival = { peer: undefined, forwardedFor: `198.51.100.1, ${CLIENT}` };
    assert.equal(findSender(arrival, overSocket), CLIENT);
    assert.equal(findSender({ ...arrival, forwardedFor: null }, overSocket), "nowhere");
    assert.equal(findSender(arrival, behindIngress), "nowhere");
  });
});
