// Whoever does what an error of the settings says starts the server: each is refused, and its advice followed to the letter.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { makeFolder } from "../../test/kit/make-folder.ts";
import { parseSecrets } from "./files/open-secret-file.ts";
import { parseKeys } from "./files/parse-keys.ts";
import { readSettings } from "./read-settings.ts";

const HEAD = "apiVersion: config.countersign.dev/v1alpha1\nkind: Configuration\n";
const GIVEN = "auth: {modes: [open]}\nbaseUrl: https://a.example\nkeyFile: /key\n";
const KUBERNETES = GIVEN.replace("[open]", "[kubernetes, link], link: LINK");
const PROXY = GIVEN.replace("[open]", "[proxy], proxy: {headers: {name: X-User}, PROXY}");

const folder = makeFolder();
let files = 0;

/** What is said of settings in a file; empty when it would start. */
async function errorIn(content: string, variables: Readonly<Record<string, string>> = {}): Promise<string> {
  const path = join(folder, `${(files += 1)}.yaml`);
  writeFileSync(path, content);
  return await errorOf(["--config", path], variables);
}

async function errorOf(
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<string> {
  const read = await readSettings(args, variables);
  return read.ok ? "" : read.error;
}

describe("in the file, it works", () => {
  for (const [refused, says, followed] of [
    ["port: 80", /did you mean listen\.port\?/u, "listen: {port: 80}"],
    ["listen: {prot: 80}", /did you mean listen\.port\?/u, "listen: {port: 80}"],
    ["clusterName: 7", /7 is not text \(put it in quotes\)/u, 'clusterName: "7"'],
    ['listen: {port: "80"}', /not a number \(leave the quotes out\)/u, "listen: {port: 80}"],
    ["listen: {port: 1, port: 2}", /more than once; keep one/u, "listen: {port: 2}"],
    ["leaderElection: yes", /neither on nor off/u, "leaderElection: on"],
    ["namespaces:", /has no value; .* or leave the key out/u, ""],
    ["namespaces: [ci, B]", /"B" is not a namespace's name; give the namespaces/u, "namespaces: [ci, b]"],
    ["access: {view: [{groups: [dev]}]}", /in mode open.*; leave it out/u, ""],
    [
      "listen: {port: 7, probePort: 7}",
      /pages and probes cannot share a port/u,
      "listen: {port: 7, probePort: 8}",
    ],
    ["logLevel: loud", /"loud" is not known; give/u, "logLevel: warn"],
    ["timeZone: Mars", /not a time zone/u, "timeZone: Europe/Oslo"],
  ] as const) {
    test(`to follow what is said of ${refused}`, async () => {
      assert.match(await errorIn(`${HEAD}${GIVEN}${refused}\n`), says);
      assert.equal(await errorIn(`${HEAD}${GIVEN}${followed}\n`), "");
    });
  }

  test("to begin as a file that is not a map is told", async () => {
    const [, begins = ""] = /It begins with:\n([^]*)$/u.exec(await errorIn("just words")) ?? [];
    assert.equal(await errorIn(`${begins}\n${GIVEN}`), "");
  });

  test("to give a link that decides 24 hours or less", async () => {
    const withLink = (link: string): string => `${HEAD}${KUBERNETES.replace("LINK", link)}`;
    assert.match(await errorIn(withLink("{decide: on, lifetime: 25h}")), /; give 24h or less/u);
    assert.equal(await errorIn(withLink("{decide: on, lifetime: 24h}")), "");
  });

  test("to listen on loopback where the proof is that, as its fault says", async () => {
    const withProxy = (proxy: string, more = ""): string => `${HEAD}${PROXY.replace("PROXY", proxy)}${more}`;
    const error = await errorIn(withProxy("proof: loopback"));
    assert.match(
      error,
      /set listen\.host to 127\.0\.0\.1 \(and listen\.probeHost to 0\.0\.0\.0, for probes\)/u,
    );
    const listen = "listen: {host: 127.0.0.1, probeHost: 0.0.0.0}\n";
    assert.equal(await errorIn(withProxy("proof: loopback", listen)), "");
  });
});

describe("by flags and variables, it works", () => {
  const FLAGS = ["--auth", "open", "--base-url", "https://a.example", "--key-file", "key"];

  test("to give what is missing", async () => {
    const missing = (await errorOf([])).matchAll(/^(?<flag>--[a-z-]+) .*is missing; give/gmu);
    const flags = Array.from(missing, ({ groups }) => groups?.["flag"] ?? "");
    const values = ["open", "https://a.example", "key"];
    assert.equal(await errorOf(flags.flatMap((flag, index) => [flag, values[index] ?? ""])), "");
  });

  test("to take the flag that was meant", async () => {
    const [, meant = ""] =
      /did you mean (--[a-z-]+)\?/u.exec(await errorOf([...FLAGS, "--prot", "80"])) ?? [];
    assert.equal(await errorOf([...FLAGS, meant, "80"]), "");
  });

  test("to take the profile that was meant, or to leave one of two out", async () => {
    const quarkus = (profile: string): Readonly<Record<string, string>> => ({ QUARKUS_PROFILE: profile });
    const [, meant = ""] = /did you mean (\w+)\?/u.exec(await errorOf(FLAGS, quarkus("securd"))) ?? [];
    assert.match(await errorOf(FLAGS, quarkus(meant)), /leave one of them out/u);
    assert.equal(await errorOf(FLAGS), "");
  });
});

for (const [what, parse] of [
  ["key", parseKeys],
  ["secret", parseSecrets],
] as const) {
  test(`the command that a file without a ${what} is given makes one`, () => {
    const refused = parse(Buffer.from(""));
    const [, command = ""] = /Make one with: (.+)$/u.exec(refused.ok ? "" : refused.error) ?? [];
    const made = execFileSync("sh", ["-c", command]);
    assert.equal(parse(made).ok, true, command);
  });
}
