import assert from "node:assert/strict";
import { test } from "node:test";

import { DEFAULT_SETTINGS, formatSettings, readSettings } from "./read-settings.ts";

const GIVEN = ["--auth", "open", "--base-url", "https://approvals.example.com/", "--key-file", "key"];

function read(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return readSettings(args, environment);
}

function errorOf(args: readonly string[], environment: Readonly<Record<string, string>> = {}): string {
  const result = read(args, environment);
  return result.ok ? "" : result.error;
}

test("the base URL loses its trailing slash, so that links have one", () => {
  const result = read(GIVEN);
  assert.ok(result.ok);
  assert.equal(result.value.baseUrl, "https://approvals.example.com");
});

test("what is not given is what the table says, and may be absent where it says so", () => {
  assert.deepEqual(read(GIVEN), {
    ok: true,
    value: {
      auth: "open",
      baseUrl: "https://approvals.example.com",
      keyFile: "key",
      kubeconfig: undefined,
      namespaces: undefined,
      host: "0.0.0.0",
      port: 9000,
      probePort: 9001,
      leaderElection: true,
      clusterName: undefined,
      timeZone: "UTC",
      logLevel: "info",
    },
  });
});

test("the defaults are all settings but those that must be given", () => {
  const required = { auth: "open", baseUrl: "https://approvals.example.com", keyFile: "key" } as const;
  assert.deepEqual(read(GIVEN), { ok: true, value: { ...DEFAULT_SETTINGS, ...required } });
});

test("auth, base URL and key file have no default, and each missing one says what to give", () => {
  const error = errorOf([]);
  assert.match(error, /--auth \(or COUNTERSIGN_AUTH\) is missing/u);
  assert.match(error, /--base-url \(or COUNTERSIGN_BASE_URL\) is missing: the address people open/u);
  assert.match(error, /--key-file \(or COUNTERSIGN_KEY_FILE\) is missing/u);
});

test("a variable stands in for a flag, and a flag wins over it", () => {
  const result = read([...GIVEN, "--port", "9080"], {
    COUNTERSIGN_PORT: "9002",
    COUNTERSIGN_NAMESPACES: "a, b",
  });
  assert.ok(result.ok);
  assert.equal(result.value.port, 9080);
  assert.deepEqual(result.value.namespaces, ["a", "b"]);
});

for (const [sentence, args, said] of [
  ["an unknown mode", ["--auth", "none"], /--auth .* is "none"/u],
  [
    "a base URL that is no URL",
    ["--base-url", "approvals"],
    /--base-url .* is "approvals": not an http or https URL/u,
  ],
  ["a base URL with a query", ["--base-url", "http://a/?b=c"], /has a query or a fragment/u],
  ["a base URL with a path", ["--base-url", "http://a/approvals"], /has a path/u],
  ["a port that is no number", ["--port", "http"], /--port .* is "http"/u],
  ["a port out of range", ["--port", "70000"], /over 65535/u],
  ["one port for both", ["--port", "8080", "--probe-port", "8080"], /--port .* is "8080": .* share a port/u],
  ["a port that probes have", ["--port", "9001"], /--port .* is "9001": .* share a port/u],
  ["a probe port that pages have", ["--probe-port", "9000"], /--probe-port .* is "9000": .* share a port/u],
  ["a namespace that is none", ["--namespaces", "a,B"], /not a namespace's name/u],
  ["an unknown zone", ["--time-zone", "Mars"], /not a time zone/u],
  ["an unknown flag", ["--colour", "red"], /--colour/u],
] as const) {
  test(`${sentence} is refused by name`, () => {
    assert.match(errorOf([...GIVEN, ...args]), said);
  });
}

test("the help names every setting and its variable, and what it is when absent", () => {
  assert.match(formatSettings(), /--base-url +COUNTERSIGN_BASE_URL/u);
  assert.match(formatSettings(), /--namespaces +COUNTERSIGN_NAMESPACES +the .*; all of them when absent\n/u);
  assert.match(formatSettings(), /--port +COUNTERSIGN_PORT +the port to listen on; 9000 when absent\n/u);
});
