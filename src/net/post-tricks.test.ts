// Ways to have a message sent where it must not go, from what is known of such attacks: nothing connects to anything.
import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, startFakeSink } from "../../test/kit/fake-sink.ts";
import { createPost } from "./post.ts";

/** Loopback, in all the ways that a URL has for it. */
const LITERALS = [
  "127.0.0.1",
  "127.0.0.1.",
  "127.1",
  "127.0.1",
  "127.0.0.9",
  "127.127.127.127",
  "2130706433",
  "0x7f000001",
  "0x7F.1",
  "0x7f.0.0.1",
  "0x7f.0x0.0x0.0x1",
  "0177.0.0.1",
  "0177.0.0.01",
  "017700000001",
  "0",
  "0.0.0.0",
  "0x0",
  "127.0.0.1%2e",
  "%31%32%37.0.0.1",
  "127%2e0%2e0%2e1",
  "１２７.０.０.１",
  "127。0。0。1",
  "①②⑦.⓪.⓪.①",
  "[::1]",
  "[::]",
  "[0:0:0:0:0:0:0:1]",
  "[0000::0001]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::FFFF:7F00:0001]",
  "[0:0:0:0:0:ffff:127.0.0.1]",
  "[::127.0.0.1]",
  "[::ffff:0:127.0.0.1]",
  "[64:ff9b::127.0.0.1]",
  "[64:ff9b::7f00:1]",
  "[64:ff9b:1::7f00:1]",
  "[2002:7f00:1::]",
  "[2001:0:7f00:1::1]",
];

/** Names that lead inside, or look as if they led outside. */
const NAMES = [
  "localhost",
  "LOCALHOST",
  "localhost.",
  "localhost.localdomain",
  "ip6-localhost",
  "kubernetes.default",
  "kubernetes.default.svc",
  "kubernetes.default.svc.cluster.local.",
  "metadata.google.internal",
  "instance-data",
  "127.0.0.1.nip.test",
  "hooks.slack.com.evil.test",
  "hooks.slack.com",
  "xn--lcalhost-53a.test",
  "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
];

/** Where those names lead: loopback first, so that what is broken meets a trap before it leaves this machine. */
const ADDRESSES = [
  "127.0.0.1",
  "127.0.0.9",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "0.0.0.0",
  "::",
  "10.96.0.1",
  "100.64.0.1",
  "169.254.169.254",
  "172.16.0.1",
  "192.168.0.1",
  "198.51.100.1",
  "224.0.0.1",
  "255.255.255.255",
  "64:ff9b::a9fe:a9fe",
  "2002:a9fe:a9fe::1",
  "fd00:ec2::254",
  "fe80::1",
  "ff02::1",
];

const disguise = (host: string): readonly string[] => [
  `https://${host}:PORT/`,
  `http://${host}:PORT/`,
  `HTTPS://${host}:PORT/`,
  `https:\\\\${host}:PORT\\`,
  `https://hooks.slack.com@${host}:PORT/`,
  `https://hooks.slack.com:443@${host}:PORT/services`,
  `https://${host}:PORT#@hooks.slack.com/`,
  `https://${host}:PORT?@hooks.slack.com/`,
  `https://${host}:PORT\\@hooks.slack.com/`,
  ` https://${host}:PORT/ `,
  `ht\ntps://${host}:PORT/`,
];

const OTHER_SCHEMES = ["ftp", "ws", "wss", "gopher", "file", "data", "unix", "http+unix", "javascript"].map(
  (scheme) => `${scheme}://127.0.0.1:PORT/`,
);

test("no trick connects to this machine, the cluster or the metadata of a cloud", async (t) => {
  const first = await startFakeSink(t, answer(200, "trap"));
  const traps = [first];
  for (const host of ["127.0.0.9", "127.127.127.127", "::1"])
    traps.push(await startFakeSink(t, answer(200, "trap"), { host, port: first.port }));
  let leadsTo = "127.0.0.1";
  const post = createPost({
    allowPrivate: false,
    resolve: async () => await Promise.resolve([{ address: leadsTo, family: leadsTo.includes(":") ? 6 : 4 }]),
  });
  let tricks = 0;
  const trick = async (pattern: string): Promise<void> => {
    tricks += 1;
    const url = pattern.replace("PORT", String(first.port));
    const outcome = await post({ url, headers: {}, body: "{}", signal: new AbortController().signal });
    const connections = traps.reduce((sum, trap) => sum + trap.connections(), 0);
    assert.equal(connections, 0, `${url}, leading to ${leadsTo}`);
    assert.equal(outcome.kind, "neverSent", `${url}, leading to ${leadsTo}`);
  };
  for (const pattern of [...LITERALS.flatMap(disguise), ...OTHER_SCHEMES]) await trick(pattern);
  for (leadsTo of ADDRESSES) for (const name of NAMES) await trick(`https://${name}:PORT/`);
  assert.ok(tricks >= 200, `${tricks} tricks`);
});
