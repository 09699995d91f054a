import assert from "node:assert/strict";
import { test } from "node:test";
import { readDemoOptions } from "./demo-options.ts";

test("without flags the demo has its usual ports, its samples and a quiet log", () => {
  assert.deepEqual(readDemoOptions([]), {
    ok: true,
    value: {
      port: 9000,
      kubePort: 9443,
      kubeconfig: ".demo/kubeconfig",
      samples: true,
      json: false,
      kubeOnly: false,
      auth: "open",
      logLevel: "warn",
    },
  });
});

test("every flag is taken", () => {
  const args =
    "--port 0 --kube-port 0 --kubeconfig k --no-samples --json --kube-only --auth oidc --log-level debug";
  assert.deepEqual(readDemoOptions(args.split(" ")), {
    ok: true,
    value: {
      port: 0,
      kubePort: 0,
      kubeconfig: "k",
      samples: false,
      json: true,
      kubeOnly: true,
      auth: "oidc",
      logLevel: "debug",
    },
  });
});

const REFUSED: readonly [readonly string[], RegExp][] = [
  [["--port", "70000"], /--port is "70000": give a port from 1 to 65535, or 0/u],
  [["--kube-port", "https"], /--kube-port is "https"/u],
  [["--kube-port=-1"], /--kube-port is "-1"/u],
  [["--port", "9443"], /--port and --kube-port are both 9443/u],
  [["--log-level", "loud"], /--log-level is "loud": give debug, info, warn, error/u],
  [["--auth", "saml"], /--auth is "saml": give open, oidc/u],
  [["--prot", "1"], /--prot/u],
  [["extra"], /extra/u],
];
for (const [args, message] of REFUSED) {
  test(`${args.join(" ")} is refused, with a message that names it`, () => {
    const answer = readDemoOptions(args);
    assert.ok(!answer.ok);
    assert.match(answer.error, message);
  });
}
